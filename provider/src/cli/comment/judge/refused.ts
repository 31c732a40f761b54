import { type Message, nameOf } from "../read/preview.ts";
import {
  askedChangesIn,
  type Passing,
  passingIn,
  type RefusedRate,
  refusalIn,
  refusedRateIn,
} from "../read/provider-sentences.ts";

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
