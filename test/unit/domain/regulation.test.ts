import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "../../../provider/src/domain/json.ts";
import {
  abandonmentLimit,
  type Regulation,
  type RegulationName,
  regulationFindings,
  regulations,
} from "../../../provider/src/domain/regulation.ts";
import { pageOf, share, tableAfter } from "../pacing/guide.ts";

type Verdict = "passed" | "warned" | "refused";

function verdict(name: RegulationName, maxAbandonmentRate: number): Verdict {
  const [finding] = regulationFindings(name, { maxAbandonmentRate });
  if (!finding) return "passed";
  assert.equal(finding.property, "maxAbandonmentRate");
  return finding.severity === "error" ? "refused" : "warned";
}

describe("the abandonment rate that a regulation allows", () => {
  const cases: readonly (readonly [RegulationName, number, Verdict])[] = [
    ["cxone", 0.03, "passed"],
    ["cxone", 0.031, "warned"],
    ["cxone", 0.05, "warned"],
    ["cxone", 0.051, "refused"],
    ["us", 0.03, "passed"],
    ["us", 0.0301, "refused"],
    ["uk", 0.03, "passed"],
    ["uk", 0.0301, "refused"],
    ["ca", 0.03, "passed"],
    ["ca", 0.05, "passed"],
    ["ca", 0.0501, "refused"],
  ];
  for (const [name, rate, expected] of cases) {
    test(`"${name}" and ${rate}: ${expected}`, () => assert.equal(verdict(name, rate), expected));
  }

  const refusals: readonly (readonly [RegulationName, string])[] = [
    [
      "cxone",
      '6 % is over the 5 % that regulation "cxone" allows over the tenant\'s own interval (the range of the API). Set it to at ' +
        "most 0.05, or name the regulation that applies.",
    ],
    [
      "us",
      '6 % is over the 3 % that regulation "us" allows over 30 days of a campaign, of calls answered by a person ' +
        "(16 CFR 310.4(b)(4)). Set it to at most 0.03, or name the regulation that applies.",
    ],
    [
      "ca",
      '6 % is over the 5 % that regulation "ca" allows over a calendar month (CRTC Unsolicited Telecommunications Rules, ' +
        "Part III). Set it to at most 0.05, or name the regulation that applies.",
    ],
    [
      "uk",
      '6 % is over the 3 % that regulation "uk" allows over 24 hours of a campaign or a call centre, of live calls (Ofcom, ' +
        "Tackling abandoned and silent calls, statement of 1 October 2010). Set it to at most 0.03, or name the regulation " +
        "that applies.",
    ],
  ];
  for (const [name, message] of refusals) {
    test(`"${name}" is named with its source when it is exceeded, and with what to set`, () => {
      assert.deepEqual(regulationFindings(name, { maxAbandonmentRate: 0.06 }), [
        { severity: "error", property: "maxAbandonmentRate", message },
      ]);
    });
  }

  test('under "cxone" says that the US safe harbour is lower, and how to have it enforced', () => {
    assert.deepEqual(regulationFindings("cxone", { maxAbandonmentRate: 0.04 }), [
      {
        severity: "warning",
        property: "maxAbandonmentRate",
        message:
          "4 % is within the API's range, but the US safe harbour is 3 % (16 CFR 310.4(b)(4)). Name the regulation that " +
          'applies, "us", "ca" or "uk", to have it enforced.',
      },
    ]);
  });

  test("is the program's own limit where that is lower", () => {
    assert.deepEqual(
      [0.01, 0.03, 0.05].map((own) => abandonmentLimit("us", own)),
      [0.01, 0.03, 0.03],
    );
  });

  test("never reads like the rate that exceeds it", () => {
    const [finding] = regulationFindings("uk", { maxAbandonmentRate: 0.03001 });
    assert.match(finding?.message ?? "", /^3\.001 % is over the 3 %/);
  });
});

describe("the seconds of the compliance rules", () => {
  const ring = (ringSeconds: number) => ({ ringSeconds });
  const message = (messageSeconds: number) => ({ messageSeconds });
  const cases: readonly (readonly [RegulationName, JsonObject, string | undefined])[] = [
    ["us", ring(15), undefined],
    ["us", ring(14.9), "complianceRules.ringSeconds"],
    ["uk", ring(15), undefined],
    ["uk", ring(14.9), "complianceRules.ringSeconds"],
    ["ca", ring(1), undefined],
    ["cxone", ring(-1), undefined],
    ["us", message(2), undefined],
    ["us", message(2.1), "complianceRules.messageSeconds"],
    ["uk", message(2.1), "complianceRules.messageSeconds"],
    ["ca", message(2.1), "complianceRules.messageSeconds"],
    ["cxone", message(60), undefined],
  ];
  for (const [name, complianceRules, refused] of cases) {
    test(`"${name}" ${refused ? "refuses" : "takes"} ${JSON.stringify(complianceRules)}`, () => {
      const findings = regulationFindings(name, { complianceRules });
      assert.deepEqual(
        findings.map(({ property }) => property),
        refused ? [refused] : [],
      );
    });
  }

  test("that are out of bounds are named with their source, and with what to set", () => {
    const complianceRules = { ringSeconds: 5, messageSeconds: 9 };
    assert.deepEqual(regulationFindings("us", { complianceRules }), [
      {
        severity: "error",
        property: "complianceRules.ringSeconds",
        message:
          '5 s is too short: an unanswered call has to ring at least 15 s under regulation "us" (16 CFR 310.4(b)(4)). Raise it ' +
          "to 15.",
      },
      {
        severity: "error",
        property: "complianceRules.messageSeconds",
        message:
          '9 s is too late: a call without an agent has to get its message within 2 s under regulation "us" ' +
          "(16 CFR 310.4(b)(4)). Lower it to 2.",
      },
    ]);
  });

  test("are judged where they are numbers, and are the tenant's affair where not", () => {
    const complianceRules = { ringSeconds: "5", messageSeconds: "9" };
    assert.deepEqual(regulationFindings("us", { complianceRules }), []);
  });

  test("are all named at once, and with the abandonment rate", () => {
    const settings = {
      maxAbandonmentRate: 0.04,
      complianceRules: { ringSeconds: 5, messageSeconds: 9 },
    };
    assert.equal(regulationFindings("us", settings).length, 3);
  });
});

test("no regulation allows what the API does not", () => {
  for (const [name, { maxAbandonmentRate }] of Object.entries(regulations)) {
    assert.ok(maxAbandonmentRate <= regulations.cxone.maxAbandonmentRate, name);
  }
});

describe("the guide's table of regulations", () => {
  const rows = tableAfter(
    pageOf("regulation.md"),
    "| `regulation` | abandoned, at most | of which calls | counted over | rings at least | message within | source |\n",
  );

  test("has each of them", () => {
    assert.deepEqual(
      rows.map(([name = ""]) => name.replaceAll(/[`"]/g, "")).toSorted(),
      Object.keys(regulations).toSorted(),
    );
  });

  for (const [name = "", abandoned, , over = "", rings = "", message = ""] of rows) {
    test(`has what is enforced under ${name}`, () => {
      const regulation: Regulation = regulations[nameIn(name)];
      assert.equal(share(abandoned), regulation.maxAbandonmentRate);
      assert.equal(secondsIn(rings), regulation.minRingSeconds);
      assert.equal(secondsIn(message), regulation.maxMessageSeconds);
      assert.equal(/24 hours/.test(over), regulation.periodDays === 1);
      assert.equal(/30 days/.test(over), name === '`"us"`' || name === '`"cxone"`');
    });
  }

  function nameIn(cell: string): RegulationName {
    const found = Object.keys(regulations).find((name) => cell.includes(`"${name}"`));
    assert.ok(found === "us" || found === "uk" || found === "ca" || found === "cxone");
    return found;
  }

  function secondsIn(cell: string): number | undefined {
    const [, seconds] = /^(\d+) s/.exec(cell) ?? [];
    return seconds === undefined ? undefined : Number(seconds);
  }
});
