import assert from "node:assert/strict";
import { test } from "node:test";
import { settingNames } from "../../../provider/src/settings/setting-names.ts";
import { pages } from "./pages.ts";

/** Names of types, and of what the examples' programs read themselves. */
const others = new Set(["DialerConfig", "index"]);

test("the settings that the documentation names are those that are known, and each is named", () => {
  const named = pages
    .flatMap(({ text }) => [...text.matchAll(/\bcxone:(\w+)/g)])
    .map(([, name = ""]) => name)
    .filter((name) => !others.has(name));
  assert.deepEqual([...new Set(named)].sort(), [...settingNames].sort());
});
