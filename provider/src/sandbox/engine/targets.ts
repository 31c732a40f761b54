import { SandboxError } from "./sandbox-error.ts";
import { stackType, urnType } from "./urn.ts";

/** Which resources a run may touch: those named and the stack itself, or all where none is named. */
export class Targets {
  readonly #urns: ReadonlySet<string> | undefined;

  constructor(urns: readonly string[] = []) {
    this.#urns = urns.length > 0 ? new Set(urns) : undefined;
  }

  get isConstrained(): boolean {
    return this.#urns !== undefined;
  }

  has(urn: string): boolean {
    return this.#urns === undefined || this.#urns.has(urn) || urnType(urn) === stackType;
  }

  /** @throws SandboxError where one of them is neither in the state nor among `known`. */
  assertKnown(isKnown: (urn: string) => boolean): void {
    refuseUnknown([...(this.#urns ?? [])], isKnown);
  }
}

/** @throws SandboxError in Pulumi's words, for all that are unknown at once. */
export function refuseUnknown(urns: readonly string[], isKnown: (urn: string) => boolean): void {
  const messages = urns
    .filter((urn) => !isKnown(urn))
    .map((urn) => `Target '${urn}' could not be found in the stack.${hint(urn)}`);
  if (messages.length > 0) throw new SandboxError(messages.join("\n"));
}

/** The type of a component's child has a `$` in it, which a shell may take for a variable. */
function hint(urn: string): string {
  return urn.includes("$") ? "" : " Did you forget to escape $ in your shell?";
}
