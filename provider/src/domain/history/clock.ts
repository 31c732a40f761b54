/** Times of a history, on the clock of the call centre. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `2026-03-02T09:30`, with a space or seconds (which do not count), and `Z` or an offset if times are not on that clock. */
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::[0-5]\d(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * A reader of times: the milliseconds since 1970 of the call centre's clock, or what is wrong.
 *
 * @param timeZone of the call centre, an IANA name. Needed where times have an offset.
 * @throws RangeError where there is no such time zone.
 */
export function clockOf(timeZone: string | undefined): (text: string) => number | string {
  const offsetAt = timeZone === undefined ? undefined : offsets(timeZone);
  // Rows of a day follow one another.
  let [lastDate, lastDay]: [string, number | undefined] = ["", undefined];
  return (text) => {
    const shape = TIME.exec(text);
    if (!shape) {
      return `is ${JSON.stringify(text.slice(0, 40))}, but must be a time such as 2026-03-02T09:30 or 2026-03-02T14:30:00Z`;
    }
    const date = text.slice(0, 10);
    if (date !== lastDate) [lastDate, lastDay] = [date, dayOf(date)];
    const [hours, minutes] = [Number(text.slice(11, 13)), Number(text.slice(14, 16))];
    if (lastDay === undefined || hours > 23 || minutes > 59) {
      return `is ${JSON.stringify(text)}, which is no day or no time of one`;
    }
    const clock = lastDay + hours * HOUR + minutes * MINUTE;
    const [, offset] = shape;
    if (offset === undefined) return clock;
    if (!offsetAt) {
      return `is ${JSON.stringify(text)}: name the call centre's time zone with --time-zone, for its clock is not the file's`;
    }
    const instant = clock - offsetIn(offset);
    return instant + offsetAt(instant);
  };
}

/** Midnight; undefined where there is no such day, which to Date is one of the next month. */
function dayOf(date: string): number | undefined {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const midnight = Date.UTC(year, month - 1, day);
  return month <= 12 && new Date(midnight).getUTCDate() === day ? midnight : undefined;
}

function offsetIn(text: string): number {
  if (text === "Z") return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2));
  return (text.startsWith("-") ? -minutes : minutes) * MINUTE;
}

/** How far a clock is before UTC at an instant. It changes on the hour, or on a quarter of one. */
function offsets(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const known = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(instant / (HOUR / 4));
    const found = known.get(quarter);
    if (found !== undefined) return found;
    const at = quarter * (HOUR / 4);
    const part = Object.fromEntries(
      format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
    const offset = Date.UTC(year, month - 1, day, hour, minute) - at;
    known.set(quarter, offset);
    return offset;
  };
}
