import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

test("a program that reads no file loads no reader of files", async () => {
  const program = `
    import { createRequire } from "node:module";
    import { DialerFleet } from "pulumi-cxone-dialer";
    const readers = () => {
      const files = Object.keys(createRequire(import.meta.url).cache);
      return ["csv-parse", "yaml"].filter((name) => files.some((file) => file.includes("/" + name + "/")));
    };
    const before = readers();
    try {
      new DialerFleet("fleet", { file: process.argv[1] });
    } catch {}
    console.log(JSON.stringify([before, readers()]));
  `;
  const flags = ["--input-type=module", "--eval", program];
  const fleet = fileURLToPath(new URL("../../../examples/fleet/fleet.csv", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, fleet]);
  assert.deepEqual(JSON.parse(stdout), [[], ["csv-parse"]]);
});
