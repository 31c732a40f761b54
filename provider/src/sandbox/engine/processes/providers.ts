import { randomUUID } from "node:crypto";
import { makeUrn, providerTypePrefix, type ResourceState } from "../model/resource.ts";
import { SandboxError, usePulumi } from "../model/result.ts";
import { containsUnknown, type Properties, Secret } from "../model/values.ts";
import type { Invoked, Packages } from "../protocol/monitor.ts";
import {
  CheckRequest,
  ConfigureRequest,
  DiffRequest,
  ResourceProviderService as service,
} from "../protocol/rpc.ts";
import { fromStruct, toProgram, toProvider } from "../protocol/wire.ts";
import type { Settings } from "../settings.ts";
import { Child } from "./child-process.ts";
import {
  type Checked,
  type Diff,
  diffOf,
  dynamicDialect,
  identify,
  type Made,
  ProcessProvider,
  type Provider,
  pluginDialect,
  type Reading,
} from "./provider.ts";
import { ProviderProcess } from "./provider-process.ts";

export interface ProvidersOptions {
  readonly settings: Settings;
  /** Address of the engine service, to which a provider may send messages. */
  readonly engineAddress: string;
  /** The inputs of a provider that is a resource of the program, as the run knows them. */
  readonly inputsOf: (urn: string) => Properties | undefined;
  /** A line that a provider wrote to its standard output. */
  readonly onOutput: (line: string) => void;
}

interface Plugin {
  readonly process: ProviderProcess;
  readonly provider: ProcessProvider;
}

/** The package of everything that the SDK's dynamic provider manages. */
const dynamicPackage = "pulumi-nodejs";

/**
 * The providers of one run: the SDK's own for dynamic resources, and for each plugin a process with the stack's configuration, and one
 * more for each provider of its package that is a resource of the program.
 */
export class Providers implements Packages {
  readonly #options: ProvidersOptions;
  readonly #dynamic: Plugin;
  readonly #plugins = new Map<string, Plugin>();

  constructor(options: ProvidersOptions) {
    this.#options = options;
    const process = new ProviderProcess({
      start: () => this.#startDynamic(),
      configuration: () =>
        new ConfigureRequest()
          // Whole, and secrets in plain text, as Pulumi gives it to a dynamic provider.
          .setArgs(toProvider(options.settings.config.values))
          .setAcceptsecrets(true),
      onOutput: options.onOutput,
    });
    this.#dynamic = { process, provider: new ProcessProvider(process, dynamicDialect) };
  }

  /** Starts what the program most likely needs, ahead of the first call. */
  prepare(): void {
    const [first] = this.#options.settings.project.plugins.keys();
    const { process } = first === undefined ? this.#dynamic : this.#plugin(first, "");
    process.prepare();
  }

  /** Whether this engine can run what manages a type, or answers a function. */
  manages(token: string): boolean {
    const name = packageOf(token);
    return name === dynamicPackage || this.#options.settings.project.plugins.has(name);
  }

  /** @throws SandboxError where this engine cannot run what manages the type */
  assertManages(type: string): void {
    if (this.manages(type)) return;
    throw new SandboxError(
      `${type} is not a dynamic resource, and Pulumi.yaml names no plugin ${JSON.stringify(packageOf(type))}. ${usePulumi}`,
    );
  }

  /** What manages a resource. */
  of({ type, provider }: Pick<ResourceState, "type" | "provider">): Provider {
    this.assertManages(type);
    if (packageOf(type) === dynamicPackage) return this.#dynamic.provider;
    return type.startsWith(providerTypePrefix)
      ? new ProviderResources((urn) => this.#plugin(packageOf(type), urn).process)
      : this.#plugin(packageOf(type), provider).provider;
  }

  /** Calls a function of a plugin. */
  invoke(token: string, provider: string, args: Properties): Promise<Invoked> {
    return this.#plugin(packageOf(token), provider).provider.invoke(token, args);
  }

  /** Asks the plugins to end what they wait for. */
  cancel(): void {
    for (const { process } of this.#plugins.values()) process.cancel();
  }

  kill(): void {
    for (const { process } of this.#all()) process.kill();
  }

  /** Ends the processes. Gives what they wrote to their standard error. */
  async stop(): Promise<readonly string[]> {
    return (await Promise.all(this.#all().map(({ process }) => process.stop()))).flat();
  }

  #all(): readonly Plugin[] {
    return [this.#dynamic, ...this.#plugins.values()];
  }

  /** @param urn Of the provider; empty for the default one of the package. */
  #plugin(name: string, urn: string): Plugin {
    const key = urn === "" ? name : urn;
    const known = this.#plugins.get(key);
    if (known) return known;
    const process: ProviderProcess = new ProviderProcess({
      start: () => this.#startPlugin(name),
      configuration: async () =>
        urn === ""
          ? this.#defaultConfiguration(name, process)
          : configurationOf(urn, this.#inputsOf(urn)),
      onOutput: this.#options.onOutput,
    });
    const plugin = { process, provider: new ProcessProvider(process, pluginDialect) };
    this.#plugins.set(key, plugin);
    return plugin;
  }

  #inputsOf(urn: string): Properties {
    const inputs = this.#options.inputsOf(urn);
    if (inputs && !containsUnknown(inputs)) return inputs;
    const problem = inputs
      ? "has settings that the preview does not know"
      : "is neither in the program nor in the state";
    throw new SandboxError(`The provider ${urn} ${problem}. ${usePulumi}`);
  }

  /** The stack's configuration in the package's namespace, as the plugin checks it. */
  async #defaultConfiguration(name: string, process: ProviderProcess) {
    const { project, stack, config } = this.#options.settings;
    const type = `${providerTypePrefix}${name}`;
    const urn = makeUrn({ stack, project: project.name, parent: "", type, name: "default" });
    const prefix = `${name}:`;
    const entries = Object.entries(config.values).filter(([key]) => key.startsWith(prefix));
    const news = Object.fromEntries(
      entries.map(([key, value]) => [
        key.slice(prefix.length),
        config.secretKeys.includes(key) ? new Secret(value) : value,
      ]),
    );
    const { inputs, failures } = await checkConfig(process, urn, {}, news);
    const [failure] = failures;
    if (failure) throw new SandboxError(`${prefix}${failure.property}: ${failure.reason}`);
    return configurationOf(urn, inputs);
  }

  #startDynamic(): Child {
    const { settings, engineAddress } = this.#options;
    const { project, env, sdk } = settings;
    return Child.node([sdk.dynamicProvider, engineAddress], {
      cwd: project.directory,
      env: { ...env, PULUMI_NODEJS_PROJECT: project.name },
    });
  }

  #startPlugin(name: string): Child {
    const { project, env } = this.#options.settings;
    const executable = project.plugins.get(name) ?? "";
    return Child.plugin(executable, [this.#options.engineAddress], { cwd: project.directory, env });
  }
}

/** `cxone` of `cxone:index:DialerConfig` and of `pulumi:providers:cxone`. */
function packageOf(type: string): string {
  const rest = type.startsWith(providerTypePrefix) ? type.slice(providerTypePrefix.length) : type;
  return rest.split(":")[0] ?? "";
}

function configurationOf(urn: string, inputs: Properties) {
  const request = identify(new ConfigureRequest(), urn).setArgs(toProgram(inputs));
  return request.setAcceptsecrets(true).setSendsOldInputs(true).setSendsOldInputsToDelete(true);
}

async function checkConfig(
  process: ProviderProcess,
  urn: string,
  olds: Properties,
  news: Properties,
): Promise<Checked> {
  const request = identify(new CheckRequest(), urn);
  request.setOlds(toProgram(olds)).setNews(toProgram(news));
  const answer = await process.callUnconfigured(service.checkConfig, request);
  return {
    inputs: fromStruct(answer.getInputs()),
    failures: answer.getFailuresList().map((failure) => failure.toObject()),
  };
}

/** Providers that are resources of the program. What they are is a process that has their inputs for a configuration. */
class ProviderResources implements Provider {
  readonly #processOf: (urn: string) => ProviderProcess;

  constructor(processOf: (urn: string) => ProviderProcess) {
    this.#processOf = processOf;
  }

  check(urn: string, olds: Properties, news: Properties): Promise<Checked> {
    return checkConfig(this.#processOf(urn), urn, olds, news);
  }

  async diff(old: ResourceState, news: Properties): Promise<Diff> {
    const request = identify(new DiffRequest(), old.urn).setId(old.id).setNews(toProgram(news));
    request.setOlds(toProgram(old.outputs)).setOldInputs(toProgram(old.inputs));
    const process = this.#processOf(old.urn);
    // Which properties differ is for the engine to find out.
    return {
      ...diffOf(await process.callUnconfigured(service.diffConfig, request)),
      detailed: undefined,
    };
  }

  async create(_urn: string, inputs: Properties): Promise<Made> {
    return { id: randomUUID(), outputs: inputs, refreshBeforeUpdate: false };
  }

  async update(_old: ResourceState, news: Properties): Promise<Omit<Made, "id">> {
    return { outputs: news, refreshBeforeUpdate: false };
  }

  async read({ id, inputs, outputs }: ResourceState): Promise<Reading> {
    return { id, inputs, outputs, refreshBeforeUpdate: false };
  }

  async delete(): Promise<void> {}
}
