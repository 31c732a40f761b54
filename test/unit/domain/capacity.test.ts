import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  assessCapacity,
  type Demand,
  ratioFindings,
} from "../../../provider/src/domain/capacity.ts";

function demand(configId: string, asked: Partial<Demand>): Demand {
  return { configId, dialRate: 1, agentRatio: 2, agents: 12, ...asked };
}

const demands = fc.record({
  configId: fc.uuid(),
  dialRate: fc.integer({ min: 1, max: 100 }).map((tenths) => tenths / 10),
  agentRatio: fc.integer({ min: 10, max: 50 }).map((tenths) => tenths / 10),
  agents: fc.integer({ min: 1, max: 40 }),
});

function messagesOf(own: Demand, others: readonly Demand[] = []) {
  return assessCapacity("91ab", own, others).findings.map(({ message }) => message);
}

describe("a campaign", () => {
  test("carries a configuration up to agents × ratio, and not a bit more", () => {
    const carries = (dialRate: number) =>
      assessCapacity("91ab", demand("a", { agents: 4, agentRatio: 1.5, dialRate }), []).capacity
        .status;
    assert.deepEqual([5.99, 6, 6.01].map(carries), ["ok", "ok", "exceeded"]);
  });

  test("is reported with its agents and the dials that they carry", () => {
    const { capacity } = assessCapacity("91ab", demand("a", { agents: 12, agentRatio: 2 }), []);
    assert.deepEqual(capacity, {
      status: "ok",
      campaignId: "91ab",
      activeAgents: 12,
      maxAllowedDials: 24,
    });
  });

  test("without agents carries nothing, and the message says what to give instead", () => {
    const { capacity, findings } = assessCapacity("91ab", demand("a", { agents: 0 }), []);
    assert.equal(capacity.status, "noAgents");
    assert.equal(capacity.maxAllowedDials, 0);
    assert.deepEqual(findings, [
      {
        severity: "error",
        property: "campaignId",
        message:
          "Campaign 91ab has no agents, so nobody can take the calls. Wait until agents are logged in, or give the number that " +
          "is planned in staffing.agents.",
      },
    ]);
  });

  test("that carries each of two configurations, but not both, refuses the one that is judged with the other", () => {
    const [one, two] = [
      demand("a", { agents: 4, dialRate: 5 }),
      demand("b", { agents: 4, dialRate: 4 }),
    ];
    assert.equal(assessCapacity("91ab", one, []).capacity.status, "ok");
    const { findings } = assessCapacity("91ab", two, [one]);
    assert.deepEqual(findings, [
      {
        severity: "error",
        property: "dialRate",
        message:
          "Campaign 91ab has 4 agents, which carry 8 dials a second at a ratio of 2; its 2 configurations (b 4, a 5) ask " +
          "for 9. Lower dialRate or raise staffing.agents.",
      },
    ]);
  });

  test("counts configurations of different ratios by the share that each takes of it", () => {
    // A half each: 4 of 4 × 2, and 2 of 4 × 1.
    const half = demand("a", { agents: 4, agentRatio: 2, dialRate: 4 });
    assert.deepEqual(
      messagesOf(demand("b", { agents: 4, agentRatio: 1, dialRate: 2 }), [half]),
      [],
    );
    assert.deepEqual(messagesOf(demand("b", { agents: 4, agentRatio: 1, dialRate: 2.2 }), [half]), [
      "Campaign 91ab has 4 agents, which carry 4 dials a second at a ratio of 1; its 2 configurations (b 2.2, a 4) ask for " +
        "the equivalent of 4.2. Lower dialRate or raise staffing.agents.",
    ]);
    const alike = demand("c", { agents: 4, agentRatio: 1, dialRate: 1 });
    assert.match(
      messagesOf(demand("b", { agents: 4, agentRatio: 1, dialRate: 2 }), [half, alike]).join(),
      /its 3 configurations \(b 2, a 4, c 1\) ask for the equivalent of 5\./,
    );
  });

  test("is not overfull because of how sums are rounded", () => {
    const agents = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(agents, fc.array(agents, { minLength: 1, maxLength: 9 }), (own, others) => {
        const all = [own, ...others];
        const total = all.reduce((sum, each) => sum + each, 0);
        // Exactly as much as they carry: 1.1 dials a second for each agent.
        const asked = (each: number, i: number) =>
          demand(String(i), { agents: total, agentRatio: 1.1, dialRate: each * 1.1 });
        const [first = asked(own, 0), ...rest] = all.map(asked);
        assert.deepEqual(messagesOf(first, rest), []);
      }),
    );
  });

  test("is not shared with a configuration that has no agents to dial for", () => {
    const idle = demand("a", { agents: 0, dialRate: 10 });
    assert.deepEqual(
      messagesOf(demand("b", { agents: 4, agentRatio: 1, dialRate: 4 }), [idle]),
      [],
    );
  });

  test("says a demand that is hardly too high apart from the limit", () => {
    assert.match(
      messagesOf(demand("own", { agents: 3, agentRatio: 1.333, dialRate: 4 }))[0] ?? "",
      /carry 3\.999 dials a second at a ratio of 1\.333; this configuration asks for 4\./,
    );
  });

  test("judges the same together, whichever configuration comes last", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(demands, {
          minLength: 2,
          maxLength: 5,
          selector: ({ configId }) => configId,
        }),
        (all) => {
          const statuses = all.map((each) => {
            const others = all.filter((other) => other !== each);
            return assessCapacity("91ab", each, others).capacity.status;
          });
          assert.equal(new Set(statuses).size, 1, statuses.join());
        },
      ),
    );
  });

  test("never carries more because of another configuration, or because one asks for more", () => {
    fc.assert(
      fc.property(demands, fc.array(demands, { maxLength: 4 }), demands, (own, others, another) => {
        if (assessCapacity("91ab", own, others).capacity.status === "ok") return;
        const more = { ...own, dialRate: own.dialRate * 2 };
        assert.equal(assessCapacity("91ab", own, [...others, another]).capacity.status, "exceeded");
        assert.equal(assessCapacity("91ab", more, others).capacity.status, "exceeded");
      }),
    );
  });
});

describe("the lines for each free agent", () => {
  test("are accepted up to the limit, and where either is not known", () => {
    const accepted = [
      { agentRatio: 3, agentRatioLimit: 3 },
      { agentRatio: 5 },
      { agentRatioLimit: 1 },
      {},
    ];
    assert.deepEqual(
      accepted.flatMap((each) => ratioFindings(each)),
      [],
    );
  });

  test("over the limit are named with it, and with what to do", () => {
    const over = { agentRatio: 3.5, agentRatioLimit: 3 };
    const finding = {
      severity: "error",
      property: "agentRatio",
      message:
        "3.5 lines for each free agent are over agentRatioLimit, 3. Lower agentRatio, or raise agentRatioLimit knowingly, up to " +
        "the API's 5.",
    };
    assert.deepEqual(ratioFindings(over), [finding]);
    assert.deepEqual(ratioFindings(over, "Ask Jo."), [
      {
        ...finding,
        message: "3.5 lines for each free agent are over agentRatioLimit, 3. Ask Jo.",
      },
    ]);
  });
});
