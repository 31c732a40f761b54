import { type Message, nameOf } from "../read/preview.ts";

/** One thing that a preview has to say, of as many resources as it says it of. */
export interface Remark {
  /** The resources' names in the program; none where it is about the stack. */
  readonly names: readonly string[];
  /** The argument that it is about. */
  readonly property?: string;
  /** The rule of a policy pack that says it: `pack/rule`. */
  readonly policy?: string;
  readonly text: string;
}

export interface Remarks {
  /** What the deployment is refused for: arguments, rules of policies, protection. */
  readonly blocks: readonly Remark[];
  /** Why the preview could not be made. */
  readonly failures: readonly Remark[];
  readonly warnings: readonly Remark[];
}

/** A refusal in the engines' words. Without a property it is of no argument: the tenant could not be asked. */
const refusal =
  /^\S+ resource '(?<name>.*?)'(?:: property (?<property>\S+) value \{.*?\})? has a problem: (?<text>.*)$/s;
/** A warning in the provider's words. */
const warning = /^Dialer configuration (?<configId>\S+), (?<property>[\w.]+): (?<text>.*)$/s;
const protection =
  /^(?:Preview failed: )?unable to (?:replace|delete) resource .* marked for protection/s;
/** All that Pulumi's digest tells of a policy's veto, and what it adds to other errors. */
const PREVIEW_FAILED = "preview failed";

const veto: Remark = {
  names: [],
  text:
    "Pulumi refused the preview and this output does not say why. It is so where a mandatory policy is violated; the job's log " +
    "says which. With PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true set for the preview, it is told here.",
};

/**
 * Sorts what was said by what it means for a deployment.
 *
 * @param nameOfConfiguration the resource's name in the program, by the configuration's id
 */
export function remarksOf(
  messages: readonly Message[],
  nameOfConfiguration: ReadonlyMap<string, string>,
): Remarks {
  const warnings = messages.filter(({ severity }) => severity === "warning");
  const errors = messages.filter(({ severity }) => severity === "error");
  const told = errors.filter(({ text }) => text !== PREVIEW_FAILED);
  const isVetoed = told.length === 0 && errors.length > 0;
  const remarks = (some: readonly Message[]) =>
    grouped(some.map((message) => remarkOf(message, nameOfConfiguration)));
  return {
    blocks: isVetoed ? [veto] : remarks(told.filter(isBlocking)),
    failures: remarks(told.filter((message) => !isBlocking(message))),
    warnings: remarks(warnings),
  };
}

function isBlocking({ text, policy }: Message): boolean {
  const isOfArgument = refusal.exec(text)?.groups?.property !== undefined;
  return policy !== undefined || isOfArgument || protection.test(text);
}

function remarkOf(
  { text, urn, policy }: Message,
  nameOfConfiguration: ReadonlyMap<string, string>,
): Remark {
  const parts = refusal.exec(text)?.groups ?? warning.exec(text)?.groups ?? {};
  const { configId, property } = parts;
  const ofId = configId && (nameOfConfiguration.get(configId) ?? configId);
  const name = urn === undefined ? (parts.name ?? ofId) : nameOf(urn);
  return {
    names: name ? [name] : [],
    ...(property && { property }),
    ...(policy && { policy }),
    text: parts.text ?? text,
  };
}

/** What is said of several resources in the same words is said once. */
function grouped(remarks: readonly Remark[]): readonly Remark[] {
  const groups = Map.groupBy(remarks, ({ names: _, ...what }) => JSON.stringify(what));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const names = [...new Set(group.flatMap((remark) => remark.names))];
    return first ? [{ ...first, names }] : [];
  });
}
