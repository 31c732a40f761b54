import type { Goal } from "./goal.ts";
import type { RegisterResourceRequest } from "./rpc.ts";
import { SandboxError, usePulumi } from "./sandbox-error.ts";
import { fromStruct } from "./wire.ts";

/** The package of everything that the SDK's dynamic provider manages. */
const dynamicPackage = "pulumi-nodejs:";

/** What the SDK can ask for and this engine cannot do. Silence would deploy something else than the program says. */
const unsupportedOptions: readonly (readonly [
  string,
  (request: RegisterResourceRequest) => boolean,
])[] = [
  ["import", (request) => request.getImportid() !== ""],
  ["replaceOnChanges", (request) => request.getReplaceonchangesList().length > 0],
  ["replacementTrigger", (request) => request.hasReplacementTrigger()],
  ["transforms", (request) => request.getTransformsList().length > 0],
];

export function refuseUnsupportedType(type: string): void {
  if (!type.startsWith(dynamicPackage)) {
    throw new SandboxError(`${type} is not a dynamic resource. ${usePulumi}`);
  }
}

export function refuseUnsupported(request: RegisterResourceRequest): void {
  if (request.getCustom() || request.getRemote()) refuseUnsupportedType(request.getType());
  for (const [option, isUsed] of unsupportedOptions) {
    if (isUsed(request))
      throw new SandboxError(`The option ${option} is not supported here. ${usePulumi}`);
  }
}

export function goalOf(request: RegisterResourceRequest, urn: string): Goal {
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((urns, key) => {
    propertyDependencies[key] = urns.getUrnsList();
  });
  return {
    urn,
    type: request.getType(),
    custom: request.getCustom(),
    inputs: fromStruct(request.getObject()),
    parent: request.getParent(),
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deletedWith: request.getDeletedwith(),
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasurnsList(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
  };
}
