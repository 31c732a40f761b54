import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CxoneClient } from "../../../provider/src/client/client.ts";
import { NotFoundError, ResponseError } from "../../../provider/src/errors/index.ts";
import { type CannedReply, failureOf, mockTenant } from "../transport/support.ts";

function campaignFrom(canned: CannedReply) {
  const { transport } = mockTenant({ api: () => canned });
  return new CxoneClient(transport).campaigns.get("91ab");
}

describe("a campaign", () => {
  test("is returned in our own terms", async () => {
    const body = { agentCount: 12, answerRate: 0.31, averageHandleTime: 180, name: "Spring" };
    assert.deepEqual(await campaignFrom({ status: 200, body }), {
      id: "91ab",
      name: "Spring",
      agentCount: 12,
      answerRate: 0.31,
      averageHandleTimeSeconds: 180,
    });
  });

  test("without history has no answer rate and no handle time", async () => {
    for (const body of [
      { agentCount: 0 },
      { agentCount: 0, answerRate: null, averageHandleTime: null },
    ]) {
      assert.deepEqual(await campaignFrom({ status: 200, body }), { id: "91ab", agentCount: 0 });
    }
  });

  test("that does not exist is a NotFoundError", async () => {
    assert.ok((await failureOf(campaignFrom({ status: 404 }))) instanceof NotFoundError);
  });

  for (const [field, body] of [
    ["agentCount", {}],
    ["agentCount", { agentCount: -1 }],
    ["agentCount", { agentCount: 1.5 }],
    ["answerRate", { agentCount: 1, answerRate: 31 }],
    ["averageHandleTime", { agentCount: 1, averageHandleTime: "180" }],
  ] as const) {
    test(`sent as ${JSON.stringify(body)} is a ResponseError that names ${field}`, async () => {
      const error = await failureOf(campaignFrom({ status: 200, body }));
      assert.ok(error instanceof ResponseError);
      assert.ok(error.message.includes(`${field}: `), error.message);
    });
  }
});
