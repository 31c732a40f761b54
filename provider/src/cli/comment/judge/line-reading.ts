import {
  type LineReading,
  lineRoundingNames,
  linesCountedNames,
} from "../../../domain/pacing/lines.ts";

/** How lines were counted for a forecast; nothing where it says nothing of it. */
export function lineReadingOf(forecast: unknown): LineReading | undefined {
  const { linesCounted, lineRounding }: Partial<Record<keyof LineReading, unknown>> =
    Object(forecast);
  const counted = linesCountedNames.find((name) => name === linesCounted);
  const rounded = lineRoundingNames.find((name) => name === lineRounding);
  return counted && rounded && { linesCounted: counted, lineRounding: rounded };
}
