import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { beginRun, type Provider, takeMessages } from "./in-process.ts";
import { ManyStack, type Program, type RunOptions } from "./stack-run.ts";
import { foundDocument, settings, stackConfigOf, startUnlimitedTenant } from "./world.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());
export const tenant = await startUnlimitedTenant();
tenant.setCampaign("campaign", { agentCount: 100, answerRate: 0.4, averageHandleTime: 60 });

let configurations = 0;

/** A stack, its tenant's configurations, and the machine it runs on: each run begins anew. */
export class Scene {
  readonly stack = new ManyStack();
  readonly ids: readonly string[];
  /** What the last run said. */
  messages = "";
  #machine = 1;

  /** @param found What the tenant holds; `undefined` where it holds nothing. */
  constructor(...found: readonly (JsonObject | undefined)[]) {
    this.ids = found.map(() => `configuration-${++configurations}`);
    found.forEach((document, i) => {
      tenant.setDialerConfig(this.ids[i] ?? "", document);
    });
    tenant.clearRequests();
  }

  get id(): string {
    return this.ids[0] ?? "";
  }

  args(changes: JsonObject = {}, configId = this.id): JsonObject {
    return { ...settings, configId, campaignId: "campaign", ...changes };
  }

  document(configId = this.id): JsonObject | undefined {
    return tenant.dialerConfig(configId)?.document;
  }

  /** The writes since this was last asked, as `PUT configuration-1`. */
  takeWrites(): readonly string[] {
    const writes = tenant.requests
      .filter(({ method }) => method === "PUT" || method === "DELETE")
      .map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);
    tenant.clearRequests();
    return writes;
  }

  moveToAnotherMachine(): void {
    this.#machine += 1;
  }

  /** The folder of this machine's records. */
  get journal(): string {
    return join(folder.path, `${this.id}-${this.#machine}`);
  }

  /** Moves to a machine on which nothing can be kept. */
  async moveToFullMachine(): Promise<void> {
    this.moveToAnotherMachine();
    await writeFile(this.journal, "a file where the folder would be");
  }

  async run<T>(command: (provider: Provider) => Promise<T>): Promise<T> {
    const provider = await beginRun({
      ...stackConfigOf(tenant),
      "cxone:journal": this.journal,
      "cxone:requestsPerMinute": "100000",
      "cxone:requestsPerSecond": "100000",
    });
    try {
      return await command(provider);
    } finally {
      this.messages = (await takeMessages()).join("\n");
    }
  }

  up(program: Program, options?: RunOptions): Promise<readonly string[]> {
    return this.run((provider) => this.stack.up(provider, program, options));
  }

  destroy(order?: Parameters<ManyStack["destroy"]>[1]): Promise<void> {
    return this.run((provider) => this.stack.destroy(provider, order));
  }

  async isUnchangedBy(program: Program, options?: RunOptions): Promise<void> {
    assert.deepEqual(await this.up(program, options), []);
  }
}

/** What the program makes of what was found. */
export const adopted = {
  ...foundDocument,
  ...settings,
  complianceRules: { ...foundDocument.complianceRules, ringSeconds: 15 },
};

/** Deploys a resource until the write journal holds nothing any more of how it made its own what it found. */
export async function settle(scene: Scene, name: string, changes: JsonObject = {}): Promise<void> {
  for (const dialRate of [3, 2, 1])
    await scene.up({ [name]: scene.args({ dialRate, ...changes }) });
}

/** The next creation is done, and the run fails without knowing. */
export function loseCreation(): void {
  const before = () => tenant.inject({ match: { method: "GET" }, status: 403 });
  tenant.inject({ match: { method: "PUT" }, drop: "after", before });
  tenant.inject({ match: { method: "PUT" }, status: 403 });
}

/** Rules that change one which is found, in a resource that leaves the others to the tenant. */
export const inBetween = {
  ...adopted.complianceRules,
  callingHours: { end: "21:00" },
};
