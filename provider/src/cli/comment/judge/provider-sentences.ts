/**
 * The sentences in which the engines and the provider say what a preview's JSON has no field for, read in this one place. What is not
 * understood stays a sentence.
 */

/** A refusal in the engines' words. */
const refusal =
  /^\S+ resource '(?<name>.*?)'(?:: property (?<property>\S+) value \{(?<value>.*?)\})? has a problem: (?<reason>.*)$/s;

export interface Refusal {
  /** The resource's name in the program. */
  readonly name: string;
  /** Absent where it is of no argument: the tenant could not be asked. */
  readonly property?: string;
  /** As the engine writes it; absent where it does not write the value of a nested property. */
  readonly asked?: string;
  readonly reason: string;
}

export function refusalIn(text: string): Refusal | undefined {
  const { name, property, value, reason } = refusal.exec(text)?.groups ?? {};
  if (name === undefined || reason === undefined) return undefined;
  const isWritten = value !== undefined && value !== "" && value !== "<nil>";
  return { name, ...(property && { property }), ...(isWritten && { asked: value }), reason };
}

/** A warning of check or diff, in the provider's words. */
const warning = /^Dialer configuration (?<configId>[^\s,]+)(?:, (?<property>\S+))?: (?<text>.*)$/s;

export interface ConfigurationWarning {
  readonly configId: string;
  /** Absent where it is of no argument. */
  readonly property?: string;
  readonly text: string;
}

export function warningIn(text: string): ConfigurationWarning | undefined {
  const { configId, property, text: what } = warning.exec(text)?.groups ?? {};
  if (configId === undefined || what === undefined) return undefined;
  return { configId, ...(property && { property }), text: what };
}

/** A setting that somebody changed in the tenant, and that the deployment puts back; values as the provider writes them. */
export interface Drift {
  readonly configId: string;
  readonly path: string;
  /** What the tenant holds. */
  readonly from: string;
  /** What the program says. */
  readonly to: string;
}

const DRIFT_SUBJECT = /^Dialer configuration (\S+): the tenant holds /;
const DRIFT_END = ". `pulumi up` changes it from ";

/**
 * Reads diff's "the tenant holds FROM in PATH, and the program says TO. `pulumi up` changes it from FROM to TO." Values and paths may
 * hold any of these words, so the sentence counts as understood only where both of its halves say the same.
 */
export function driftIn(text: string): Drift | undefined {
  const [subject, configId] = DRIFT_SUBJECT.exec(text) ?? [];
  if (subject === undefined || configId === undefined || !text.endsWith(".")) return undefined;
  for (const [first, second] of splits(text.slice(subject.length, -1), DRIFT_END)) {
    for (const [from, to] of splits(second, " to ")) {
      const [head, tail] = [`${from} in `, `, and the program says ${to}`];
      const path = first.slice(head.length, first.length - tail.length);
      if (path !== "" && first === head + path + tail) return { configId, path, from, to };
    }
  }
  return undefined;
}

/** What stands before and after a separator, for each place at which it is found. */
function* splits(text: string, separator: string): Generator<readonly [string, string]> {
  for (let at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
    yield [text.slice(0, at), text.slice(at + separator.length)];
  }
}

/** A number as the provider's messages write it; a full stop after it ends the sentence. */
const NUMBER = String.raw`\d+(?:\.\d+)?(?:e[+-]?\d+)?`;

function numbersIn(text: string, ...parts: readonly string[]): readonly number[] | undefined {
  const found = new RegExp(parts.join(`(${NUMBER})`)).exec(text);
  return found?.slice(1).map(Number);
}

/** What a refusal says of abandonment, as shares. */
export interface RefusedRate {
  readonly rate: number;
  /** Half the width of the 95 % interval; absent where the refusal writes none. */
  readonly margin?: number;
  readonly limit: number;
}

export function refusedRateIn(reason: string): RefusedRate | undefined {
  const [rate, limit] =
    numbersIn(reason, "", " % (?:\\(± [^)]*\\) )?of answered calls .*? over the limit of ", " %") ??
    [];
  if (rate === undefined || limit === undefined) return undefined;
  const [margin] = numbersIn(reason, "\\(± ", " %\\)") ?? [];
  return {
    rate: fraction(rate),
    ...(margin !== undefined && { margin: fraction(margin) }),
    limit: fraction(limit),
  };
}

function fraction(percentage: number): number {
  return Number((percentage / 100).toPrecision(12));
}

/** A value that would have passed, with everything else as it was asked for. */
export interface Passing {
  readonly path: string;
  /** The highest that passes, `none` where none does, or the range in words. */
  readonly value: number | "none" | { readonly words: string };
}

/** What would pass in place of a refused argument, as far as the refusal says it. */
export function passingIn({ property = "", asked, reason }: Refusal): readonly Passing[] {
  const [rate] = numbersIn(reason, "the highest dialRate that passes is ", "") ?? [];
  const [ratio] = numbersIn(reason, "the highest agentRatio is ", "") ?? [];
  const [limit] = numbersIn(reason, "are over agentRatioLimit, ", "\\.") ?? [];
  const [allowed] = numbersIn(reason, "Set it to at most ", ", or name the regulation") ?? [];
  const range =
    /^must be (.+?), but is /.exec(reason)?.[1] ?? /; it must be (.+)\.$/.exec(reason)?.[1];
  return [
    ...(rate !== undefined ? [{ path: "dialRate", value: rate }] : []),
    ...(reason.includes(" no dialRate passes")
      ? [{ path: "dialRate", value: "none" as const }]
      : []),
    ...(ratio !== undefined ? [{ path: "agentRatio", value: ratio }] : []),
    ...capacityLeftIn(reason, Number(asked)),
    ...(limit !== undefined ? [{ path: "agentRatio", value: limit }] : []),
    ...(allowed !== undefined ? [{ path: property, value: allowed }] : []),
    ...(range !== undefined ? [{ path: property, value: { words: range } }] : []),
  ];
}

/** The API takes no lower dial rate. */
const LOWEST_DIAL_RATE = 0.1;

/** Of a campaign that cannot carry the dials: what is left of its capacity for the configuration that was refused. */
function capacityLeftIn(reason: string, asked: number): readonly Passing[] {
  const [carried, together] =
    numbersIn(
      reason,
      "agents, which carry ",
      " dials a second at a ratio of .*? asks? for (?:the equivalent of )?",
      "\\.",
    ) ?? [];
  if (carried === undefined || together === undefined || Number.isNaN(asked)) return [];
  const left = Number((asked - (together - carried)).toPrecision(6));
  return [{ path: "dialRate", value: left < LOWEST_DIAL_RATE ? "none" : left }];
}

/** How `shown` writes a value of an argument. */
const VALUE = String.raw`(?:"(?:[^"\\]|\\.)*"|\[not shown\]|not there|\{[^{}]*\}|[^\s,"[\]{}]+)`;
const PROGRAM_CHANGES = " Since the last deployment the program changes ";
const oneChange = new RegExp(`^(.+?) from (${VALUE}) to (${VALUE})(?:, |$)`, "s");

/** An argument of a refused configuration, as it was deployed and as the program asks for it now. */
export interface AskedChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The reason of a refusal, and apart from it what the program changes; no changes where the refusal does not end with them. */
export function askedChangesIn(reason: string): {
  readonly reason: string;
  readonly changes: readonly AskedChange[];
} {
  const at = reason.lastIndexOf(PROGRAM_CHANGES);
  if (at < 0 || !reason.endsWith(".")) return { reason, changes: [] };
  const changes: AskedChange[] = [];
  let rest = reason.slice(at + PROGRAM_CHANGES.length, -1);
  while (rest !== "") {
    const [whole = "", path, before, after] = oneChange.exec(rest) ?? [];
    if (path === undefined || before === undefined || after === undefined) {
      return { reason, changes: [] };
    }
    changes.push({ path, before, after });
    rest = rest.slice(whole.length);
  }
  return { reason: reason.slice(0, at), changes };
}
