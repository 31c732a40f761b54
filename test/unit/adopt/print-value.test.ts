import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import fc from "fast-check";
import type { Json, JsonObject } from "pulumi-cxone-dialer";
import { printProperty } from "../../../provider/src/cli/adopt/program/print-value.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const biome = join(import.meta.dirname, "..", "..", "..", "node_modules", ".bin", "biome");

/** The scripts of the world's call centres, and what programs trip over. */
const characters = [
  ..."abcXYZ09 _-.,äöüßéñçÅłøПриветابتनमस्ते日本語中文한국어カナ“„…€😀📞",
  ..."'\"\\$/{}<>*\n\t\u0000\u00a0\u200b\u2028\u202e",
];
const text = (maxLength: number) => fc.string({ unit: fc.constantFrom(...characters), maxLength });
const key = fc.oneof(
  text(20),
  fc.constantFrom(
    "a",
    "abcd",
    "abcde",
    "calling-hours",
    "1",
    "constructor",
    "class",
    "größe",
    "日本",
  ),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, 0.1, 1e21, 1e-7, 5e-324),
);
const { value } = fc.letrec<{ value: Json; list: Json[]; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(text(90), number, fc.boolean(), fc.constant(null)),
    tie("list"),
    fc.array(number, { maxLength: 40 }),
    tie("object"),
  ),
  list: fc.array(tie("value"), { maxLength: 6 }),
  object: fc.dictionary(key, tie("value"), { maxKeys: 5 }),
}));

test("any JSON is printed as the formatter prints it, and read as what it was", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "values.ts");
  const config = { root: true, formatter: { indentStyle: "space" } };
  await writeFile(join(folder.path, "biome.json"), JSON.stringify(config));
  const printed = fc
    .sample(value, { numRuns: 1_000, seed: 42 })
    .map((each): Json => JSON.parse(JSON.stringify(each)));
  const properties = printed.map((each, i) => printProperty(`value${i}`, each, "  "));
  await writeFile(file, `export default {\n${properties.join("\n")}\n};\n`);
  await promisify(execFile)(biome, ["format", file], { cwd: folder.path });
  const { default: read }: { default: JsonObject } = await import(pathToFileURL(file).href);
  assert.deepEqual(Object.values(read), printed);
});
