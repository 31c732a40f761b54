/** The package's schema, from which Pulumi makes SDKs and documentation. Arguments come from the schema that check parses them with. */
import * as z from "zod";
import {
  argumentsSchema,
  settingNames as dialerSettings,
  fields,
} from "../dialer-config/schema.ts";
import { DIALER_CONFIG_TYPE, NATIVE_DIALER_CONFIG_TYPE } from "../domain/pulumi.ts";
import { weekdays } from "../domain/schedule.ts";
import { type SettingName, settingNames } from "../settings/setting-names.ts";
import {
  argumentDescriptions,
  intervalDescriptions,
  staffingDescriptions,
} from "./argument-descriptions.ts";
import { functionArguments } from "./functions.ts";
import { version } from "./version.ts";

interface TypeSpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: TypeSpec;
  readonly additionalProperties?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
}

interface PropertySpec extends TypeSpec {
  readonly description?: string | undefined;
  readonly secret?: true;
  readonly willReplaceOnChanges?: true;
}

type PropertySpecs = Readonly<Record<string, PropertySpec>>;

/** What JSON Schema says of a value, as far as Pulumi's schema has words for it. Ranges and choices are in the descriptions. */
const jsonSchema = z.object({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.json().optional(),
});

const objectSchema = z.object({
  properties: z.record(z.string(), jsonSchema),
  required: z.array(z.string()).default([]),
});

function objectOf(schema: z.ZodType) {
  return objectSchema.parse(
    z.toJSONSchema(schema, { io: "input", unrepresentable: "any", target: "draft-2020-12" }),
  );
}

const anyJson: TypeSpec = { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } };
const ref = (name: string): TypeSpec => ({ $ref: `#/types/cxone:index:${name}` });
const listOf = (items: TypeSpec): TypeSpec => ({ type: "array", items });
const text: TypeSpec = { type: "string" };
const number: TypeSpec = { type: "number" };
const integer: TypeSpec = { type: "integer" };

/** Arguments that are objects, by their types of this schema. */
const objectTypes: Readonly<Record<string, TypeSpec>> = {
  complianceRules: anyJson,
  staffing: ref("Staffing"),
  intervals: { oneOf: [listOf(ref("Interval")), ref("Week")] },
};

function propertiesOf(
  schema: z.ZodType,
  descriptions: Readonly<Record<string, string>> = {},
): { readonly properties: PropertySpecs; readonly required: readonly string[] } {
  const { properties, required } = objectOf(schema);
  const specs = Object.entries(properties).map(([name, property]): [string, PropertySpec] => {
    const { type, description = descriptions[name] } = property;
    const fallback =
      property.default === undefined ? "" : ` Default: ${JSON.stringify(property.default)}.`;
    const typeSpec = objectTypes[name] ?? { type: type ?? "string" };
    return [name, { ...typeSpec, description: (description ?? "") + fallback }];
  });
  return { properties: Object.fromEntries(specs), required };
}

const settingDescriptions: Readonly<Record<SettingName, string>> = {
  environmentUrl: "The tenant's address, such as https://us1-cxone.com.",
  clientId: "The id of the API client.",
  clientSecret: "The secret of the API client.",
  requestsPerMinute: "Requests in any 60 seconds, at most. Default: 100.",
  requestsPerSecond: "Requests in any second, at most. Default: 15.",
  telemetry: "A file with the campaigns' figures, in place of the live campaigns'.",
  history:
    "A file with what campaigns did, interval by interval: what is spent of a period is taken from it.",
  linesCounted: "How forecasts count lines: perAgent or pooled. Default: perAgent.",
  lineRounding: "How fractions of a line are rounded: up, nearest or down. Default: up.",
  auditLog: "A file to which an audit log is appended.",
  auditLogKey: "The file of the key that signs the audit log.",
  journal: "The folder of the write journal.",
  caFile: "A file of further certificate authorities, in PEM.",
  clientCertificateFile: "The file of a client certificate, in PEM.",
  clientKeyFile: "The file of that certificate's key, in PEM.",
};

function settings(): PropertySpecs {
  return Object.fromEntries(
    settingNames.map((name): [string, PropertySpec] => [
      name,
      {
        ...text,
        description: `${settingDescriptions[name]} In the environment: CXONE_${name.replace(/[A-Z]/g, "_$&").toUpperCase()}.`,
        ...(name === "clientSecret" && { secret: true }),
      },
    ]),
  );
}

const described = (spec: TypeSpec, description: string): PropertySpec => ({ ...spec, description });

const campaign: PropertySpecs = {
  id: text,
  name: described(text, "As people call it. Absent where it has no name."),
  agentCount: described(integer, "Agents who are logged in and take this campaign's calls."),
  answerRate: described(
    number,
    "Answered ÷ dialled, 0–1. Absent where the campaign never dialled.",
  ),
  averageHandleTimeSeconds: described(
    number,
    "Mean time an agent spends on an answered call, wrap-up included. Absent where the campaign never dialled.",
  ),
};

const forecast: PropertySpecs = {
  model: described(text, "`exact` where a formula gives the answer, `simulated` otherwise."),
  abandonmentRate: described(number, "Abandoned ÷ answered, 0–1."),
  abandonmentMargin: described(
    number,
    "Half the width of the 95 % interval around abandonmentRate.",
  ),
  occupancy: described(number, "Share of the agents' time spent on calls, 0–1."),
  waitProbability: described(
    number,
    "Share of the answered calls that find every agent busy, 0–1.",
  ),
  answeredPerHour: described(
    number,
    "Calls that people answer in an hour, abandoned ones included.",
  ),
  idleSecondsBetweenCalls: described(
    number,
    "Mean time of an agent between two calls, in seconds.",
  ),
  optimalDialRate: described(number, "The highest dialRate that keeps maxAbandonmentRate."),
  recommendedQueueDepth: described(
    number,
    "The smallest maxQueueDepth that turns away fewer than one answered call in 10,000.",
  ),
};

/** What a forecast has beside or in place of these. */
const periodForecast: PropertySpecs = {
  covers: described(
    text,
    "`one steady hour`, or the period that a forecast by a schedule is of, such as `30 days`.",
  ),
  periodLow: described(
    number,
    "The period ends at this rate or a higher one with a chance of 95 %.",
  ),
  periodHigh: described(
    number,
    "The period ends at this rate or a lower one with a chance of 95 %.",
  ),
  chanceOverLimit: described(number, "The chance that the period ends over the limit, 0–1."),
  worstInterval: described(
    text,
    "The interval with the highest abandonment rate, such as `13:00` or `saturday 13:00`.",
  ),
  worstAbandonmentRate: described(number, "Abandoned ÷ answered in that interval, 0–1."),
  budgetUse: described(
    number,
    "Calls that are expected to be abandoned in the days that are left, as a share of those that the limit still leaves.",
  ),
  periodRate: described(
    number,
    "Abandoned ÷ answered over the whole period, what is spent included; with a history, where the period that goes on decides.",
  ),
  budgetSpent: described(
    number,
    "Abandoned so far, as a share of what the limit allows in that period.",
  ),
  spentUntil: described(text, "The last day that is counted of it."),
  answeredPerDay: described(
    number,
    "Calls that people answer on a day of the period on average, abandoned ones included.",
  ),
};

const objectType = (properties: PropertySpecs, required: readonly string[] = []) => ({
  type: "object",
  properties,
  required,
});

function types() {
  const staffing = propertiesOf(fields.staffing.unwrap(), staffingDescriptions);
  return {
    Staffing: objectType(staffing.properties),
    Interval: objectType(
      {
        start: described(text, intervalDescriptions.start),
        end: described(text, intervalDescriptions.end),
        agents: described(integer, intervalDescriptions.agents),
        answerRate: described(number, intervalDescriptions.answerRate),
        averageHandleTimeSeconds: described(number, intervalDescriptions.averageHandleTimeSeconds),
      },
      Object.keys(intervalDescriptions),
    ),
    Week: objectType(
      Object.fromEntries(weekdays.map((weekday) => [weekday, listOf(ref("Interval"))])),
    ),
    Forecast: objectType(
      {
        ...forecast,
        ...periodForecast,
        linesCounted: described(text, "How lines were counted."),
        lineRounding: described(text, "How fractions of a line were rounded."),
        ringSecondsAnswered: described(
          number,
          "Seconds that lines ring that are answered, where the telemetry file says it.",
        ),
        ringSecondsUnanswered: described(number, "The same of lines that nobody answers."),
      },
      ["covers", "abandonmentRate", "abandonmentMargin", "occupancy", "optimalDialRate"],
    ),
    Capacity: objectType(
      {
        status: described(text, "`ok`, `exceeded`, `noAgents` or `unchecked`."),
        campaignId: text,
        activeAgents: described(integer, "Agents counted on."),
        maxAllowedDials: described(number, "Agents × ratio: the dials a second that they carry."),
      },
      ["status", "campaignId"],
    ),
    Audit: objectType(
      {
        status: described(text, "`exported`, or `pending` until the next `pulumi up` sends it."),
        exportId: described(text, "The tenant's id of the export."),
        requestId: text,
        payloadHash: described(text, "`sha256:` and the SHA-256 of the document's canonical JSON."),
        latencyMs: described(number, "How long the write took; absent where nobody measured it."),
        timestamp: described(text, "When the write was done, ISO 8601 in UTC."),
      },
      ["status", "requestId", "payloadHash", "timestamp"],
    ),
    Program: objectType({ project: text, stack: text }),
    ListedDialerConfig: objectType({ id: text, name: text }, ["id"]),
  };
}

function dialerConfig() {
  const { properties, required } = propertiesOf(argumentsSchema, argumentDescriptions);
  const secret = (description: string): PropertySpec => ({ ...anyJson, description, secret: true });
  const { configId = text, ...others } = properties;
  return {
    description:
      "The predictive-dialer settings of one configuration of a NICE CXone tenant. A preview refuses what the campaign cannot carry or " +
      "the regulation forbids, and no write overwrites what an administrator changed meanwhile.",
    inputProperties: { configId: { ...configId, willReplaceOnChanges: true }, ...others },
    requiredInputs: required,
    properties: {
      ...properties,
      etag: described(text, "The strong ETag of the document as last seen."),
      capacity: described(ref("Capacity"), "How the campaign carries the configuration."),
      forecast: described(ref("Forecast"), "What the settings do to the people who are called."),
      audit: described(ref("Audit"), "The audit event of the last write."),
      managedSince: described(text, "When the resource created or adopted the configuration."),
      originalDocument: secret("The document as it was before the program adopted it."),
      managedValues: secret("What the program set in an adopted configuration."),
      unmanagedFields: secret("What the document holds beside the settings."),
      document: secret("The whole document, where it lacks a setting."),
      pendingEvents: described(
        listOf(anyJson),
        "What is still to be exported, or to be appended to the audit log, oldest first.",
      ),
      program: described(
        ref("Program"),
        "The program that wrote last, where an audit log is kept.",
      ),
    },
    required: [...required, "capacity"],
    aliases: [{ type: DIALER_CONFIG_TYPE }],
  };
}

function functions() {
  const inputs = (name: keyof typeof functionArguments) => {
    const { properties, required } = propertiesOf(functionArguments[name]);
    return { type: "object", properties, required };
  };
  const settingsFound = Object.fromEntries(
    Object.entries(propertiesOf(argumentsSchema, argumentDescriptions).properties).filter(
      ([name]) => dialerSettings.some((each) => each === name),
    ),
  );
  return {
    getCampaign: {
      description: "Looks a campaign up in the tenant, by its id or its name.",
      inputs: inputs("getCampaign"),
      outputs: objectType(campaign, ["id", "agentCount"]),
    },
    getDialerConfig: {
      description: "Looks a dialer configuration up in the tenant. It is read, not managed.",
      inputs: inputs("getDialerConfig"),
      outputs: objectType({ id: text, name: text, ...settingsFound, etag: text }, [
        "id",
        ...Object.keys(settingsFound),
      ]),
    },
    listDialerConfigs: {
      description: "Lists the tenant's dialer configurations.",
      inputs: inputs("listDialerConfigs"),
      outputs: objectType({ dialerConfigs: listOf(ref("ListedDialerConfig")) }, ["dialerConfigs"]),
    },
    forecastPacing: {
      description: "Forecasts what a setting of the dialer does, without asking the tenant.",
      inputs: inputs("forecastPacing"),
      outputs: objectType(forecast, Object.keys(forecast)),
    },
  };
}

const inPackage = <T>(members: Readonly<Record<string, T>>) =>
  Object.fromEntries(Object.entries(members).map(([name, each]) => [`cxone:index:${name}`, each]));

export function packageSchema() {
  const variables = settings();
  return {
    name: "cxone",
    displayName: "NICE CXone dialer",
    version,
    description: "NICE CXone predictive-dialer settings under review.",
    keywords: ["pulumi", "cxone", "category/infrastructure", "kind/native"],
    license: "Apache-2.0",
    // Generated SDKs have what their packagers need, as Go's go.mod.
    meta: { supportPack: true },
    config: { variables },
    provider: { type: "object", inputProperties: variables },
    types: inPackage(types()),
    resources: { [NATIVE_DIALER_CONFIG_TYPE]: dialerConfig() },
    functions: inPackage(functions()),
    language: {
      // What `pulumi import` writes for a program in TypeScript.
      nodejs: { packageName: "pulumi-cxone-dialer/native", respectSchemaVersion: true },
      python: { respectSchemaVersion: true, pyproject: { enabled: true } },
      go: {
        respectSchemaVersion: true,
        importBasePath: "pulumi-cxone-dialer/sdk/go/cxone",
      },
      csharp: { respectSchemaVersion: true },
    },
  };
}
