import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { campaignIdsIn, textAt } from "../../../provider/src/domain/campaign.ts";

describe("a document names its campaign", () => {
  test("as campaignId, as the id of a campaign, or as both", () => {
    const documents = [
      { campaignId: "91ab" },
      { campaign: { id: 7 } },
      { campaignId: "91ab", campaign: { id: "91ac" } },
      { campaign: "91ab" },
      {},
    ];
    assert.deepEqual(documents.map(campaignIdsIn), [["91ab"], ["7"], ["91ab", "91ac"], [], []]);
  });

  test("by a text or a number of its own, at any depth", () => {
    const document = { a: { b: { c: "91ab" } }, n: 0, list: ["x"], no: null, yes: true };
    const texts = [["a", "b", "c"], ["n"], ["a", "b"], ["list", "0"], ["no"], ["yes"], ["x", "y"]];
    assert.deepEqual(
      texts.map((path) => textAt(document, path)),
      ["91ab", "0", undefined, undefined, undefined, undefined, undefined],
    );
    assert.equal(textAt(Object.create({ inherited: "91ab" }), ["inherited"]), undefined);
  });
});
