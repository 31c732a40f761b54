import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { campaignPace } from "../../../provider/src/domain/campaign-pace.ts";
import type { Demand } from "../../../provider/src/domain/capacity.ts";

function demand(asked: Partial<Demand>): Demand {
  return { configId: "4f1c", dialRate: 1, agentRatio: 2, agents: 12, ...asked };
}

describe("the pace of a campaign", () => {
  test("is the dials of all its configurations together, and the highest ratio", () => {
    const demands = [
      demand({ dialRate: 1.5, agentRatio: 2 }),
      demand({ dialRate: 2, agentRatio: 3, pacingType: "predictive" }),
      demand({ dialRate: 0.5, agentRatio: 1.5 }),
    ];
    assert.deepEqual(campaignPace(demands), {
      pacingType: "predictive",
      dialRate: 4,
      agentRatio: 3,
    });
  });

  test("counts one line for each free agent where a configuration does not dial ahead", () => {
    const demands = [
      demand({ pacingType: "progressive", agentRatio: 4 }),
      demand({ pacingType: "predictive", agentRatio: 2 }),
      demand({ pacingType: "preview", agentRatio: 5 }),
    ];
    assert.deepEqual(campaignPace(demands), {
      pacingType: "predictive",
      dialRate: 3,
      agentRatio: 2,
    });
  });

  test("dials ahead where a configuration's type is not known yet", () => {
    const demands = [demand({ pacingType: "preview", agentRatio: 5 }), demand({ agentRatio: 3 })];
    assert.deepEqual(campaignPace(demands), {
      pacingType: "predictive",
      dialRate: 2,
      agentRatio: 3,
    });
  });

  test("is of the first configuration's type where none dials ahead", () => {
    const demands = [demand({ pacingType: "preview" }), demand({ pacingType: "progressive" })];
    assert.deepEqual(campaignPace(demands), { pacingType: "preview", dialRate: 2, agentRatio: 1 });
  });
});
