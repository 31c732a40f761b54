import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { test } from "node:test";
import { anchors, type Page, pages, prose, root } from "./pages.ts";

const anchorsByFile = new Map(pages.map((page) => [page.file, anchors(page)]));

/** Where a page's links lead, but for those that leave the repository. */
function linksOf(page: Page): readonly string[] {
  return [...prose(page).matchAll(/\]\(<?([^)>\s]+)>?\)|^\[[^\]]+\]: +(\S+)$/gm)]
    .map(([, inline, reference]) => inline ?? reference ?? "")
    .filter((target) => !/^[a-z]+:/i.test(target));
}

/** What is wrong with a link; nothing where it leads somewhere. */
function fault(page: Page, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const file = path === "" ? page.file : posix.join(posix.dirname(page.file), decodeURI(path));
  if (file.startsWith("../")) return "leads out of the repository";
  if (!existsSync(join(root, file))) return "is not there";
  if (anchor === undefined) return undefined;
  return anchorsByFile.get(file)?.has(anchor) ? undefined : "has no such heading";
}

test("every link of the documentation leads to a file, and to a heading of it", () => {
  const faults = pages.flatMap((page) =>
    linksOf(page).flatMap((link) => {
      const what = fault(page, link);
      return what === undefined ? [] : [`${page.file}: ${link} ${what}`];
    }),
  );
  assert.deepEqual(faults, []);
});

test("every guide can be reached from the README by links", () => {
  const reached = new Set<string>();
  const open = ["README.md"];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const from = pages.find((page) => page.file === file);
    if (!from) continue;
    for (const link of linksOf(from)) {
      const target = posix.join(dirname(file), link.replace(/#.*/, ""));
      open.push(isFolder(target) ? posix.join(target, "README.md") : target);
    }
  }
  assert.deepEqual(
    pages.map(({ file }) => file).filter((file) => file.includes("/") && !reached.has(file)),
    [],
  );
});

function isFolder(path: string): boolean {
  return statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
}
