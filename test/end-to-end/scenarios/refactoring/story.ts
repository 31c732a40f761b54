import assert from "node:assert/strict";
import { join } from "node:path";
import type { JsonObject } from "pulumi-cxone-dialer";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import {
  CAMPAIGN,
  document,
  environmentOf,
  settings,
  startCallCentre,
} from "../../../support/call-centre.ts";
import type { Config, Engine, EngineKind, EngineRun, Flags } from "../../../support/engine.ts";
import { isFound, type Move, type Program, programOf, type Wanted, wantedBy } from "./moves.ts";

const folder = join(import.meta.dirname, "..", "programs", "refactored");

/** Nobody's but the administrator's: no program manages it. */
const typedIn = { name: "typed in since" };

/** A program that makes some moves, in a tenant of its own. */
export interface Story extends AsyncDisposable {
  readonly tenant: Tenant;
  readonly engine: Engine;
  readonly moves: readonly Move[];
  readonly flags: Flags;
}

const roomy = { agentCount: 100, answerRate: 0.3, averageHandleTime: 180 };

/** Deploys the program as it is before the moves; an administrator then edits what was found. */
export async function begin(kind: EngineKind, moves: readonly Move[]): Promise<Story> {
  const found = moves.flatMap(wantedBy).filter(({ configId }) => isFound(configId));
  const tenant = await startCallCentre(
    Object.fromEntries(found.map(({ configId }) => [configId, document])),
  );
  // Of the moves, not of the capacity, is the story.
  tenant.setCampaign(CAMPAIGN, roomy);
  const engine = await kind.start({ program: folder, env: environmentOf(tenant) });
  const replaced = moves.flatMap(({ replace = [] }) => replace);
  const story: Story = {
    tenant,
    engine,
    moves,
    flags: { replace: replaced.map((name) => engine.urn({ name })) },
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await tenant[Symbol.asyncDispose]();
    },
  };
  try {
    const up = await engine.up(configFor(programOf(moves, "before")));
    assert.equal(up.ok, true, up.messages);
  } catch (error) {
    await story[Symbol.asyncDispose]();
    throw error;
  }
  for (const { configId } of found) tenant.editDialerConfig(configId, typedIn);
  tenant.clearRequests();
  return story;
}

export function configFor({ resources, rows }: Program): Config {
  const complete = (part: Readonly<Record<string, Wanted>>) =>
    Object.fromEntries(
      Object.entries(part).map(([name, wanted]) => [
        name,
        { ...settings, campaignId: CAMPAIGN, ...wanted },
      ]),
    );
  return { program: JSON.stringify({ resources: complete(resources), rows: complete(rows) }) };
}

/** The tenant holds what the program says, and what nobody manages is as it was. */
export function assertArrived({ tenant }: Story, move: Move): void {
  for (const { configId, dialRate } of wantedBy(move)) {
    const expected: JsonObject = isFound(configId)
      ? { ...document, ...typedIn, dialRate }
      : { ...settings, dialRate, complianceRules: {} };
    assert.deepEqual(tenant.dialerConfig(configId)?.document, expected, configId);
  }
}

/** Nothing was sent for the configuration but what the program wants of it, and that once. */
export function assertGentle({ tenant }: Story, move: Move): void {
  for (const { configId, dialRate } of wantedBy(move)) {
    const writes = tenant.requests.filter(
      ({ method, path }) => path.endsWith(`/dialerconfigs/${configId}`) && method !== "GET",
    );
    const sent = writes.map(({ method, body }) => [
      method,
      typeof body === "object" && body !== null && "dialRate" in body ? body.dialRate : undefined,
    ]);
    const before = [...Object.values(move.before.resources), ...Object.values(move.before.rows)];
    const isChanged = !before.some(
      (other) => other.configId === configId && other.dialRate === dialRate,
    );
    assert.deepEqual(sent, isChanged ? [["PUT", dialRate]] : [], configId);
  }
}

/** The run said of each configuration what happened; or nothing, where nothing did. */
export function assertWarned({ messages }: EngineRun, move: Move): void {
  const warnings = messages
    .split(/\n(?=warning: |error: )/)
    .filter((text) => text.startsWith("warning: "));
  for (const { configId } of wantedBy(move)) {
    const ofConfig = warnings.filter((text) => text.includes(configId));
    if (move.warning === undefined) assert.deepEqual(ofConfig, [], configId);
    else assert.match(ofConfig.join("\n"), move.warning, configId);
  }
}

/** What was found is as the administrator left it, what the program made is gone. */
export function assertUndone({ tenant }: Story, move: Move): void {
  for (const { configId } of wantedBy(move)) {
    const expected = isFound(configId) ? { ...document, ...typedIn } : undefined;
    assert.deepEqual(tenant.dialerConfig(configId)?.document, expected, configId);
  }
}
