import { defaults } from "./schema.ts";
import type { CheckedInputs, State } from "./state.ts";

/** What the engine hands over. It names the provider too, which is none of the resource's properties. */
export type Properties = Readonly<Record<string, unknown>>;

/** The arguments as check returned them. In a preview, {@link UNKNOWN} stands in some of them. */
export function checkedInputsOf(properties: Properties): CheckedInputs {
  return withDefaults(properties) as unknown as CheckedInputs;
}

/** What the last run returned. Where an earlier release did, an argument that is newer than it has its default. */
export function stateOf(properties: Properties): State {
  return withDefaults(properties) as unknown as State;
}

/**
 * The values were parsed when they went into the engine, so they are not judged again: a bound that a later release tightens
 * must not make a state unreadable.
 */
function withDefaults({ __provider, ...properties }: Properties): Properties {
  return { ...defaults(), ...properties };
}
