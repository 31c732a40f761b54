import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isWhole, sampleOf } from "../../support/extent.ts";
import { Figures } from "./figures.ts";
import { broken } from "./laws/laws.ts";
import { play } from "./play.ts";
import { product } from "./product.ts";
import { scenarios } from "./scenario.ts";
import { story } from "./story.ts";

/** `npm run race` plays a hundred times as many. */
const all = Number(process.env.RACE_RUNS ?? 300);
const runs = isWhole ? all : all / 10;
const seed = Number(process.env.RACE_SEED ?? 20260302);

test(`no interleaving of administrators, pipelines, lost replies and kills loses an edit, a write or an event${sampleOf(runs, all)}`, async (t) => {
  const figures = new Figures();
  const property = fc.asyncProperty(scenarios, async (scenario) => {
    const history = await play(scenario, product);
    assert.deepEqual(broken(history), []);
    figures.add(history);
  });
  const { failed, counterexample, counterexamplePath } = await fc.check(property, {
    seed,
    numRuns: runs,
  });
  if (failed && counterexample) {
    const history = await play(counterexample[0], product);
    assert.fail(
      [
        `RACE_SEED=${seed}, path ${counterexamplePath}:`,
        ...broken(history),
        story(history),
        JSON.stringify(counterexample[0]),
      ].join("\n"),
    );
  }
  for (const line of figures.toString().split("\n")) t.diagnostic(line);
});
