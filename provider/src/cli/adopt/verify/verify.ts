import type { CxoneClient } from "../../../client/client.ts";
import { environment, resolveLineReading } from "../../../dialer-config/line-reading.ts";
import type { JsonObject } from "../../../domain/json.ts";
import { NotFoundError, PermissionError, ResponseError } from "../../../errors/index.ts";
import { UsageError } from "../../shared/usage-error.ts";
import { connect } from "../connect.ts";
import { assertTenant, openFolder } from "../folder.ts";
import { CampaignIndex } from "../plan/campaign-index.ts";
import { namedCampaign } from "../plan/campaign-of.ts";
import { StatusLine } from "../status-line.ts";
import type { Terminal } from "../terminal.ts";
import { changedFields, type Difference, movement, refusals, repetitions } from "./difference.ts";
import { type ProgramConfig, programConfigs } from "./program-configs.ts";

/** How a program stands to its tenant. */
export interface Verification {
  readonly tenant: string;
  /** Configurations of the program that the tenant has. */
  readonly toAdopt: number;
  /** Configurations that a deployment would write. */
  readonly writes: number;
  /** Configurations of the tenant that the plan leaves out. */
  readonly leftOut: number;
  readonly differences: readonly Difference[];
}

/** Compares what the program of a folder says with what the tenant holds; only reads. */
export async function verify(path: string, terminal: Terminal): Promise<Verification> {
  const lineReading = resolveLineReading(environment(terminal.env));
  const folder = await openFolder(path);
  const plan = folder.plan?.plan;
  if (plan === undefined) {
    throw new UsageError([
      `${folder.path} holds no plan.yaml, so nothing is adopted here yet. Run cxone-dialer adopt ${path} first.`,
    ]);
  }
  await using tenant = connect(terminal);
  const { environmentUrl, requestsPerMinute } = tenant.settings;
  assertTenant(folder, environmentUrl, [plan.tenant]);
  const program = await programConfigs(folder.path, terminal.env);

  using status = new StatusLine(terminal.stderr, requestsPerMinute);
  status.show(program.length + 2);
  const campaigns = await tenant.client.campaigns.list();
  status.show(program.length + 1);
  const listed = await tenant.client.dialerConfigs.list();

  const differences: Difference[] = [
    ...repetitions(program),
    ...refusals(program, campaigns, lineReading),
  ];
  const index = new CampaignIndex(campaigns, plan.campaigns);
  let toAdopt = 0;
  for (const [position, config] of program.entries()) {
    status.show(program.length - position);
    const found = await read(tenant.client, config);
    if ("kind" in found) {
      differences.push(found);
      continue;
    }
    toAdopt += 1;
    differences.push(...changedFields(config, found.document));
    const named = namedCampaign(
      { id: config.id, document: found.document },
      { assignments: [], field: plan.campaignField },
      index,
    );
    if ("campaign" in named) differences.push(...movement(config, named.campaign));
  }

  const known = new Set(program.map(({ id }) => id));
  const planned = new Map(Object.entries(plan.dialerConfigs));
  const others = listed.filter(({ id }) => !known.has(id));
  const leftOut = others.filter(({ id }) => planned.get(id)?.include === false);
  for (const { id, name = "" } of others) {
    if (planned.get(id)?.include === false) continue;
    differences.push({ kind: "new", id, name, message: "in the tenant, and not in the program" });
  }
  const written = differences.filter(({ kind }) => kind === "changed" || kind === "gone");
  return {
    tenant: environmentUrl,
    toAdopt,
    writes: new Set(written.map(({ id }) => id)).size,
    leftOut: leftOut.length,
    differences,
  };
}

/** The document, or why there is none. */
async function read(
  client: CxoneClient,
  { id, name }: ProgramConfig,
): Promise<{ readonly document: JsonObject } | Difference> {
  try {
    return await client.dialerConfigs.read(id);
  } catch (error) {
    if (error instanceof NotFoundError) {
      const message = "the tenant has it no more; a deployment would make it anew";
      return { kind: "gone", id, name, message };
    }
    if (error instanceof PermissionError || error instanceof ResponseError) {
      return { kind: "unread", id, name, message: error.message };
    }
    throw error;
  }
}
