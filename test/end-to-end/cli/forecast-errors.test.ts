import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CommandResult } from "../../support/cxone-dialer.ts";
import { forecast } from "./forecast-command.ts";

const centre = "--agents 12 --answer-rate 0.3 --handle-time 180";

/** What is wrong with a value, the flag, and what has to be said. One run reports several flags, so a run has one of each. */
const wrongValues: readonly (readonly [string, string, string])[][] = [
  [
    [
      "a range that runs backwards",
      "--dial-rate 5:1:0.1",
      "--dial-rate: the range 5:1:0.1 runs backwards; write it from:to:step, such as 0.5:5:0.1",
    ],
    [
      "a step of nothing",
      "--handle-time 60:300:0",
      "--handle-time: the range 60:300:0 has a step that is not over 0; write it from:to:step, such as 60:300:30",
    ],
    [
      "a range of too many parts",
      "--ratio 1:2:3:4",
      "--ratio: the range 1:2:3:4 has 4 parts; write it from:to:step, such as 1:3:0.25",
    ],
    [
      "what is no number",
      "--queue-depth many",
      '--queue-depth: "many" is no number; write a whole number of at least 0, or unlimited, such as 150, ' +
        "or a range from:to:step, such as 0:10:1",
    ],
    ["a hexadecimal number", "--agents 0x10", '--agents: "0x10" is no number'],
    [
      "a percentage in place of a fraction",
      "--answer-rate 30",
      "--answer-rate: 30 is out of bounds; write a fraction over 0 and at most 1, such as 0.3",
    ],
  ],
  [
    [
      "a range without a step",
      "--dial-rate 1:5",
      "--dial-rate: the range 1:5 has no step; write it from:to:step, such as 0.5:5:0.1",
    ],
    ["no text at all", "--handle-time=", '--handle-time: "" is no number'],
    [
      "half an agent in a range",
      "--agents 1:3:0.5",
      "--agents: 1.5 is out of bounds; write a whole number from 1 to 1,000,000",
    ],
    [
      "unlimited where there is a limit",
      "--answer-rate unlimited",
      '--answer-rate: "unlimited" is no number',
    ],
    [
      "a range of too many values",
      "--ratio 1:10:0.001",
      "--ratio: the range 1:10:0.001 has 9,001 values, over the 1,000 rows of a table; take a step of at least 0.0091, " +
        "or a shorter range such as 1:3:0.25",
    ],
  ],
];

const wrongTogether: readonly (readonly [string, string, string])[] = [
  [
    "ranges that make too many rows together",
    "--dial-rate 0.1:10:0.1 --agents 1:50:1",
    "--agents 50 × --dial-rate 100 make 5,000 rows, over the 1,000 of a table.",
  ],
  [
    "nothing that limits the dials",
    "--dial-rate unlimited --ratio unlimited",
    "--dial-rate and --ratio: both are unlimited, so nothing limits the dials; give one of them a number, such as --ratio 2",
  ],
  [
    "a limit over the regulation's",
    "--max-abandonment 0.01:0.05:0.01 --regulation us",
    '--max-abandonment: 5 % is over the 3 % that regulation "us" allows over 30 days of a campaign, of calls answered by a person ' +
      "(16 CFR 310.4(b)(4)). Set it to at most 0.03",
  ],
  ["a regulation that is not known", "--regulation eu", "Allowed choices are cxone, us, ca, uk."],
  ["a seed that is no whole number", "--seed 1.5", "whole number from 0 to 4,294,967,295"],
  [
    "what the API would refuse",
    "--ratio 9 --dial-rate 50 --queue-depth 0",
    "--ratio: must be a number from 1 to 5, lines for each free agent, but is 9. The API takes no other; " +
      "add --beyond-api to forecast it all the same",
  ],
  [
    "a range that ends beyond what the API takes",
    "--dial-rate 5:11:1",
    "--dial-rate: must be a number from 0.1 to 10, dials started a second over the campaign, but is 11.",
  ],
];

describe("cxone-dialer forecast refuses", () => {
  for (const wrong of wrongValues) {
    const run = forecast(wrong.map(([, flag]) => flag).join(" "));
    for (const [what, , message] of wrong) {
      test(what, async () => assertRefused(await run, message));
    }
    test(`each of ${wrong.length} wrong flags at once, a line each`, async () => {
      const { stderr } = await run;
      assert.equal(stderr.trim().split("\n").length, wrong.length);
    });
  }

  for (const [what, flags, message] of wrongTogether) {
    test(what, async () => assertRefused(await forecast(`${centre} ${flags}`), message));
  }

  test("a page that cannot be written", async () => {
    const { code, stderr } = await forecast(
      `${centre} --dial-rate 1 --html no-such-folder/page.html`,
    );
    assert.equal(code, 1);
    assert.match(stderr, /^error: --html: no-such-folder\/page\.html cannot be written: ENOENT/);
  });

  test("a setting without the campaign's figures, naming each", async () => {
    const { code, stderr } = await forecast("--dial-rate 1 --agents 12");
    assert.equal(code, 2);
    assert.match(stderr, /^error: --answer-rate: missing; write .*, such as 0\.3/m);
    assert.match(stderr, /^error: --handle-time: missing; write .*, such as 180/m);
    assert.doesNotMatch(stderr, /--agents/);
  });
});

function assertRefused({ code, stdout, stderr }: CommandResult, message: string): void {
  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.ok(stderr.includes(message), stderr);
  assert.doesNotMatch(stderr, /\n\s+at /, "no stack trace for a user's mistake");
}
