import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "pulumi-cxone-dialer";
import { type Fault, startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import { stateOf } from "../../../provider/src/dialer-config/codec.ts";
import { verifyChain } from "../../../provider/src/domain/audit-chain.ts";
import { payloadHash } from "../../provider/canonical.ts";
import { Stack } from "../../provider/stack.ts";
import { settings } from "../../provider/world.ts";
import { sampled, sampleOf } from "../../support/extent.ts";
import { ProviderProcess } from "../../support/provider-process.ts";
import { type TemporaryFolder, temporaryFolder } from "../../support/temporary-folder.ts";

const EXPORTS = "/api/v2/eventstreams/exports";

/** Where a run is killed: the fault that does it, given the path of the configuration. */
export const points = {
  "as its write comes to the tenant": (path) => ({
    match: { method: "PUT", path },
    drop: "before",
  }),
  "as the tenant does its write": (path) => ({ match: { method: "PUT", path } }),
  "as its audit event comes to the tenant": () => ({ match: { path: EXPORTS }, drop: "before" }),
  "as the tenant takes its audit event": () => ({ match: { path: EXPORTS } }),
  "as the state is to be saved": () => undefined,
} as const satisfies Record<string, (path: string) => Fault | undefined>;

export type Point = keyof typeof points;

const allPoints = Object.keys(points) as Point[];

/** In a sample only the tenant doing its write: it happened, and nobody knows. */
export const pointNames = sampled(allPoints, allPoints.length, 1);

/** For a test's name. */
export const ofPoints = sampleOf(pointNames.length, allPoints.length);

/** Provider processes that are killed one after the other, a tenant that outlives them, and what they leave on the machine. */
export class CrashHarness implements AsyncDisposable {
  readonly tenant: Tenant;
  readonly #folder: TemporaryFolder;
  #provider: ProviderProcess;
  /** Tells when the tenant is done with a request, also one whose client is gone. */
  readonly #outcomes: EventEmitter;
  #cases = 0;

  static async open(): Promise<CrashHarness> {
    const outcomes = new EventEmitter();
    const tenant = await startTenant({
      requestsPerMinute: Infinity,
      requestsPerSecond: Infinity,
      onRequest: () => outcomes.emit("outcome"),
    });
    const folder = await temporaryFolder();
    return new CrashHarness(tenant, folder, await startProvider(tenant, folder), outcomes);
  }

  private constructor(
    tenant: Tenant,
    folder: TemporaryFolder,
    provider: ProviderProcess,
    outcomes: EventEmitter,
  ) {
    this.tenant = tenant;
    this.#folder = folder;
    this.#provider = provider;
    this.#outcomes = outcomes;
  }

  /** A configuration and a campaign of their own; what is `found` is there before the program. */
  newCase(found?: JsonObject): CrashCase {
    this.#cases += 1;
    const [configId, campaignId] = [`config-${this.#cases}`, `campaign-${this.#cases}`];
    this.tenant.setCampaign(campaignId, {
      agentCount: 100,
      answerRate: 0.4,
      averageHandleTime: 60,
    });
    if (found) this.tenant.setDialerConfig(configId, found);
    this.tenant.clearRequests();
    return new CrashCase(this, configId, campaignId);
  }

  /** A stack in which nothing has been deployed, with a provider process that lives. */
  newStack(): Promise<Stack> {
    return this.revive(new Stack(this.#provider));
  }

  /** Kills the provider process at that point of the operation. What comes back is the stack as it was saved before it. */
  async killDuring(
    stack: Stack,
    operation: (stack: Stack) => Promise<unknown>,
    fault: Fault | undefined,
  ): Promise<Stack> {
    const saved = stack.continuedBy(this.#provider);
    const ended = Promise.withResolvers<void>();
    if (fault) {
      const before = async () => {
        await this.#provider.kill();
        this.#outcomes.once("outcome", () => ended.resolve());
      };
      this.tenant.inject({ ...fault, before });
    }
    const outcome = await operation(stack).then(
      () => "answered",
      () => "killed",
    );
    assert.equal(outcome, fault ? "killed" : "answered");
    if (fault) await ended.promise;
    await this.#provider.kill();
    return saved;
  }

  /** A new process, for a stack whose state is as it was saved last. */
  async revive(stack: Stack, options?: { readonly journal: "lost" }): Promise<Stack> {
    this.tenant.clearFaults();
    if (options || !this.#provider.isAlive) {
      await this.#provider.kill();
      this.#provider = await startProvider(this.tenant, this.#folder, options?.journal);
    }
    return stack.continuedBy(this.#provider);
  }

  takeWarnings(): readonly string[] {
    return this.#provider.takeWarnings();
  }

  get auditLog(): string {
    return join(this.#folder.path, "audit.jsonl");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#provider.kill();
    await this.tenant.close();
    await this.#folder[Symbol.asyncDispose]();
  }
}

let journals = 0;

function startProvider(tenant: Tenant, folder: TemporaryFolder, journal?: "lost") {
  if (journal === "lost") journals += 1;
  return ProviderProcess.start({
    env: {
      CXONE_ENVIRONMENT_URL: tenant.url,
      CXONE_CLIENT_ID: tenant.clientId,
      CXONE_CLIENT_SECRET: tenant.clientSecret,
      CXONE_REQUESTS_PER_MINUTE: "100000",
      CXONE_REQUESTS_PER_SECOND: "100000",
      CXONE_JOURNAL: join(folder.path, `journal-${journals}`),
      CXONE_AUDIT_LOG: join(folder.path, "audit.jsonl"),
    },
  });
}

/** One configuration, and what has to be true of it in the end. */
export class CrashCase {
  readonly configId: string;
  readonly path: string;
  readonly #harness: CrashHarness;
  readonly #campaignId: string;

  constructor(harness: CrashHarness, configId: string, campaignId: string) {
    this.#harness = harness;
    this.configId = configId;
    this.#campaignId = campaignId;
    this.path = `/api/v2/outbound/dialerconfigs/${configId}`;
  }

  program(changes?: JsonObject): JsonObject {
    return { ...settings, configId: this.configId, campaignId: this.#campaignId, ...changes };
  }

  get document(): JsonObject | undefined {
    return this.#harness.tenant.dialerConfig(this.configId)?.document;
  }

  /** The audit events that the tenant got. */
  get events() {
    return this.#harness.tenant.exports.filter(({ event }) => event.resource_id === this.configId);
  }

  edit(change: JsonObject): void {
    this.#harness.tenant.editDialerConfig(this.configId, change);
  }

  /** Every write that the tenant did has its one event, there and in the log, and the log is whole. */
  async assertEvidenced(): Promise<void> {
    const { tenant } = this.#harness;
    const written = tenant.requests
      .filter(({ path, status }) => path === this.path && (status === 200 || status === 201))
      .filter(({ method }) => method === "PUT")
      .map(({ body }) => payloadHash(body ?? null));
    const deletions = tenant.requests.filter(
      ({ path, method, status }) => path === this.path && method === "DELETE" && status === 204,
    ).length;
    const exported = this.events;
    const hashes = exported
      .filter(({ event }) => event.audit_trail.action !== "DELETE")
      .map(({ event }) => event.payload_hash);
    assert.deepEqual(hashes, written, "the events that the tenant got");
    assert.equal(exported.length - hashes.length, deletions, "the events of deletions");

    const lines = (await readFile(this.#harness.auditLog)).toString().split("\n").slice(0, -1);
    const logged = lines
      .map((line) => JSON.parse(line))
      .filter(({ event }) => event?.resource_id === this.configId);
    assert.deepEqual(
      logged.map(({ event }) => event.audit_trail.request_id),
      exported.map(({ event }) => event.audit_trail.request_id),
      "the events in the log",
    );
    const verdict = await verifyChain(
      lines.map((line, i) => ({ number: i + 1, bytes: Buffer.from(line), isEnded: true })),
    );
    assert.equal(verdict.break, undefined);
  }

  /** The state tells what the tenant holds, and another run has nothing to do and asks the tenant for nothing. */
  async assertSettled(stack: Stack, program: JsonObject): Promise<void> {
    const live = this.#harness.tenant.dialerConfig(this.configId);
    assert.deepEqual(stateOf(stack.outputs).document, live?.document);
    assert.equal(stack.outputs.etag, live?.etag);
    const before = this.#harness.tenant.requests.length;
    assert.equal(await stack.up(program), "same");
    const more = this.#harness.tenant.requests
      .slice(before)
      .map(({ method, path }) => method + path);
    assert.deepEqual(
      more.filter((each) => !each.includes("campaign") && !each.includes("oauth")),
      [],
    );
  }
}
