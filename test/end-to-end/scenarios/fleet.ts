import { join } from "node:path";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import { CAMPAIGN, environmentOf, settings } from "../../support/call-centre.ts";
import type { Config, Engine, EngineKind } from "../../support/engine.ts";

const program = join(import.meta.dirname, "programs", "fleet");

export interface Fleet {
  readonly [name: string]: Readonly<Record<string, unknown>>;
}

/** The configuration of the stack that asks for a fleet. */
export function wants(fleet: Fleet): Config {
  return { fleet: JSON.stringify(fleet) };
}

export const sales = { ...settings, configId: "sales", campaignId: CAMPAIGN };

/** The program that deploys the fleet which its configuration asks for. */
export function startFleet(
  kind: EngineKind,
  tenant: Tenant,
  env: Readonly<Record<string, string>> = environmentOf(tenant),
  secretConfig: Config = {},
): Promise<Engine> {
  return kind.start({ program, env, secretConfig });
}
