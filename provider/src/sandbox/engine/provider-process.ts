import { createInterface } from "node:readline";
import { Child, describeEnding } from "./child-process.ts";
import { ProviderFailure } from "./provider-failure.ts";
import { withoutStackDumps } from "./provider-output.ts";
import {
  ConfigureRequest,
  isConnectionLost,
  isRpcError,
  ResourceProviderService,
  RpcClient,
  type RpcMethod,
} from "./rpc.ts";
import { SandboxError } from "./sandbox-error.ts";
import { toProvider } from "./wire.ts";

export interface ProviderOptions {
  /** Where a provider resolves packages from. */
  readonly cwd: string;
  /** The whole stack configuration, secrets in plain text, as Pulumi gives it to a dynamic provider. */
  readonly config: Readonly<Record<string, string>>;
  readonly env: NodeJS.ProcessEnv;
  /** Address of the engine service, to which a provider may send messages. */
  readonly engineAddress: string;
  /** The SDK's `cmd/dynamic-provider`. */
  readonly script: string;
  /** A line that a provider wrote to its standard output. */
  readonly onOutput: (line: string) => void;
}

interface Running {
  readonly child: Child;
  readonly client: RpcClient;
}

/** The SDK's dynamic-provider process: one for a run, started when it is first needed. */
export class ProviderProcess {
  readonly #options: ProviderOptions;
  readonly #failures: string[] = [];
  #child: Child | undefined;
  #running: Promise<Running> | undefined;

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  /** Starts the process ahead of its first call, which is where a failure to start shows. */
  prepare(): void {
    this.#running ??= this.#start();
    this.#running.catch(() => {});
  }

  async call<Q, A>(method: RpcMethod<Q, A>, request: Q): Promise<A> {
    this.#running ??= this.#start();
    return this.#request(await this.#running, method, request);
  }

  /** Ends the process at once; what it was asked to do fails. */
  kill(): void {
    this.#child?.kill();
  }

  /** Ends the process. Gives what it wrote to its standard error, without the SDK's own dumps of stacks. */
  async stop(): Promise<readonly string[]> {
    const running = await this.#running?.catch(() => undefined);
    running?.client[Symbol.dispose]();
    this.#child?.kill();
    const written = (await this.#child?.stderr) ?? "";
    return withoutStackDumps(written, this.#failures);
  }

  async #start(): Promise<Running> {
    const { cwd, config, env, engineAddress, script, onOutput } = this.#options;
    const child = new Child([script, engineAddress], { cwd, env });
    this.#child = child;
    const port = await firstLine(child, onOutput);
    if (port === undefined) {
      throw new SandboxError(
        `The provider process ${describeEnding(await child.ended)} before it was ready.\n${await child.stderr}`.trimEnd(),
      );
    }
    const client = new RpcClient(`127.0.0.1:${port}`);
    const configure = new ConfigureRequest().setArgs(toProvider(config)).setAcceptsecrets(true);
    const running = { child, client };
    await this.#request(running, ResourceProviderService.configure, configure);
    return running;
  }

  async #request<Q, A>(
    { child, client }: Running,
    method: RpcMethod<Q, A>,
    request: Q,
  ): Promise<A> {
    try {
      return await client.call(method, request);
    } catch (error) {
      if (isRpcError(error) && isConnectionLost(error)) throw await this.#lost(child);
      const failure = new ProviderFailure(error);
      this.#failures.push(failure.message);
      throw failure;
    }
  }

  async #lost(child: Child): Promise<SandboxError> {
    child.kill();
    const ending = describeEnding(await child.ended);
    return new SandboxError(
      `The provider process ${ending} during the operation, which may have happened or not: look at the resource, then run refresh.`,
    );
  }
}

/** The first line, which is the port; later ones go to `onOutput`. Undefined where the output ends without one. */
async function firstLine(
  child: Child,
  onOutput: (line: string) => void,
): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const lines = createInterface({ input: child.stdout });
  lines.once("line", (line) => {
    resolve(line);
    lines.on("line", onOutput);
  });
  lines.once("close", () => resolve(undefined));
  return promise;
}
