import { type Goal, makeUrn, type ResourceState } from "../model/resource.ts";
import { SandboxError, usePulumi } from "../model/result.ts";
import type { Properties } from "../model/values.ts";
import {
  CheckFailure,
  DeploymentInfo,
  handle,
  ReadResourceResponse,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  ResourceInvokeResponse,
  ResourceMonitorFeature,
  type RpcServer,
  SupportsFeatureResponse,
  ResourceMonitorService as service,
} from "./rpc.ts";
import { fromStruct, toProgram } from "./wire.ts";

/** The features that the SDK may use, by the names under which its earlier releases ask for them. */
const features = new Map([
  ["secrets", ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_SECRETS],
  ["deletedWith", ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_DELETED_WITH],
  // Without them the SDK would ask for an update of Pulumi's command line. They are refused here.
  ["transforms", ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_TRANSFORMS],
]);

/** Does what a program asks for. */
export interface Registrar {
  /** Runs an operation for the program; where it fails, reports that and rejects with `Unavailable`. */
  run<T>(urn: string, operation: () => Promise<T>): Promise<T>;
  register(goal: Goal): Promise<ResourceState>;
  registerOutputs(urn: string, outputs: Properties): void;
  read(resource: ResourceToRead, known: Properties): Promise<Properties>;
}

export interface ResourceToRead {
  readonly urn: string;
  readonly id: string;
  /** URN of the program's own provider that it is read with; empty for the default one. */
  readonly provider: string;
}

/** The packages whose resources and functions a program may use. */
export interface Packages {
  /** Whether there is a provider of the type, or of the function. */
  manages(token: string): boolean;
  /** @throws SandboxError where there is none */
  assertManages(type: string): void;
  /** Calls a function of the provider with that URN, or of the default one where it is empty. */
  invoke(token: string, provider: string, args: Properties): Promise<Invoked>;
}

export interface Invoked {
  readonly result: Properties;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

interface MonitorOptions {
  readonly registrar: Registrar;
  readonly packages: Packages;
  readonly dryRun: boolean;
  readonly project: string;
  readonly stack: string;
}

/** Serves the calls by which a program registers its resources. */
export function addMonitor(server: RpcServer, options: MonitorOptions): void {
  const { registrar, packages, dryRun, project, stack } = options;
  const urnOf = (resource: { getParent(): string; getType(): string; getName(): string }) =>
    makeUrn({
      stack,
      project,
      parent: resource.getParent(),
      type: resource.getType(),
      name: resource.getName(),
    });

  const refuse = (what: string) => () =>
    registrar.run("", async () => {
      throw new SandboxError(`The program ${what}. ${usePulumi}`);
    });

  server.add(service, {
    getDeploymentInfo: handle(service.getDeploymentInfo, () =>
      new DeploymentInfo()
        .setProject(project)
        .setStack(stack)
        .setDryrun(dryRun)
        .setSupportedfeaturesList([...features.values()]),
    ),

    supportsFeature: handle(service.supportsFeature, (request) =>
      new SupportsFeatureResponse().setHassupport(features.has(request.getId())),
    ),

    registerResource: handle(service.registerResource, async (request) => {
      const urn = urnOf(request);
      const state = await registrar.run(urn, async () => {
        if (request.getCustom() || request.getRemote()) packages.assertManages(request.getType());
        refuseUnsupported(request);
        return registrar.register(goalOf(request, urn));
      });
      return new RegisterResourceResponse()
        .setUrn(state.urn)
        .setId(state.id)
        .setObject(toProgram(state.custom ? state.outputs : state.inputs));
    }),

    registerResourceOutputs: handle(service.registerResourceOutputs, (request) => {
      registrar.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()));
      return undefined;
    }),

    readResource: handle(service.readResource, async (request) => {
      const urn = urnOf(request);
      const outputs = await registrar.run(urn, async () => {
        packages.assertManages(request.getType());
        const known = fromStruct(request.getProperties());
        const provider = providerUrn(request.getProvider());
        return registrar.read({ urn, id: request.getId(), provider }, known);
      });
      return new ReadResourceResponse().setUrn(urn).setProperties(toProgram(outputs));
    }),

    invoke: handle(service.invoke, async (request) => {
      const token = request.getTok();
      if (!packages.manages(token)) return refuse("calls a function of another provider")();
      const provider = providerUrn(request.getProvider());
      const args = fromStruct(request.getArgs());
      const { result, failures } = await packages.invoke(token, provider, args);
      const reply = new ResourceInvokeResponse().setReturn(toProgram(result));
      return reply.setFailuresList(
        failures.map(({ property, reason }) =>
          new CheckFailure().setProperty(property).setReason(reason),
        ),
      );
    }),
    registerStackTransform: handle(
      service.registerStackTransform,
      refuse("registers a transform for all its resources"),
    ),
    call: handle(service.call, refuse("calls a method of another provider")),
    existsResource: handle(service.existsResource, refuse("asks whether a resource exists")),
    registerPackage: handle(service.registerPackage, refuse("uses another provider's package")),
  });
}

/** The URN in a reference to a provider, which its id follows. */
function providerUrn(reference: string): string {
  return reference.slice(0, Math.max(0, reference.lastIndexOf("::")));
}

/** The SDK's dynamic provider names no property that differs, and imports nothing. */
function isDynamic(request: RegisterResourceRequest): boolean {
  return request.getType().startsWith("pulumi-nodejs:");
}

/** What the SDK can ask for and this engine cannot do. Silence would deploy something else than the program says. */
const unsupportedOptions: readonly (readonly [
  string,
  (request: RegisterResourceRequest) => boolean,
])[] = [
  ["import", (request) => request.getImportid() !== "" && isDynamic(request)],
  [
    "replaceOnChanges",
    (request) => request.getReplaceonchangesList().length > 0 && isDynamic(request),
  ],
  ["replacementTrigger", (request) => request.hasReplacementTrigger()],
  ["transforms", (request) => request.getTransformsList().length > 0],
];

function refuseUnsupported(request: RegisterResourceRequest): void {
  for (const [option, isUsed] of unsupportedOptions) {
    if (isUsed(request))
      throw new SandboxError(`The option ${option} is not supported here. ${usePulumi}`);
  }
}

function goalOf(request: RegisterResourceRequest, urn: string): Goal {
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((urns, key) => {
    propertyDependencies[key] = urns.getUrnsList();
  });
  return {
    urn,
    type: request.getType(),
    custom: request.getCustom(),
    importId: request.getImportid(),
    inputs: fromStruct(request.getObject()),
    parent: request.getParent(),
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deletedWith: request.getDeletedwith(),
    provider: providerUrn(request.getProvider()),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasurnsList(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
  };
}
