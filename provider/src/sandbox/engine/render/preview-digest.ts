import type { ReportedStep } from "../model/report.ts";
import { providerTypePrefix, type ResourceState, stackType } from "../model/resource.ts";
import type { Diagnostic } from "../model/result.ts";
import {
  isArray,
  isProperties,
  type Packed,
  type PackedObject,
  type Properties,
  Secret,
  unknown,
  unknownSentinel,
  type Value,
} from "../model/values.ts";
import type { StackConfig } from "../settings.ts";

/** What a preview reports. */
export interface PreviewReport {
  /** Undefined where the run could not read it. */
  readonly config: StackConfig | undefined;
  readonly steps: readonly ReportedStep[];
  readonly diagnostics: readonly Diagnostic[];
  readonly durationMs: number;
}

/**
 * A preview as `pulumi preview --json` prints it. As there, a step of a resource that stays as it is appears only where
 * its protection changes, or with `showSames`; `changeSummary` counts it all the same. Dynamic providers name no
 * properties that differ: there, `diffReasons` is absent and `detailedDiff` null.
 */
export function previewDigest(
  { config, steps, diagnostics, durationMs }: PreviewReport,
  { showSames }: { readonly showSames: boolean },
): string {
  const summary = Object.groupBy(steps, ({ step }) => step.op);
  const digest = {
    config: unlessEmpty(digestOfConfig(config)),
    steps: unlessEmpty(steps.filter((each) => showSames || isShown(each)).map(digestOfStep)),
    diagnostics: unlessEmpty(diagnostics.map(digestOfDiagnostic)),
    duration: Math.round(durationMs * 1_000_000),
    changeSummary: unlessEmpty(
      Object.fromEntries(Object.entries(summary).map(([op, all]) => [op, all.length])),
    ),
  };
  return JSON.stringify(digest, null, 4);
}

function digestOfConfig({ values, secretKeys }: StackConfig = { values: {}, secretKeys: [] }) {
  const secrets = new Set(secretKeys);
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, secrets.has(key) ? "[secret]" : value]),
  );
}

function isShown({ step, before, after }: ReportedStep): boolean {
  return step.op !== "same" || after?.type === stackType || before?.protect !== after?.protect;
}

function digestOfStep({ step, before, after, replaceReasons, detailed }: ReportedStep) {
  const { op, urn } = step;
  const state = after ?? before;
  return {
    op,
    urn,
    provider: state?.custom ? providerOf(state) : undefined,
    oldState: before && digestOfState(before),
    newState: after && digestOfState(after),
    replaceReasons: replaceReasons && unlessEmpty(replaceReasons),
    diffReasons: detailed && [...new Set([...detailed.keys()].map(nameIn))],
    detailedDiff: detailed
      ? Object.fromEntries([...detailed].map(([path, kind]) => [path, { kind, inputDiff: false }]))
      : null,
  };
}

/** What is empty is left out; only the keys of the first two are always there. */
function digestOfState(state: ResourceState) {
  const { urn, custom, type } = state;
  return {
    urn,
    custom,
    delete: state.pendingDeletion || undefined,
    id: state.id || undefined,
    type,
    inputs: unlessEmpty(plainProperties(state.inputs)),
    outputs: unlessEmpty(plainProperties(state.outputs)),
    parent: state.parent || undefined,
    protect: state.protect || undefined,
    dependencies: unlessEmpty(state.dependencies),
    initErrors: unlessEmpty(state.initErrors),
    provider: custom ? providerOf(state) : undefined,
    propertyDependencies: unlessEmpty(state.propertyDependencies),
    pendingReplacement: state.pendingReplacement || undefined,
    additionalSecretOutputs: unlessEmpty(state.additionalSecretOutputs),
    retainOnDelete: state.retainOnDelete || undefined,
    deletedWith: state.deletedWith || undefined,
    ignoreChanges: unlessEmpty(state.ignoreChanges),
  };
}

/** The property that a path leads into. */
function nameIn(path: string): string {
  return path.split(/[.[]/)[0] ?? path;
}

/** Default providers are not in the state here: Pulumi writes an id not known yet like this. */
function providerOf({ urn, type, provider }: ResourceState): string {
  if (provider !== "") return `${provider}::${unknownSentinel}`;
  const [stack, project] = urn.split("::");
  return `${stack}::${project}::${providerTypePrefix}${type.split(":")[0]}::default::${unknownSentinel}`;
}

function digestOfDiagnostic({ severity, message, urn }: Diagnostic) {
  const prefix = severity === "info" ? "" : `${severity}: `;
  return { urn, message: `${prefix}${message}\n`, severity };
}

function plainProperties(properties: Properties): PackedObject {
  return Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, plainValue(value)]),
  );
}

function plainValue(value: Value): Packed {
  if (value instanceof Secret) return "[secret]";
  if (value === unknown) return unknownSentinel;
  if (isArray(value)) return value.map(plainValue);
  return isProperties(value) ? plainProperties(value) : value;
}

function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}
