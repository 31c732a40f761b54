import { createInterface } from "node:readline";
import { SandboxError } from "../model/result.ts";
import {
  type ConfigureRequest,
  Empty,
  isConnectionLost,
  isRpcError,
  ResourceProviderService,
  RpcClient,
  type RpcMethod,
} from "../protocol/rpc.ts";
import { ProviderFailure } from "../protocol/wire.ts";
import { type Child, describeEnding } from "./child-process.ts";

type Configuration = InstanceType<typeof ConfigureRequest>;

export interface ProviderOptions {
  readonly start: () => Child;
  /** What the provider is to be configured with. */
  readonly configuration: () => Configuration | Promise<Configuration>;
  /** A line that a provider wrote to its standard output. */
  readonly onOutput: (line: string) => void;
}

interface Running {
  readonly child: Child;
  readonly client: RpcClient;
}

/** A provider's process: one for a run, started when it is first needed. */
export class ProviderProcess {
  readonly #options: ProviderOptions;
  readonly #failures: string[] = [];
  #child: Child | undefined;
  #running: Promise<Running> | undefined;
  #configured: Promise<Running> | undefined;

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  /** Starts the process ahead of its first call, which is where a failure to start shows. */
  prepare(): void {
    this.#configured ??= this.#configure();
    this.#configured.catch(() => {});
  }

  async call<Q, A>(method: RpcMethod<Q, A>, request: Q): Promise<A> {
    this.#configured ??= this.#configure();
    return this.#request(await this.#configured, method, request);
  }

  /** Calls a method that a provider has to answer before it is configured. */
  async callUnconfigured<Q, A>(method: RpcMethod<Q, A>, request: Q): Promise<A> {
    this.#running ??= this.#start();
    return this.#request(await this.#running, method, request);
  }

  /** Asks a process that runs to end what it waits for. */
  cancel(): void {
    const cancelling = this.#running?.then((running) =>
      this.#request(running, ResourceProviderService.cancel, new Empty()),
    );
    // One that cannot is ended soon.
    cancelling?.catch(() => {});
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

  async #configure(): Promise<Running> {
    const configuration = await this.#options.configuration();
    await this.callUnconfigured(ResourceProviderService.configure, configuration);
    this.#running ??= this.#start();
    return this.#running;
  }

  async #start(): Promise<Running> {
    const child = this.#options.start();
    this.#child = child;
    const port = await firstLine(child, this.#options.onOutput);
    if (port === undefined) {
      throw new SandboxError(
        `The provider process ${describeEnding(await child.ended)} before it was ready.\n${await child.stderr}`.trimEnd(),
      );
    }
    return { child, client: new RpcClient(`127.0.0.1:${port}`) };
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

/**
 * The lines of a provider's standard error, less what the SDK writes there itself: `error: error.stack` of every error
 * out of check, diff, read and delete (`cmd/dynamic-provider`). `failures` are the messages of those errors.
 */
function withoutStackDumps(written: string, failures: readonly string[]): readonly string[] {
  const text = failures.reduce(withoutDump, written);
  return text.split("\n").filter((line) => line.trim() !== "");
}

function withoutDump(text: string, message: string): string {
  const found = text.indexOf(`${message}: `);
  if (found === -1) return text;
  // The error's name stands before the message, on the same line.
  const start = text.lastIndexOf("\n", found - 1) + 1;
  let end = found + message.length;
  // The stack begins with name and message again, unless the error was thrown with an empty one.
  const again = text.indexOf(message, end);
  if (again !== -1 && again < endOfLine(text, end)) end = again + message.length;
  end = endOfLine(text, end);
  while (text.startsWith("    at ", end)) end = endOfLine(text, end);
  return text.slice(0, start) + text.slice(end);
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  return newline === -1 ? text.length : newline + 1;
}
