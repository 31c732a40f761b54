import type { dynamic } from "@pulumi/pulumi";
import { check } from "./dialer-config/check.ts";
import { takeClaimant } from "./dialer-config/checked-program.ts";
import { checkedInputsOf, type Properties, stateOf } from "./dialer-config/codec.ts";
import { create } from "./dialer-config/create.ts";
import { destroy } from "./dialer-config/delete.ts";
import { planUpdate } from "./dialer-config/diff.ts";
import { read } from "./dialer-config/read.ts";
import type { Run } from "./dialer-config/run.ts";
import { update } from "./dialer-config/update.ts";
import { endWithEngine, inform, rootUrn, warn } from "./engine.ts";
import { CxoneError } from "./errors/index.ts";
import type { SettingName } from "./settings/setting-names.ts";
import { startRun } from "./start-run.ts";

/** The provider that the engine's dynamic-provider process loads: one instance, and one run, for all resources. */
class DialerConfigProvider implements dynamic.ResourceProvider {
  #run = runWith(() => undefined);

  /** Only takes note: the SDK does not wait for it before it calls the other methods, so nothing here may be awaited. */
  configure({ config }: dynamic.ConfigureRequest): Promise<void> {
    this.#run = runWith((name) => config.get(`cxone:${name}`));
    return Promise.resolve();
  }

  check(olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
    const { __provider, ...properties } = news;
    const { args, claimant } = takeClaimant(properties);
    return reported(() => check(this.#run, olds, args, claimant));
  }

  diff(_id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
    return reported(async () => {
      const { warnings, ...difference } = await planUpdate(
        this.#run,
        stateOf(olds),
        checkedInputsOf(news),
      );
      for (const warning of warnings) await this.#run.connections.warn(warning);
      return difference;
    });
  }

  create(inputs: Properties): Promise<dynamic.CreateResult> {
    return reported(() => create(this.#run, checkedInputsOf(inputs)));
  }

  read(_id: string, properties: Properties): Promise<dynamic.ReadResult> {
    return reported(() => read(this.#run, stateOf(properties)));
  }

  update(_id: string, olds: Properties, news: Properties): Promise<dynamic.UpdateResult> {
    return reported(() => update(this.#run, stateOf(olds), checkedInputsOf(news)));
  }

  delete(_id: string, properties: Properties): Promise<void> {
    return reported(() => destroy(this.#run, stateOf(properties)));
  }
}

function runWith(config: (name: SettingName) => string | undefined): Run {
  return startRun({ config, env: process.env, warn, inform, rootUrn });
}

/** The SDK prints the stack of what check, diff, read and delete throw: for an error of ours the message says it all. */
async function reported<T>(operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof CxoneError) {
      error.message = error.report;
      error.stack = "";
    }
    throw error;
  }
}

// Where Node.js is told to write reports of crashes, they would hold the environment, and the client's secret in it.
process.report.excludeEnv = true;

endWithEngine();

export const provider: dynamic.ResourceProvider = new DialerConfigProvider();
