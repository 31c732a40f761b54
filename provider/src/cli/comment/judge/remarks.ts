import { type Message, nameOf } from "../../shared/preview/preview.ts";
import {
  askedChangesIn,
  type Passing,
  passingIn,
  type RefusedRate,
  refusalIn,
  refusedRateIn,
  warningIn,
} from "./provider-sentences.ts";

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

const protection =
  /^(?:Preview failed: )?unable to (?:replace|delete) resource .* marked for protection/s;
/** All that Pulumi's digest says of a policy's veto, and what it adds to other errors. */
const PREVIEW_FAILED = "preview failed";

const veto: Remark = {
  names: [],
  text:
    "Pulumi refused the preview and this output does not say why. It is so where a mandatory policy is violated; the job's log " +
    "says which. With PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true set for the preview, the reason stands here.",
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
  const specific = errors.filter(({ text }) => text !== PREVIEW_FAILED);
  const isVetoed = specific.length === 0 && errors.length > 0;
  const remarks = (some: readonly Message[]) =>
    grouped(some.map((message) => remarkOf(message, nameOfConfiguration)));
  return {
    blocks: isVetoed ? [veto] : remarks(specific.filter(isBlocking)),
    failures: remarks(specific.filter((message) => !isBlocking(message))),
    warnings: remarks(warnings),
  };
}

function isBlocking({ text, policy }: Message): boolean {
  const isOfArgument = refusalIn(text)?.property !== undefined;
  return policy !== undefined || isOfArgument || protection.test(text);
}

function remarkOf(
  { text, urn, policy }: Message,
  nameOfConfiguration: ReadonlyMap<string, string>,
): Remark {
  const refusal = refusalIn(text);
  const warning = warningIn(text);
  const property = refusal?.property ?? warning?.property;
  const ofId = warning && (nameOfConfiguration.get(warning.configId) ?? warning.configId);
  const name = urn === undefined ? (refusal?.name ?? ofId) : nameOf(urn);
  return {
    names: name ? [name] : [],
    ...(property && { property }),
    ...(policy && { policy }),
    // What the program changes has a row of its own.
    text: refusal ? askedChangesIn(refusal.reason).reason : (warning?.text ?? text),
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

/** An argument of a refused configuration. */
export interface AskedSetting {
  readonly path: string;
  /** As it was deployed; absent where the refusal does not say. */
  readonly before?: string;
  /** What the program asks for; absent where the engine does not write it. */
  readonly after?: string;
  /** It is refused, and no other than before: something else has changed. */
  readonly isUnchanged?: true;
}

/** A configuration that the provider's check refuses: engines stop there, so the preview has no step of it. */
export interface Refused {
  readonly name: string;
  readonly settings: readonly AskedSetting[];
  /** What abandonment would be, where it is refused for that. */
  readonly abandonment?: RefusedRate;
  readonly passing: readonly Passing[];
}

export function refusedOf(messages: readonly Message[]): readonly Refused[] {
  const refusals = messages.flatMap(({ severity, text, urn }) => {
    const refusal = severity === "error" ? refusalIn(text) : undefined;
    if (refusal?.property === undefined) return [];
    const { property, asked } = refusal;
    const { reason, changes } = askedChangesIn(refusal.reason);
    const abandonment = refusedRateIn(reason);
    return [
      {
        // Two resources of different components may have one name.
        resource: urn ?? refusal.name,
        name: urn === undefined ? refusal.name : nameOf(urn),
        asked: { path: property, after: askedText(property, asked) },
        changes,
        abandonment,
        passing: passingIn({ ...refusal, reason }),
      },
    ];
  });
  return [...Map.groupBy(refusals, ({ resource }) => resource).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const changes = group.flatMap((each) => each.changes);
    const abandonment = group.find((each) => each.abandonment)?.abandonment;
    return [
      {
        name: first.name,
        settings: [...group.flatMap(({ asked }) => unchanged(asked, changes)), ...changes],
        ...(abandonment && { abandonment }),
        passing: group.flatMap(({ passing }) => passing),
      },
    ];
  });
}

/** An argument that is refused and is not among those that change: where the refusal says what does, it stays as it was. */
function unchanged(
  { path, after }: { readonly path: string; readonly after: string | undefined },
  changes: readonly AskedSetting[],
): readonly AskedSetting[] {
  if (changes.some((each) => each.path === path || each.path.startsWith(`${path}.`))) return [];
  if (after === undefined) return [{ path }];
  return [{ path, after, ...(changes.length > 0 && { before: after, isUnchanged: true }) }];
}

/** A plain word or number; anything else may be a secret in the engine's own notation. */
function askedText(property: string, asked: string | undefined): string | undefined {
  const isPlain = asked !== undefined && /^[\w.+-]+$/.test(asked);
  return isPlain && !property.startsWith("complianceRules") ? asked : undefined;
}
