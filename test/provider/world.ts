import { after } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import {
  type DocumentChange,
  startTenant,
  type Tenant,
  type TenantCampaign,
} from "pulumi-cxone-dialer/sandbox";
import { journalFolder } from "../support/journal-folder.ts";
import { ProviderProcess } from "../support/provider-process.ts";
import { Stack } from "./stack.ts";

/** A tenant, and a provider process that is configured for it. */
export interface World {
  readonly tenant: Tenant;
  readonly provider: ProviderProcess;
  /** A campaign and a configuration of their own, so that tests of one process do not meet. */
  scene(options?: SceneOptions): Scene;
  /** A scene whose program has been deployed, before anything else happens. */
  deployed(options?: SceneOptions, changes?: JsonObject): Promise<DeployedScene>;
}

export interface SceneOptions {
  /** What the tenant holds under the configuration's id. @default nothing */
  readonly found?: JsonObject;
  /** Figures that differ from those of a campaign with far more agents than it needs. */
  readonly campaign?: Partial<TenantCampaign>;
}

export interface Scene {
  readonly configId: string;
  readonly campaignId: string;
  readonly stack: Stack;
  /** What the tenant holds under the configuration's id. */
  readonly document: () => JsonObject | undefined;
  /** Which requests a fault is for: the method's on the configuration. */
  readonly on: (method: "GET" | "PUT" | "DELETE") => {
    readonly method: string;
    readonly path: string;
  };
  /** The arguments of a program that nothing is wrong with, and what differs from them. */
  readonly program: (changes?: JsonObject) => JsonObject;
}

export interface DeployedScene extends Scene {
  /** An administrator's edit of the configuration. */
  readonly edit: (change: DocumentChange) => void;
}

/** A stack's configuration, as far as it names the tenant. */
export function stackConfigOf({ url, clientId, clientSecret }: Tenant) {
  return {
    "cxone:environmentUrl": url,
    "cxone:clientId": clientId,
    "cxone:clientSecret": clientSecret,
  };
}

/** The settings of {@link Scene.program}. */
export const settings = {
  pacingType: "progressive",
  dialRate: 1,
  agentRatio: 1.5,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.2,
  complianceRules: { ringSeconds: 15 },
} as const satisfies JsonObject;

/** A document as an administrator might have made it: other values, and fields that the product knows nothing of. */
export const foundDocument = {
  id: "as the tenant numbers it",
  name: "Spring sales",
  division: { id: 7, tags: ["outbound", null] },
  pacingType: "preview",
  dialRate: 0.5,
  agentRatio: 1,
  maxAbandonmentRate: 0.01,
  maxQueueDepth: 10,
  answerRateThreshold: 0.1,
  complianceRules: { doNotCall: ["national"], callingHours: { end: "20:00" } },
} as const satisfies JsonObject;

/** For the tests of one file; it ends with them. */
let shared: Promise<World> | undefined;

/** One for all tests of this process; it ends with them. */
export function startWorld(): Promise<World> {
  shared ??= openWorld();
  return shared;
}

async function openWorld(): Promise<World> {
  const tenant = await startUnlimitedTenant();
  const provider = await ProviderProcess.start({ env: environmentOf(tenant) });
  after(() => provider[Symbol.asyncDispose]());
  let scenes = 0;
  const scene = ({ found, campaign }: SceneOptions = {}): Scene => {
    scenes += 1;
    const [configId, campaignId] = [`config-${scenes}`, `campaign-${scenes}`];
    tenant.clearFaults();
    tenant.clearRequests();
    tenant.setCampaign(campaignId, {
      agentCount: 100,
      answerRate: 0.4,
      averageHandleTime: 60,
      ...campaign,
    });
    tenant.setDialerConfig(configId, found);
    provider.takeWarnings();
    return {
      configId,
      campaignId,
      stack: new Stack(provider),
      document: () => tenant.dialerConfig(configId)?.document,
      on: (method) => ({ method, path: `/api/v2/outbound/dialerconfigs/${configId}` }),
      program: (changes) => ({ ...settings, configId, campaignId, ...changes }),
    };
  };
  return {
    tenant,
    provider,
    scene,
    async deployed(options, changes) {
      const given = scene(options);
      await given.stack.up(given.program(changes));
      takeRequests(tenant);
      provider.takeWarnings();
      return { ...given, edit: (change) => tenant.editDialerConfig(given.configId, change) };
    },
  };
}

/** A tenant that never answers 429; it ends with the tests of the file. */
export async function startUnlimitedTenant(): Promise<Tenant> {
  const tenant = await startTenant({ requestsPerMinute: Infinity, requestsPerSecond: Infinity });
  after(() => tenant.close());
  return tenant;
}

/** The environment that leads a provider to a tenant, at any pace. */
export function environmentOf(tenant: Tenant) {
  return {
    CXONE_ENVIRONMENT_URL: tenant.url,
    CXONE_CLIENT_ID: tenant.clientId,
    CXONE_CLIENT_SECRET: tenant.clientSecret,
    CXONE_JOURNAL: journalFolder,
    CXONE_REQUESTS_PER_MINUTE: "100000",
    CXONE_REQUESTS_PER_SECOND: "100000",
  };
}

/** The requests since this was last asked, but for tokens, as `PUT config-1 200`. */
export function takeRequests(tenant: Tenant): readonly string[] {
  const lines = tenant.requests
    .filter(({ path }) => path !== "/oauth/token")
    .map(({ method, path, status }) => `${method} ${path.split("/").at(-1)} ${status}`);
  tenant.clearRequests();
  return lines;
}

/** The audit events of a configuration. */
export function eventsOf(tenant: Tenant, configId: string) {
  return tenant.exports.filter(({ event }) => event.resource_id === configId);
}
