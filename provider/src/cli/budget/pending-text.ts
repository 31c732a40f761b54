import { decimal } from "../../domain/numbers.ts";
import { escapeControls } from "../shared/escape.ts";
import { percentText, wholeText } from "../shared/figures.ts";
import type { PendingChange } from "./pending.ts";
import type { HighestSettings, NoForecast, RestForecast } from "./rest.ts";

/** What a preview changes about a budget: what it is about, and a figure for each line. */
export interface PendingText {
  readonly title: string;
  readonly figures: readonly {
    readonly name: string;
    /** The name in full. */
    readonly label: string;
    readonly before: string;
    readonly after: string;
    readonly what: string;
  }[];
  readonly notes: readonly string[];
}

export function pendingText({
  names,
  before,
  after,
  schedule,
  hidden,
}: PendingChange): PendingText {
  const scheduleText = schedule === undefined ? "the program" : `the ${scheduleNames[schedule]}`;
  const both = (text: (forecast: RestForecast) => string) => ({
    before: typeof before === "string" ? "not known" : text(before),
    after: typeof after === "string" ? "not known" : text(after),
  });
  const gap = [after, before].find((each) => typeof each === "string");
  const highest = typeof after === "object" ? after.highest?.() : undefined;
  return {
    title: `${names.map(escapeControls).join(", ")}; the days that are left are forecast by the schedule of ${scheduleText}`,
    figures: [
      {
        name: "expected",
        label: "Expected over the whole period",
        ...both(({ expectedRate }) => percentText(expectedRate, 2)),
        what: " over the whole period",
      },
      {
        name: "chance",
        label: "Chance of ending over the limit",
        ...both(({ chanceOverLimit }) => percentText(chanceOverLimit, 1)),
        what: " that it ends over the limit",
      },
      {
        name: "gone",
        label: "Nothing is left on",
        ...both(({ goneOn }) => goneOn ?? "not in the period"),
        what: "",
      },
    ],
    notes: [
      ...(gap === undefined ? [] : [gapTexts[gap]]),
      ...(highest ? [highestText(highest)] : []),
      ...(hidden > 0
        ? [
            `The preview only counts ${wholeText(hidden)} unchanged resources: if one of them dials for the campaign, it is not in these figures. ` +
              "`pulumi preview --json --show-sames` shows them.",
          ]
        : []),
    ],
  };
}

const scheduleNames = { telemetry: "telemetry file", history: "history" };

const gapTexts: Readonly<Record<NoForecast, string>> = {
  unknown: "A setting is known only once another resource is deployed.",
  secret: "A setting is secret.",
  unmeasured: "The campaign has too few figures to forecast from.",
  missing: "The preview leaves out a setting.",
  figures:
    "There is no schedule to forecast from: the history has too few days, and neither the program nor a telemetry file has one.",
};

/** What all configurations of the campaign may do together from now on. */
function highestText({ dialRate, agentRatio }: HighestSettings): string {
  const [rate, ratio] = ["dialRate at this agentRatio", "agentRatio at this dialRate"];
  const found = [
    ...(dialRate > 0 ? [`a dialRate of ${decimal(dialRate)} at this agentRatio`] : []),
    ...(agentRatio > 0 ? [`an agentRatio of ${decimal(agentRatio)} at this dialRate`] : []),
  ];
  const ofAll = "for all configurations of the campaign together";
  if (found.length === 0) {
    return `From now on, no ${rate} and no ${ratio} keeps the chance under 5 %, ${ofAll}.`;
  }
  const none = found.length === 2 ? "" : `; no ${dialRate > 0 ? ratio : rate} does`;
  return `From now on, the highest that keeps the chance under 5 % is ${found.join(", or ")}, ${ofAll}${none}.`;
}

export function pendingLines(pending: PendingChange): readonly string[] {
  const { title, figures, notes } = pendingText(pending);
  return [
    `  preview   ${title}`,
    ...figures.map(
      ({ name, before, after, what }) => `    ${name.padEnd(10)}${before} → ${after}${what}`,
    ),
    ...notes.map((note) => `    ${note}`),
  ];
}
