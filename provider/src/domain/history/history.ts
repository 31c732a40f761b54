import { type HistoryRow, isProblem, type ParsedRow, type RowProblem } from "./row.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** On the call centre's clock, from 1 January 1970. */
export function dayOf({ start }: Pick<HistoryRow, "start">): number {
  return Math.floor(start / DAY);
}

/** A row that cannot be used, by its line. */
export interface LineProblem extends RowProblem {
  readonly line: number;
}

/** The numbers of a row that are kept. */
const kept = [
  "start",
  "minutes",
  "agents",
  "dials",
  "answered",
  "abandoned",
  "handleSeconds",
  "line",
] as const;

type Columns = Readonly<Record<(typeof kept)[number], Float64Array>>;

/** A campaign's rows in columns of numbers: a million of them are 64 MB. */
class CampaignRows {
  readonly campaignId: string;
  length = 0;
  #capacity = 256;
  #columns: Columns = columnsOf(() => new Float64Array(this.#capacity));

  constructor(campaignId: string) {
    this.campaignId = campaignId;
  }

  add(line: number, row: HistoryRow): void {
    if (this.length === this.#capacity) this.#grow();
    const { start, minutes, agents, dials, answered, abandoned, handleSeconds } = this.#columns;
    const i = this.length;
    start[i] = row.start;
    minutes[i] = row.minutes;
    agents[i] = row.agents;
    dials[i] = row.dials;
    answered[i] = row.answered;
    abandoned[i] = row.abandoned;
    handleSeconds[i] = row.handleSeconds;
    this.#columns.line[i] = line;
    this.length += 1;
  }

  /** The rows by their start. Exports are usually in order already. */
  inOrder(): Uint32Array {
    const { start } = this.#columns;
    const order = new Uint32Array(this.length).map((_, i) => i);
    const isInOrder = order.every((i) => i === 0 || at(start, i - 1) <= at(start, i));
    return isInOrder ? order : order.sort((a, b) => at(start, a) - at(start, b) || a - b);
  }

  startOf(index: number): number {
    return at(this.#columns.start, index);
  }

  lineOf(index: number): number {
    return at(this.#columns.line, index);
  }

  /** @param minutes how long the interval is where it does not say it itself. */
  rowOf(index: number, minutes: number): HistoryRow {
    const columns = this.#columns;
    const own = at(columns.minutes, index);
    return {
      start: at(columns.start, index),
      campaignId: this.campaignId,
      minutes: own > 0 ? own : minutes,
      agents: at(columns.agents, index),
      dials: at(columns.dials, index),
      answered: at(columns.answered, index),
      abandoned: at(columns.abandoned, index),
      handleSeconds: at(columns.handleSeconds, index),
    };
  }

  #grow(): void {
    this.#capacity *= 2;
    const before = this.#columns;
    this.#columns = columnsOf((name) => {
      const longer = new Float64Array(this.#capacity);
      longer.set(before[name]);
      return longer;
    });
  }
}

function columnsOf(make: (name: (typeof kept)[number]) => Float64Array): Columns {
  return {
    start: make("start"),
    minutes: make("minutes"),
    agents: make("agents"),
    dials: make("dials"),
    answered: make("answered"),
    abandoned: make("abandoned"),
    handleSeconds: make("handleSeconds"),
    line: make("line"),
  };
}

/** The rows of a file, campaign by campaign. */
export class HistoryRows {
  readonly #campaigns = new Map<string, CampaignRows>();
  readonly problems: LineProblem[] = [];
  /** Rows that cannot be used; of these at most {@link MOST_LISTED} are among `problems`. */
  unusable = 0;
  length = 0;

  add(line: number, row: ParsedRow): void {
    if (isProblem(row)) {
      this.#refuse(line, row);
      return;
    }
    const ofCampaign = this.#campaigns.get(row.campaignId) ?? new CampaignRows(row.campaignId);
    if (ofCampaign.length === 0) this.#campaigns.set(row.campaignId, ofCampaign);
    ofCampaign.add(line, row);
    this.length += 1;
  }

  /**
   * Hands over the history of one campaign after the other. Rows that overlap another one are refused.
   *
   * @param minutes how long intervals are that do not say it themselves. @default the shortest time from one to the next; 0 where there is
   * only one
   */
  *histories(minutes?: number): Generator<CampaignHistory> {
    for (const { campaignId, rows } of this.streams(minutes)) {
      yield { campaignId, rows: [...rows] };
    }
  }

  /** The same, row by row: a million of them as objects take more memory than all else. Each is read once, before the next campaign. */
  *streams(minutes?: number): Generator<CampaignStream> {
    const orders = [...this.#campaigns.values()].map((rows) => [rows, rows.inOrder()] as const);
    const given = minutes ?? shortestGap(orders) / MINUTE;
    for (const [rows, order] of orders) {
      yield { campaignId: rows.campaignId, rows: this.#withoutOverlaps(rows, order, given) };
    }
  }

  *#withoutOverlaps(rows: CampaignRows, order: Order, minutes: number): Generator<HistoryRow> {
    let last: HistoryRow | undefined;
    let lastLine = 0;
    for (const index of order) {
      const row = rows.rowOf(index, minutes);
      if (last && row.start < last.start + last.minutes * MINUTE) {
        this.#refuse(rows.lineOf(index), {
          column: "start",
          message: `is within the ${last.minutes} minutes of the interval in line ${lastLine}`,
        });
        continue;
      }
      last = row;
      lastLine = rows.lineOf(index);
      yield row;
    }
  }

  #refuse(line: number, problem: RowProblem): void {
    this.unusable += 1;
    if (this.problems.length < MOST_LISTED) this.problems.push({ line, ...problem });
  }
}

type Order = ReturnType<CampaignRows["inOrder"]>;

/** 0 where no row comes after another. */
function shortestGap(orders: readonly (readonly [CampaignRows, Order])[]): number {
  let shortest = Infinity;
  for (const [rows, order] of orders) {
    let before = Number.NEGATIVE_INFINITY;
    for (const index of order) {
      const start = rows.startOf(index);
      if (start > before && before > -Infinity) shortest = Math.min(shortest, start - before);
      before = start;
    }
  }
  return shortest < Infinity ? Math.min(DAY, shortest) : 0;
}

/** Mistakes beyond these are counted. */
export const MOST_LISTED = 20;

/** A campaign's intervals in the order of time, none overlapping another. */
export interface CampaignHistory {
  readonly campaignId: string;
  readonly rows: readonly HistoryRow[];
}

/** The same, one row after the other. */
interface CampaignStream {
  readonly campaignId: string;
  readonly rows: Iterable<HistoryRow>;
}

function at(column: Float64Array, index: number): number {
  return column[index] ?? 0;
}

/** `2026-03-02` of a time on the call centre's clock. */
export function dateOf(start: number): string {
  return new Date(start).toISOString().slice(0, 10);
}

/** A campaign's rows by day, in order. */
export function daysOf({ rows }: CampaignHistory): ReadonlyMap<string, readonly HistoryRow[]> {
  const days = new Map<string, HistoryRow[]>();
  let [last, rowsOfDay]: [number, HistoryRow[]] = [-1, []];
  for (const row of rows) {
    const day = dayOf(row);
    if (day !== last) {
      last = day;
      rowsOfDay = [];
      days.set(dateOf(row.start), rowsOfDay);
    }
    rowsOfDay.push(row);
  }
  return days;
}
