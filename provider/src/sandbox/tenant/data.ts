import * as z from "zod";
import type { JsonObject } from "../../domain/json.ts";

export interface TenantCampaign {
  readonly name?: string;
  /** Agents logged in. */
  readonly agentCount: number;
  /** Answered ÷ dialled, 0–1. */
  readonly answerRate?: number;
  /** Seconds. */
  readonly averageHandleTime?: number;
}

/** What a tenant holds when it starts, under the ids. */
export interface TenantData {
  readonly campaigns: Readonly<Record<string, TenantCampaign>>;
  /** Whole documents, as a `GET` answers them; any field may be among them. */
  readonly dialerConfigs: Readonly<Record<string, JsonObject>>;
}

/** Reads a data file's content. */
export const tenantDataSchema: z.ZodType<TenantData> = z.strictObject({
  campaigns: z.record(
    z.string().min(1),
    z.strictObject({
      name: z.string().exactOptional(),
      agentCount: z.int().min(0),
      answerRate: z.number().min(0).max(1).exactOptional(),
      averageHandleTime: z.number().positive().exactOptional(),
    }),
  ),
  dialerConfigs: z.record(z.string().min(1), z.record(z.string(), z.json())),
});

/** A call centre in the United States: four campaigns, one of them with nobody logged in, and seven dialer configurations. */
export const sampleData: TenantData = {
  campaigns: {
    "91ab4c70-2d5e-4b8f-9c1a-6e0d3f7b8a25": {
      name: "Spring sales",
      agentCount: 18,
      answerRate: 0.24,
      averageHandleTime: 210,
    },
    "b7d20f3e-58c4-4e1b-a6f9-04c8e29d7135": {
      name: "Policy renewals",
      agentCount: 70,
      answerRate: 0.37,
      averageHandleTime: 265,
    },
    "2ce68a91-f07b-4d35-8e42-b95d1a60c7f4": {
      name: "Early collections",
      agentCount: 18,
      answerRate: 0.19,
      averageHandleTime: 320,
    },
    "e53f7b08-9a16-47cd-b2d0-7f81c6e4a392": {
      name: "Appointment reminders",
      agentCount: 0,
      answerRate: 0.46,
      averageHandleTime: 75,
    },
  },
  dialerConfigs: {
    "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743": {
      id: "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743",
      name: "Spring sales, first call",
      division: "Sales",
      pacingType: "predictive",
      dialRate: 1.2,
      agentRatio: 1,
      maxAbandonmentRate: 0.03,
      maxQueueDepth: 40,
      answerRateThreshold: 0.2,
      complianceRules: {
        ringSeconds: 15,
        callingHours: { start: "09:00", end: "20:00", timeZone: "America/Chicago" },
        doNotCall: ["national", "internal"],
        attemptsPerDay: 3,
      },
    },
    "a08d3b6f-1e94-4c72-9f5b-37e6d0c1482a": {
      id: "a08d3b6f-1e94-4c72-9f5b-37e6d0c1482a",
      name: "Spring sales, call back",
      division: "Sales",
      pacingType: "progressive",
      dialRate: 0.5,
      agentRatio: 1,
      maxAbandonmentRate: 0,
      maxQueueDepth: 10,
      answerRateThreshold: 0.2,
      complianceRules: {
        ringSeconds: 25,
        callingHours: { start: "09:00", end: "20:00", timeZone: "America/Chicago" },
        doNotCall: ["national", "internal"],
      },
    },
    "c3e75a14-b6d8-4f29-8071-9d4b2ef6530c": {
      id: "c3e75a14-b6d8-4f29-8071-9d4b2ef6530c",
      name: "Renewals, 60 days ahead",
      division: "Service",
      pacingType: "predictive",
      dialRate: 2,
      agentRatio: 1.8,
      maxAbandonmentRate: 0.02,
      maxQueueDepth: 80,
      answerRateThreshold: 0.3,
      complianceRules: {
        ringSeconds: 20,
        callingHours: { start: "08:30", end: "19:30", timeZone: "America/New_York" },
        doNotCall: ["internal"],
      },
    },
    "5b92d7c0-43fa-4a6e-b18c-e0f5739a2d61": {
      id: "5b92d7c0-43fa-4a6e-b18c-e0f5739a2d61",
      name: "Renewals, last week",
      division: "Service",
      pacingType: "predictive",
      dialRate: 1.5,
      agentRatio: 1.5,
      maxAbandonmentRate: 0.02,
      maxQueueDepth: 60,
      answerRateThreshold: 0.3,
      complianceRules: {
        ringSeconds: 25,
        callingHours: { start: "08:30", end: "20:30", timeZone: "America/New_York" },
        doNotCall: ["internal"],
        attemptsPerDay: 2,
      },
    },
    "d61f08ab-92c7-4e50-a3bd-58e7146c9f02": {
      id: "d61f08ab-92c7-4e50-a3bd-58e7146c9f02",
      name: "Collections, days 1 to 30",
      division: "Finance",
      pacingType: "predictive",
      dialRate: 1.8,
      agentRatio: 2,
      maxAbandonmentRate: 0.03,
      maxQueueDepth: 50,
      answerRateThreshold: 0.15,
      complianceRules: {
        ringSeconds: 18,
        callingHours: { start: "08:00", end: "21:00", timeZone: "America/Denver" },
        doNotCall: ["internal", "attorney-represented"],
        attemptsPerWeek: 7,
      },
    },
    "07a4e1d9-6c3b-4852-9ef7-2b0c8d5f31e6": {
      id: "07a4e1d9-6c3b-4852-9ef7-2b0c8d5f31e6",
      name: "Collections, promised payments",
      division: "Finance",
      pacingType: "preview",
      dialRate: 0.3,
      agentRatio: 1,
      maxAbandonmentRate: 0,
      maxQueueDepth: 5,
      answerRateThreshold: 0.15,
      complianceRules: {
        ringSeconds: 30,
        callingHours: { start: "08:00", end: "21:00", timeZone: "America/Denver" },
        doNotCall: ["internal", "attorney-represented"],
      },
    },
    "f8b36c25-d04e-4197-85a2-c7196be3d0f8": {
      id: "f8b36c25-d04e-4197-85a2-c7196be3d0f8",
      name: "Reminders, the day before",
      division: "Service",
      pacingType: "progressive",
      dialRate: 0.8,
      agentRatio: 1,
      maxAbandonmentRate: 0,
      maxQueueDepth: 20,
      answerRateThreshold: 0.4,
      complianceRules: {
        ringSeconds: 20,
        callingHours: { start: "10:00", end: "18:00", timeZone: "America/Los_Angeles" },
        doNotCall: ["internal"],
        leaveMessage: true,
      },
    },
  },
};
