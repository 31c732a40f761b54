import assert from "node:assert/strict";
import { test } from "node:test";
import { navigation } from "../../../scripts/docs/navigation.ts";
import { withoutTitle } from "../../../scripts/docs/readme-title.ts";
import { page, pages } from "./pages.ts";

test("every guide has a place in the navigation of the site", () => {
  const listed = navigation.flatMap((entry) => {
    if ("file" in entry) return [entry.file];
    return "pages" in entry ? entry.pages.map(({ file }) => file) : [];
  });
  const guides = pages.map(({ file }) => file).filter((file) => /^docs\/[^/]+\.md$/.test(file));
  assert.deepEqual(
    guides.filter((file) => !listed.includes(file)),
    [],
  );
});

test("the site's first page has the README's text without its title, which stands above it", () => {
  const { text } = page("README.md");
  const title = "# pulumi-cxone-dialer\n\n";
  assert.ok(text.startsWith(title));
  assert.equal(withoutTitle(text), text.slice(title.length));
  assert.equal(withoutTitle("No title.\n\n# Later\n"), "No title.\n\n# Later\n");
});
