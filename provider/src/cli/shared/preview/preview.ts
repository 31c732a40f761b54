import { isDialerConfigType } from "../../../domain/pulumi.ts";

/** A stack among those that a repository deploys. */
export interface StackName {
  readonly project: string;
  readonly stack: string;
}

/** What is to be done to a resource. */
export const operations = ["create", "update", "replace", "delete"] as const;

export type Operation = (typeof operations)[number];

/** Properties of a resource as a preview shows them: secrets and unknowns are words, nested objects are objects. */
export type Inputs = Readonly<Record<string, unknown>>;

/** A dialer configuration that changes. */
export interface Change {
  readonly urn: string;
  readonly operation: Operation;
  /** Absent where the resource is new. */
  readonly before?: Inputs;
  /** Absent where the resource goes. */
  readonly after?: Inputs;
  /** The parent's URN before; absent where the resource is new, or the preview does not name it. */
  readonly parentBefore?: string;
}

/** A dialer configuration that stays as it is. */
export interface Kept {
  readonly urn: string;
  readonly inputs: Inputs;
}

/** What the engine or a policy had to say. */
export interface Message {
  readonly severity: "error" | "warning";
  readonly text: string;
  /** The resource that it is about. */
  readonly urn?: string;
  /** The rule of a policy pack that says so: `pack/rule`. */
  readonly policy?: string;
}

/** What a preview says, whichever engine made it. */
export interface Preview {
  /** Absent where the preview ended before it named a resource. */
  readonly stack: StackName | undefined;
  /** Of dialer configurations, in the order of the preview. */
  readonly changes: readonly Change[];
  /** How many other resources an operation is planned for; operations by the engine's own names. */
  readonly others: Readonly<Record<string, number>>;
  /** Resources that stay as they are, the stack itself not counted. */
  readonly unchanged: number;
  /** The dialer configurations among them, as far as the preview shows them. */
  readonly kept: readonly Kept[];
  /** How many of the unchanged resources the preview only counts: what they are, nobody can see in it. */
  readonly hidden: number;
  readonly messages: readonly Message[];
  /** The file that the stack's `cxone:telemetry` names. */
  readonly telemetryFile?: string | undefined;
  /** Whether the engine came to the end of its output. */
  readonly isWhole: boolean;
}

const STACK_TYPE = "pulumi:pulumi:Stack";

/** `urn:pulumi:STACK::PROJECT::TYPES::NAME`, where a name may hold anything. */
function partsOf(urn: string) {
  const [head = "", project = "", types = "", ...name] = urn.split("::");
  return { stack: head.split(":").at(-1) ?? "", project, types, name: name.join("::") };
}

export function nameOf(urn: string): string {
  return partsOf(urn).name || urn;
}

export function stackOf(urn: string): StackName {
  const { project, stack } = partsOf(urn);
  return { project, stack };
}

/** The types of the resource and of what it is in, outermost first, the stack left out. */
export function typesOf(urn: string): readonly string[] {
  return partsOf(urn).types.split("$");
}

export function isConfiguration(urn: string): boolean {
  return isDialerConfigType(typesOf(urn).at(-1));
}

export function isStack(urn: string): boolean {
  return partsOf(urn).types === STACK_TYPE;
}
