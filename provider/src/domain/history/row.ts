/** A row of a campaign's history: what was counted in one interval. */

/** The columns that a history needs, by what they count. */
export const countNames = ["agents", "dials", "answered", "abandoned", "handleSeconds"] as const;

/** All columns that a history may have. Other columns are ignored. */
export const columnNames = ["start", "campaignId", "minutes", ...countNames] as const;

export type ColumnName = (typeof columnNames)[number];

export interface HistoryRow {
  /** When the interval begins, on the clock of the call centre: as many milliseconds as that clock would be in UTC. */
  readonly start: number;
  /** Empty where the file is of one campaign and does not name it. */
  readonly campaignId: string;
  /** How long it is; 0 where the file does not say. */
  readonly minutes: number;
  /** Agents who took calls, on average: a fraction is possible. */
  readonly agents: number;
  readonly dials: number;
  /** By people, abandoned calls included. */
  readonly answered: number;
  readonly abandoned: number;
  /** Of all calls that agents took, wrap-up included. */
  readonly handleSeconds: number;
}

/** A cell that makes its row unusable. */
export interface RowProblem {
  readonly column: ColumnName;
  readonly message: string;
}

/** What cannot be read of a row is said of its first cell that is wrong. */
export type ParsedRow = HistoryRow | RowProblem;

export function isProblem(row: ParsedRow): row is RowProblem {
  return "message" in row;
}

const whole: ReadonlySet<ColumnName> = new Set(["dials", "answered", "abandoned"]);
const NUMBER = /^\d+(?:\.\d+)?$/;
const LONGEST_INTERVAL = 24 * 60;

/**
 * Reads the cells of a row.
 *
 * @param cell the text of a column; undefined where the file has no such column.
 * @param clock reads a time on the clock of the call centre.
 */
export function parseRow(
  cell: (column: ColumnName) => string | undefined,
  clock: (text: string) => number | string,
): ParsedRow {
  const startText = cell("start");
  if (startText === undefined) return missing("start");
  const start = clock(startText);
  if (typeof start === "string") return { column: "start", message: start };
  const minutes = numberIn("minutes", cell("minutes") ?? "0");
  if (typeof minutes !== "number") return minutes;
  if (minutes > LONGEST_INTERVAL) {
    return { column: "minutes", message: `is ${minutes}, but an interval is at most a day` };
  }
  const agents = numberIn("agents", cell("agents"));
  if (typeof agents !== "number") return agents;
  const dials = numberIn("dials", cell("dials"));
  if (typeof dials !== "number") return dials;
  const answered = numberIn("answered", cell("answered"));
  if (typeof answered !== "number") return answered;
  const abandoned = numberIn("abandoned", cell("abandoned"));
  if (typeof abandoned !== "number") return abandoned;
  const handleSeconds = numberIn("handleSeconds", cell("handleSeconds"));
  if (typeof handleSeconds !== "number") return handleSeconds;
  if (abandoned > answered) {
    return {
      column: "abandoned",
      message: `is ${abandoned}, but only ${answered} calls were answered`,
    };
  }
  return {
    start,
    campaignId: cell("campaignId") ?? "",
    minutes,
    agents,
    dials,
    answered,
    abandoned,
    handleSeconds,
  };
}

function missing(column: ColumnName): RowProblem {
  return {
    column,
    message: `is missing. If the file calls it otherwise, say so with --column ${column}=NAME`,
  };
}

function numberIn(column: ColumnName, text: string | undefined): number | RowProblem {
  if (text === undefined) return missing(column);
  if (!NUMBER.test(text)) {
    const quoted = JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
    return { column, message: `is ${quoted}, but must be a number of at least 0` };
  }
  const value = Number(text);
  if (whole.has(column) && !Number.isInteger(value)) {
    return { column, message: `is ${text}, but calls are whole` };
  }
  return value;
}
