import type { ChildProcess } from "node:child_process";
import type { JsonObject } from "pulumi-cxone-dialer";

/** One step of a run, of a resource that a provider manages. */
export interface EngineStep {
  readonly op: string;
  /** The resource's name in the program. */
  readonly name: string;
  /** The inputs that differ, sorted, as paths: `complianceRules.ringSeconds`. */
  readonly changed: readonly string[];
}

export interface EngineRun {
  readonly ok: boolean;
  /** All steps but those of resources that stay the same, sorted by name. */
  readonly steps: readonly EngineStep[];
  readonly outputs: JsonObject;
  /** Warnings and errors, as a person reads them. */
  readonly messages: string;
}

/** Something that runs a Pulumi program: the sandbox engine, or Pulumi's own command line where it is installed. */
export interface Engine extends AsyncDisposable {
  preview(config?: Config, flags?: Flags): Promise<EngineRun>;
  up(config?: Config, flags?: Flags): Promise<EngineRun>;
  refresh(): Promise<EngineRun>;
  destroy(): Promise<EngineRun>;
  /** `up` in a process of its own, as a person runs it, who may stop it. */
  startUp(config?: Config, flags?: Flags): Promise<ChildProcess>;
  /** What has to be done before another run where one was killed. */
  recover(): Promise<void>;
  /** Everything that the engine wrote about the stack, to search it for what must not be there. */
  stateText(): Promise<string>;
  /** The URN of a dialer configuration of the program. */
  urn(resource: ResourceName): string;
}

export interface ResourceName {
  readonly name: string;
  /** The type of the component that it is in. @default none */
  readonly parentType?: string | undefined;
}

/** Which resources a run is about, by their URNs, as on Pulumi's command line. */
export interface Flags {
  readonly target?: readonly string[];
  readonly replace?: readonly string[];
}

export function argumentsOf({ target = [], replace = [] }: Flags): readonly string[] {
  return [
    ...target.flatMap((urn) => ["--target", urn]),
    ...replace.flatMap((urn) => ["--replace", urn]),
  ];
}

/** How a program manages dialer configurations: as dynamic resources, or through the native provider. */
export type Door = "dynamic" | "native";

const types: Readonly<Record<Door, string>> = {
  dynamic: "pulumi-nodejs:dynamic/cxone:DialerConfig",
  native: "cxone:index:DialerConfig",
};

export function urnOf(
  { stack, project, door = "dynamic" }: StackName & { readonly door?: Door },
  { name, parentType }: ResourceName,
): string {
  const type = types[door];
  const qualified = parentType === undefined ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

interface StackName {
  readonly stack: string;
  readonly project: string;
}

/** Keys without a colon belong to the project, as on Pulumi's command line. */
export type Config = Readonly<Record<string, string>>;

export interface EngineOptions {
  /** The folder with `Pulumi.yaml`. */
  readonly program: string;
  readonly config?: Config;
  readonly secretConfig?: Config;
  readonly env?: Readonly<Record<string, string>>;
}

export interface EngineKind {
  readonly name: string;
  readonly door: Door;
  start(options: EngineOptions): Promise<Engine>;
}

/** The native provider shows the forecast's figures beside what moves them. */
export function withoutForecast(steps: readonly EngineStep[]): readonly EngineStep[] {
  return steps.map((step) => ({
    ...step,
    changed: step.changed.filter((path) => !path.startsWith("forecast.")),
  }));
}

/** The steps that a test looks at: of resources, changed, in an order that does not depend on who was first. */
export function relevantSteps(
  steps: readonly (EngineStep & { readonly urn: string })[],
): EngineStep[] {
  return steps
    .filter(
      ({ op, urn }) =>
        op !== "same" &&
        Object.values(types).some((type) => type === urn.split("::")[2]?.split("$").at(-1)),
    )
    .map(({ op, name, changed }) => ({ op, name, changed }))
    .sort((a, b) => a.name.localeCompare(b.name) || a.op.localeCompare(b.op));
}
