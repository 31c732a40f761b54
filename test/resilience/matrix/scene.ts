import type { JsonObject } from "pulumi-cxone-dialer";
import { startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import { payloadHash } from "../../provider/canonical.ts";
import { client } from "./canaries.ts";
import { type Cell, configIdOf, repeats } from "./cell.ts";
import type { FaultContext } from "./faults.ts";

/** A write that took effect, as its audit event has to tell of it. */
export interface Written {
  readonly action: string;
  readonly payloadHash: string;
}

/** A tenant of a cell's own, which takes note of what really happens to its one configuration. */
export interface Scene extends AsyncDisposable {
  readonly configId: string;
  readonly campaignId: string;
  readonly tenant: Tenant;
  /** What took effect of what the provider asked for, in order. */
  readonly writes: readonly Written[];
  document(): JsonObject | undefined;
  etag(): string | undefined;
  program(settings: JsonObject): JsonObject;
  /** How many requests the fault has happened to, where it is the tenant's. */
  hits(): number;
  /** What an administrator and the fault do, from now on. */
  disturb(context: FaultContext): void;
  /** What an administrator does behind a command that failed; what the tenant then has to hold in the end besides. */
  editAfterFailure(): JsonObject;
}

export async function startScene(cell: Cell): Promise<Scene> {
  const writes: Written[] = [];
  const tenant = await startTenant({
    ...client,
    requestsPerMinute: Number.POSITIVE_INFINITY,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    onRequest: () => note(),
  });
  const configId = configIdOf(cell, new URL(tenant.url).port);
  const campaignId = "campaign";
  tenant.setCampaign(campaignId, { agentCount: 100, answerRate: 0.4, averageHandleTime: 60 });
  tenant.setDialerConfig(configId, cell.operation.found);
  let hits = 0;
  let seen = tenant.dialerConfig(configId);

  function note(): void {
    const now = tenant.dialerConfig(configId);
    if (now?.etag === seen?.etag) return;
    const action = now ? (seen ? "UPDATE" : "CREATE") : "DELETE";
    const document = now?.document ?? seen?.document ?? {};
    writes.push({ action, payloadHash: payloadHash(document) });
    seen = now;
  }

  function edit(change: JsonObject): void {
    tenant.editDialerConfig(configId, change);
    seen = tenant.dialerConfig(configId);
  }

  return {
    configId,
    campaignId,
    tenant,
    writes,
    document: () => tenant.dialerConfig(configId)?.document,
    etag: () => tenant.dialerConfig(configId)?.etag,
    hits: () => hits,
    program: (settings) => ({ ...settings, configId, campaignId }),
    disturb(context) {
      const { operation, fault, repeat } = cell;
      const { edited, target } = operation;
      if (edited?.when === "before") edit(edited.change);
      if (edited?.when === "meanwhile") {
        tenant.inject({ match: { method: "PUT" }, before: () => edit(edited.change) });
      }
      const before = () => {
        hits += 1;
      };
      const effect = fault.effect?.(context);
      if (effect) tenant.inject({ match: target, times: repeats[repeat], before, ...effect });
    },
    editAfterFailure() {
      const { edited } = cell.operation;
      if (edited?.when !== "after a failure") return {};
      edit(edited.change);
      return edited.change;
    },
    [Symbol.asyncDispose]: () => tenant.close(),
  };
}
