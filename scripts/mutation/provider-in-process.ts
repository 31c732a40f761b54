/**
 * What `test/support/provider-process.ts` is to the tests of a mutation run: the provider's operations in the process of the test, from
 * the source. A process of its own would load it anew for each change, and would not see which change is made.
 */
import type { JsonObject } from "pulumi-cxone-dialer";
import { check } from "../../provider/src/dialer-config/check.ts";
import { takeClaimant } from "../../provider/src/dialer-config/checked-program.ts";
import { checkedInputsOf, stateOf } from "../../provider/src/dialer-config/codec.ts";
import { create } from "../../provider/src/dialer-config/create.ts";
import { destroy } from "../../provider/src/dialer-config/delete.ts";
import { planUpdate } from "../../provider/src/dialer-config/diff.ts";
import { read } from "../../provider/src/dialer-config/read.ts";
import type { Run } from "../../provider/src/dialer-config/run.ts";
import { update } from "../../provider/src/dialer-config/update.ts";
import { CxoneError } from "../../provider/src/errors/index.ts";
import { startRun } from "../../provider/src/start-run.ts";
import type {
  CheckFailure,
  ProviderProcessOptions,
  ResourceState,
} from "../../test/support/provider-process.ts";

/** A run of its own for each instance, as a new process has it. */
export class ProviderProcess implements AsyncDisposable {
  readonly errorOutput = "";
  readonly #warnings: string[] = [];
  readonly #messages: string[] = [];
  readonly #run: Run;

  static async start(options: ProviderProcessOptions): Promise<ProviderProcess> {
    return new ProviderProcess(options);
  }

  /** Use {@link ProviderProcess.start}. */
  private constructor({ env = {}, config = {} }: ProviderProcessOptions) {
    this.#run = startRun({
      config: (name) => config[`cxone:${name}`],
      env,
      warn: async (message) => void this.#warnings.push(message),
      inform: async (message) => void this.#messages.push(message),
      rootUrn: async () => undefined,
    });
  }

  takeWarnings(): readonly string[] {
    return this.#warnings.splice(0);
  }

  takeMessages(): readonly string[] {
    return this.#messages.splice(0);
  }

  check(news: JsonObject, olds: JsonObject = {}) {
    return reported(async () => {
      const { args, claimant } = takeClaimant(plain(news));
      const result = await check(this.#run, plain(olds), args, claimant);
      const failures: readonly CheckFailure[] = result.failures ?? [];
      return { inputs: plain(result.inputs), failures };
    });
  }

  diff({ outputs }: ResourceState, news: JsonObject) {
    return reported(async () => {
      const inputs = checkedInputsOf(plain(news));
      const difference = await planUpdate(this.#run, stateOf(plain(outputs)), inputs);
      for (const warning of difference.warnings) await this.#run.connections.warn(warning);
      return { changes: difference.changes ?? false, replaces: difference.replaces ?? [] };
    });
  }

  create(inputs: JsonObject) {
    return reported(async () => {
      const { id, outs } = await create(this.#run, checkedInputsOf(plain(inputs)));
      return { id, outputs: plain(outs) };
    });
  }

  update({ outputs }: ResourceState, news: JsonObject): Promise<JsonObject> {
    return reported(async () => {
      const inputs = checkedInputsOf(plain(news));
      return plain((await update(this.#run, stateOf(plain(outputs)), inputs)).outs);
    });
  }

  read({ outputs }: ResourceState): Promise<ResourceState | undefined> {
    return reported(async () => {
      const { id, inputs, props } = await read(this.#run, stateOf(plain(outputs)));
      return id === undefined ? undefined : { id, inputs: plain(inputs), outputs: plain(props) };
    });
  }

  delete({ outputs }: ResourceState): Promise<void> {
    return reported(() => destroy(this.#run, stateOf(plain(outputs))));
  }

  async kill(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

/** As it goes over the wire, and is in the engine's state. */
function plain(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value ?? {}));
}

/** The engine gets a message and no more. */
async function reported<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    const message = error instanceof CxoneError ? error.report : undefined;
    throw message === undefined ? error : new Error(message, { cause: error });
  }
}
