import { bareEnvironment } from "../../support/process-environment.ts";
import { ProviderProcess } from "../../support/provider-process.ts";
import { client } from "./canaries.ts";

/**
 * One provider process for each step of a cell, as each command has a process of its own: what deploys, what meets the fault,
 * what is run when the fault is over, and what is run after that. Every cell goes through all of them.
 */
export class Processes implements AsyncDisposable {
  readonly deploying: ProviderProcess;
  readonly faulty: ProviderProcess;
  readonly next: ProviderProcess;
  readonly last: ProviderProcess;
  readonly #warnings: string[] = [];

  static async start(journal: string): Promise<Processes> {
    return new Processes(
      await Promise.all([
        start(journal),
        start(journal, { MATRIX_FAULTS: "true" }),
        start(journal),
        start(journal),
      ]),
    );
  }

  /** Use {@link Processes.start}. */
  private constructor([deploying, faulty, next, last]: readonly [
    ProviderProcess,
    ProviderProcess,
    ProviderProcess,
    ProviderProcess,
  ]) {
    this.deploying = deploying;
    this.faulty = faulty;
    this.next = next;
    this.last = last;
  }

  get #all(): readonly ProviderProcess[] {
    return [this.deploying, this.faulty, this.next, this.last];
  }

  /** All that they have warned of so far. */
  warnings(): readonly string[] {
    this.#warnings.push(...this.#all.flatMap((each) => each.takeWarnings()));
    return this.#warnings;
  }

  /** What they wrote to their standard error so far. */
  get errorOutput(): string {
    return this.#all.map(({ errorOutput }) => errorOutput).join("");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#all.map((each) => each[Symbol.asyncDispose]()));
  }
}

const preloads = ["scaled-time.ts", "separate-providers.ts"].map(
  (name) => `--import=${new URL(`fixtures/${name}`, import.meta.url)}`,
);

function start(journal: string, env: Record<string, string> = {}): Promise<ProviderProcess> {
  return ProviderProcess.start({
    env: {
      ...env,
      NODE_OPTIONS: [bareEnvironment.NODE_OPTIONS, ...preloads].join(" "),
      CXONE_CLIENT_ID: client.clientId,
      CXONE_CLIENT_SECRET: client.clientSecret,
      CXONE_REQUESTS_PER_MINUTE: "100000",
      CXONE_REQUESTS_PER_SECOND: "100000",
      CXONE_JOURNAL: journal,
    },
  });
}
