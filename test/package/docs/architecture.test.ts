import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { codeIn, page, root, tableRows } from "./pages.ts";

const maintainersPages = ["ARCHITECTURE.md", "CONTRIBUTING.md"].map(page);

const text = z.string();
const texts = z.union([text.transform((one) => [one]), z.array(text)]);

/** Of the dependency rules, what a rule about a room has. */
const ruleSchema = z.object({
  default: z.object({
    forbidden: z.array(
      z.object({
        from: z.object({ path: text.optional().catch(undefined) }),
        to: z.object({ path: text.optional().catch(undefined), pathNot: texts.default([]) }),
      }),
    ),
  }),
});

/** The paths that a page names: they begin with a folder of the repository, or are a file at its root. */
function pathsIn(text: string): readonly string[] {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${name}/`);
  const files = /^[\w.-]+\.(?:md|mjs|js|ts|json|yaml)$|^\.[\w-]+$/;
  return codeIn(text.replace(/^```.*?^```/gms, ""))
    .flatMap((code) => code.split(/\s+/))
    .filter(
      (code) =>
        files.test(code) ||
        (folders.some((folder) => code.startsWith(folder)) && !/[*…]/.test(code)),
    );
}

test("every path that ARCHITECTURE.md and CONTRIBUTING.md name exists", () => {
  const paths = maintainersPages.flatMap(({ file, text }) =>
    pathsIn(text).map((path) => ({ file, path })),
  );
  assert.ok(paths.length > 20, "hardly a path was found");
  assert.deepEqual(
    paths.filter(({ path }) => !existsSync(join(root, path))),
    [],
  );
});

test("every script that the maintainers' pages name is one of package.json", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const named = maintainersPages.flatMap(({ text }) =>
    [...text.matchAll(/npm run (?:--\S+ )*([\w:-]+)/g)].map(([, name = ""]) => name),
  );
  assert.ok(named.length > 5, "hardly a script was found");
  assert.deepEqual(
    named.filter((name) => !Object.hasOwn(scripts, name)),
    [],
  );
});

test("the table of rooms in ARCHITECTURE.md says what each room may import", async () => {
  const named = new Map(
    tableRows(page("ARCHITECTURE.md"), "The rooms").map(([room, , imports]) => [
      codeIn(room)[0] ?? "",
      codeIn(imports).toSorted(),
    ]),
  );
  const folders = readdirSync(join(root, "provider", "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${name}/`);
  assert.deepEqual([...named.keys()].toSorted(), folders.toSorted());

  const roomOf = (pattern: string) => pattern.match(/^\^provider\/src\/([\w-]+\/)$/)?.[1];
  const { href } = pathToFileURL(join(root, ".dependency-cruiser.mjs"));
  const { default: rules } = ruleSchema.parse(await import(href));
  const allowed = rules.forbidden.flatMap(({ from, to }) => {
    const room = roomOf(from.path ?? "");
    if (room === undefined || to.path !== "^provider/src/") return [];
    const others = to.pathNot.flatMap((each) => roomOf(each) ?? []).filter((each) => each !== room);
    return [{ room, others: others.toSorted() }];
  });
  assert.ok(allowed.length > 5, "hardly a rule was found");
  for (const { room, others } of allowed) assert.deepEqual(named.get(room), others, room);
});
