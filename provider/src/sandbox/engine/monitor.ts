import type { Deployment } from "./deployment.ts";
import { goalOf, refuseUnsupported, refuseUnsupportedType } from "./registration.ts";
import {
  DeploymentInfo,
  handle,
  ReadResourceResponse,
  RegisterResourceResponse,
  ResourceMonitorFeature,
  type RpcServer,
  SupportsFeatureResponse,
  ResourceMonitorService as service,
} from "./rpc.ts";
import { SandboxError, usePulumi } from "./sandbox-error.ts";
import { makeUrn } from "./urn.ts";
import { fromStruct, toProgram } from "./wire.ts";

/** The features that the SDK may use, by the names under which its earlier releases ask for them. */
const features = new Map([
  ["secrets", ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_SECRETS],
  ["deletedWith", ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_DELETED_WITH],
]);

export interface MonitorOptions {
  readonly deployment: Deployment;
  readonly dryRun: boolean;
  readonly project: string;
  readonly stack: string;
}

/** Serves the calls by which a program registers its resources. */
export function addMonitor(server: RpcServer, options: MonitorOptions): void {
  const { deployment, dryRun, project, stack } = options;
  const urnOf = (resource: { getParent(): string; getType(): string; getName(): string }) =>
    makeUrn({
      stack,
      project,
      parent: resource.getParent(),
      type: resource.getType(),
      name: resource.getName(),
    });

  const refuse = (what: string) => () =>
    deployment.run("", async () => {
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
      const state = await deployment.run(urn, async () => {
        refuseUnsupported(request);
        return deployment.register(goalOf(request, urn));
      });
      return new RegisterResourceResponse()
        .setUrn(state.urn)
        .setId(state.id)
        .setObject(toProgram(state.custom ? state.outputs : state.inputs));
    }),

    registerResourceOutputs: handle(service.registerResourceOutputs, (request) => {
      deployment.registerOutputs(request.getUrn(), fromStruct(request.getOutputs()));
      return undefined;
    }),

    readResource: handle(service.readResource, async (request) => {
      const urn = urnOf(request);
      const outputs = await deployment.run(urn, async () => {
        refuseUnsupportedType(request.getType());
        const known = fromStruct(request.getProperties());
        return deployment.read(urn, request.getId(), known);
      });
      return new ReadResourceResponse().setUrn(urn).setProperties(toProgram(outputs));
    }),

    invoke: handle(service.invoke, refuse("calls a function of another provider")),
    call: handle(service.call, refuse("calls a method of another provider")),
    existsResource: handle(service.existsResource, refuse("asks whether a resource exists")),
    registerPackage: handle(service.registerPackage, refuse("uses another provider's package")),
  });
}
