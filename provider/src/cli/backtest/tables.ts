import type { CampaignSettings } from "../../domain/backtest/settings-in-force.ts";
import type {
  CalibrationGroup,
  Comparison,
  DayComparison,
  Summary,
} from "../../domain/backtest/summary.ts";
import { decimal } from "../../domain/numbers.ts";
import { decimalText, percentText, wholeText } from "../shared/figures.ts";
import { marginText, pointsText } from "./conclusions.ts";

/** A column of a table, on a terminal and on a page. */
interface Column<Row> {
  /** Short, for text. */
  readonly heading: string;
  /** In full, for a page. */
  readonly label: string;
  readonly isText?: true;
  readonly cell: (row: Row) => string;
}

export interface Table<Row> {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

const answered: Column<Comparison> = {
  heading: "answered",
  label: "Answered calls",
  cell: ({ answered }) => wholeText(answered),
};

const abandoned: Column<Comparison> = {
  heading: "abandoned",
  label: "Abandoned, of answered calls",
  cell: ({ actual }) => percentText(actual, 2),
};

const forecast: Column<Comparison> = {
  heading: "forecast",
  label: "Forecast",
  cell: ({ forecast }) => percentText(forecast, 2),
};

const compared = [answered, abandoned, forecast] as const;

const bias: Column<Comparison> = {
  heading: "off by",
  label: "Off by, in points",
  cell: ({ bias }) => pointsText(bias),
};

const margin: Column<Comparison> = { heading: "±", label: "95 % interval", cell: marginText };

const pace: Column<Comparison> = {
  heading: "pace",
  label: "Answered, of what the settings would bring",
  cell: ({ pace }) => percentText(pace, 0),
};

type SettingsRow = Comparison &
  Readonly<Record<"from" | "to" | "settings", string>> & { readonly days: number };

export function settingsTable({ overall, bySettings, days }: Summary): Table<SettingsRow> {
  const rows = bySettings.map(({ settings, ...each }) => ({
    ...each,
    settings: settingsText(settings),
  }));
  const all = { ...overall, from: "all", to: "", settings: "", days: days.length };
  return {
    id: "settings",
    caption: "By what the dialer was set to",
    columns: [
      { heading: "from", label: "From", isText: true, cell: ({ from }) => from },
      { heading: "to", label: "To", isText: true, cell: ({ to }) => to },
      { heading: "settings", label: "Settings", isText: true, cell: ({ settings }) => settings },
      { heading: "days", label: "Days", cell: ({ days }) => wholeText(days) },
      ...compared,
      bias,
      margin,
      pace,
    ],
    rows: rows.length > 1 ? [...rows, all] : rows,
  };
}

function settingsText({ pacingType, dialRate, agentRatio }: CampaignSettings): string {
  const ratio = `ratio ${decimal(agentRatio)}, ${decimal(dialRate)} dials/s`;
  return pacingType === "predictive" ? ratio : pacingType;
}

export function hourTable({ byHour }: Summary): Table<Summary["byHour"][number]> {
  return {
    id: "hours",
    caption: "By the hour",
    columns: [
      {
        heading: "hour",
        label: "Hour",
        isText: true,
        cell: ({ hour }) => `${String(hour).padStart(2, "0")}:00`,
      },
      ...compared,
      bias,
      margin,
      pace,
    ],
    rows: byHour,
  };
}

export function calibrationTable({ calibration }: Summary): Table<CalibrationGroup> {
  return {
    id: "calibration",
    caption: "Calibration: intervals in groups, from the lowest forecasts to the highest",
    columns: [
      forecast,
      answered,
      abandoned,
      bias,
      {
        heading: "90 % of such groups",
        label: "Nine of ten such groups, if the forecast were right",
        cell: ({ low, high }) => `${decimalText(low * 100, 2)} to ${percentText(high, 2)}`,
      },
    ],
    rows: calibration,
  };
}

export function worstDaysTable({ worstDays }: Summary): Table<DayComparison> {
  return {
    id: "worst",
    caption: "The days on which it was furthest off, beyond chance",
    columns: dayColumns,
    rows: worstDays,
  };
}

export function daysTable({ days }: Summary): Table<DayComparison> {
  return { id: "days", caption: "Every day", columns: dayColumns, rows: days };
}

const dayColumns: readonly Column<DayComparison>[] = [
  { heading: "day", label: "Day", isText: true, cell: ({ date }) => date },
  ...compared,
  bias,
  {
    heading: "90 % interval",
    label: "The forecast’s 90 % interval",
    cell: ({ low, high }) => `${decimalText(low * 100, 2)} to ${percentText(high, 2)}`,
  },
  pace,
];
