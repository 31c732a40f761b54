import { type Message, nameOf } from "../read/preview.ts";

/** One thing that a preview has to say. */
export interface Remark {
  /** The resource's name in the program, where it is about one. */
  readonly name?: string;
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

/** A refused argument in the engines' words. Without a property it is no argument, but a tenant that could not be asked. */
const refusedArgument =
  /^\S+ resource '(?<name>.*?)': property (?<property>\S+) value \{.*?\} has a problem: (?<text>.*)$/s;
const protectedResource =
  /^(?:Preview failed: )?unable to (?:replace|delete) resource .* marked for protection/s;
/** All that the digest tells of a policy's veto, and what follows other errors. */
const PREVIEW_FAILED = "preview failed";

const veto: Remark = {
  text:
    "Pulumi refused the preview and does not say why in this output, which is how it is where a mandatory policy is violated. " +
    "The job's log says which. Set PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true for the preview, and it will be told here.",
};

/** Sorts what was said by what it means for a deployment. */
export function remarksOf(messages: readonly Message[]): Remarks {
  const errors = messages.filter(({ severity }) => severity === "error");
  const telling = errors.filter(({ text }) => text !== PREVIEW_FAILED);
  const isVetoed = telling.length === 0 && errors.length > 0;
  return {
    blocks: [...telling.filter(isRefusal).map(remarkOf), ...(isVetoed ? [veto] : [])],
    failures: telling.filter((message) => !isRefusal(message)).map(remarkOf),
    warnings: unique(messages.filter(({ severity }) => severity === "warning").map(remarkOf)),
  };
}

function isRefusal({ text, policy }: Message): boolean {
  return policy !== undefined || refusedArgument.test(text) || protectedResource.test(text);
}

function remarkOf({ text, urn, policy }: Message): Remark {
  const refused = refusedArgument.exec(text)?.groups;
  const name = urn === undefined ? refused?.name : nameOf(urn);
  const property = refused?.property;
  return {
    ...(name && { name }),
    ...(property && { property }),
    ...(policy && { policy }),
    text: refused?.text ?? text,
  };
}

function unique(remarks: readonly Remark[]): readonly Remark[] {
  return [...new Map(remarks.map((remark) => [JSON.stringify(remark), remark])).values()];
}
