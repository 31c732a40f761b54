import type { JsonObject } from "pulumi-cxone-dialer";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import { foundDocument, settings } from "../world.ts";

export const CONFIG = "golden-config";
export const CAMPAIGN = "golden-campaign";

/** Every argument, and none at its default. */
const program: JsonObject = {
  ...settings,
  configId: CONFIG,
  campaignId: CAMPAIGN,
  pacingType: "predictive",
  complianceRules: { ringSeconds: 15, callingHours: { start: "08:00", days: [1, 2, 3] } },
  regulation: "us",
  agentRatioLimit: 2.5,
  staffing: { agents: 80, answerRate: 0.35, averageHandleTimeSeconds: 75 },
  capacityCheck: "warn",
  existing: "adopt",
  onConflict: "overwrite",
};

const required: JsonObject = { ...settings, configId: CONFIG, campaignId: CAMPAIGN };

/** A stack of one resource, whichever way the program takes to it. */
interface GoldenStack {
  up(program: JsonObject): Promise<unknown>;
  refresh(): Promise<void>;
}

export interface GoldenScene {
  readonly program: JsonObject;
  /** What the tenant holds before. */
  readonly found?: JsonObject;
  /** What happens after the first `up`. */
  readonly afterwards?: (stack: GoldenStack, tenant: Tenant, program: JsonObject) => Promise<void>;
}

const refusedExport = {
  match: { path: "/api/v2/eventstreams/exports" },
  times: Infinity,
  status: 403,
} as const;

/** The states that a release can leave behind, by the name of their file. */
export const scenes: Readonly<Record<string, GoldenScene>> = {
  created: { program: required },
  "created with every argument": { program },
  adopted: { program, found: foundDocument },
  "adopted and updated": {
    program,
    found: foundDocument,
    afterwards: async (stack) => {
      await stack.up({ ...program, dialRate: 1.4, complianceRules: { ringSeconds: 20 } });
    },
  },
  refreshed: {
    program: required,
    found: foundDocument,
    afterwards: async (stack, tenant) => {
      tenant.editDialerConfig(CONFIG, { maxQueueDepth: 33, note: "by hand" });
      await stack.refresh();
    },
  },
  "with events to export": {
    program: required,
    afterwards: async (stack, tenant) => {
      tenant.inject(refusedExport);
      await stack.up({ ...required, dialRate: 1.1 });
      await stack.up({ ...required, dialRate: 1.2 });
      tenant.clearFaults();
    },
  },
};

interface NativeScene extends GoldenScene {
  /** Whether the resource is imported first. */
  readonly isImported?: true;
}

/** Those that only the native provider can leave behind come last. */
export const nativeScenes: Readonly<Record<string, NativeScene>> = {
  ...scenes,
  "imported and updated": { program, found: foundDocument, isImported: true },
  "with an edit that was kept": {
    program: required,
    afterwards: async (stack, tenant, program) => {
      tenant.editDialerConfig(CONFIG, { maxQueueDepth: 33 });
      await stack.up(program);
    },
  },
};
