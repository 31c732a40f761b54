import * as z from "zod";
import { type PlannedSchedule, scheduleFigures } from "../../../dialer-config/figures.ts";
import { fields } from "../../../dialer-config/schema.ts";
import type { Demand } from "../../../domain/capacity.ts";
import type { PacingOptions } from "../../../domain/pacing/forecast-pacing.ts";
import {
  type DialerAssumptions,
  lineRoundingNames,
  linesCountedNames,
} from "../../../domain/pacing/lines.ts";
import { abandonmentLimit, regulations } from "../../../domain/regulation.ts";
import { type Gap, gapOf } from "./gaps.ts";
import type { Inputs } from "./preview.ts";
import type { TelemetrySource } from "./telemetry-source.ts";

/** A configuration on one side of the deployment. */
export interface Member {
  readonly urn: string;
  readonly inputs: Inputs;
}

export function campaignOf(inputs: Inputs | undefined): string | undefined {
  const id = inputs?.campaignId;
  return typeof id === "string" && gapOf(id) === undefined ? id : undefined;
}

/** One configuration as the campaign's dialer: its own limits and figures, and its own part of the pace. */
export interface Dialer {
  readonly demand: Demand;
  /** Absent where its own forecast counts no lines: it dials one for each idle agent. */
  readonly lineReading: DialerAssumptions | undefined;
  readonly campaign: SteadyHour | ScheduledPeriod;
}

/** What a forecast takes beside the pace. */
export type SteadyHour = Omit<PacingOptions, "pacingType" | "dialRate" | "agentRatio">;

export interface ScheduledPeriod {
  readonly schedule: PlannedSchedule;
  readonly days: number;
  readonly maxQueueDepth: number;
  readonly limit: number;
}

const needed = z.object({
  configId: fields.configId,
  dialRate: fields.dialRate,
  agentRatio: fields.agentRatio,
  pacingType: fields.pacingType,
  maxQueueDepth: fields.maxQueueDepth,
  maxAbandonmentRate: fields.maxAbandonmentRate,
  regulation: fields.regulation,
  staffing: fields.staffing,
});

/**
 * A configuration by its inputs, with the figures that the program plans, else the telemetry file's: live ones are in no preview.
 *
 * @returns `figures` where nobody says them.
 */
export function dialerIn({ inputs }: Member, telemetry: TelemetrySource): Dialer | Gap | "figures" {
  const staffing = Object(inputs.staffing);
  const values = [
    ...Object.keys(needed.shape).map((name) => inputs[name]),
    ...Object.values(staffing),
  ];
  const gaps = values.map(gapOf);
  const gap = (["secret", "unknown"] as const).find((each) => gaps.includes(each));
  if (gap) return gap;
  const { data } = needed.safeParse(inputs);
  if (data === undefined) return "missing";
  const filed = telemetry.kind === "file" ? telemetry.campaigns[campaignOf(inputs) ?? ""] : {};
  const maxAbandonmentRate = abandonmentLimit(data.regulation, data.maxAbandonmentRate);
  const planned = defined(data.staffing);
  const scheduled =
    scheduleFigures(data.staffing) ??
    (Object.keys(planned).length === 0 ? scheduleFigures(filed) : undefined);
  if (scheduled && typeof scheduled.figures.agents === "number") {
    return {
      demand: { ...data, agents: scheduled.figures.agents },
      lineReading: lineReadingOf(inputs.forecast),
      campaign: {
        schedule: scheduled.schedule,
        days: regulations[data.regulation].periodDays,
        maxQueueDepth: data.maxQueueDepth,
        limit: maxAbandonmentRate,
      },
    };
  }
  const { agents, answerRate, averageHandleTimeSeconds } = { ...filed, ...planned };
  if (agents === undefined || answerRate === undefined || averageHandleTimeSeconds === undefined) {
    return "figures";
  }
  if (agents === 0 || answerRate === 0) return "unmeasured";
  return {
    demand: { ...data, agents },
    lineReading: lineReadingOf(inputs.forecast),
    campaign: {
      agents,
      answerRate,
      averageHandleTimeSeconds,
      maxQueueDepth: data.maxQueueDepth,
      maxAbandonmentRate,
    },
  };
}

function defined(staffing: z.output<typeof fields.staffing>) {
  const { agents, answerRate, averageHandleTimeSeconds } = staffing ?? {};
  return {
    ...(agents !== undefined && { agents }),
    ...(answerRate !== undefined && { answerRate }),
    ...(averageHandleTimeSeconds !== undefined && { averageHandleTimeSeconds }),
  };
}

/** What a forecast assumed of lines; nothing where it says nothing of it. */
export function lineReadingOf(forecast: unknown): DialerAssumptions | undefined {
  const given: Partial<Record<keyof DialerAssumptions, unknown>> = Object(forecast);
  const { linesCounted, lineRounding, ringSecondsAnswered, ringSecondsUnanswered } = given;
  const counted = linesCountedNames.find((name) => name === linesCounted);
  const rounded = lineRoundingNames.find((name) => name === lineRounding);
  if (!counted || !rounded) return undefined;
  const ringTimes =
    typeof ringSecondsAnswered === "number" && typeof ringSecondsUnanswered === "number"
      ? { ringSecondsAnswered, ringSecondsUnanswered }
      : {};
  return { linesCounted: counted, lineRounding: rounded, ...ringTimes };
}
