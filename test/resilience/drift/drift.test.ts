import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import type { JsonObject } from "pulumi-cxone-dialer";
import type { Tenant } from "pulumi-cxone-dialer/sandbox";
import { ConflictError } from "../../../provider/src/errors/index.ts";
import { openRun } from "../../../provider/src/native/configuration.ts";
import { DialerConfigResource } from "../../../provider/src/native/dialer-config.ts";
import type { Properties } from "../../../provider/src/native/property-values.ts";
import { args, configurationOf, settings, startCallCentre } from "../../support/call-centre.ts";
import { isWhole } from "../../support/extent.ts";

/** The managed fields that somebody changes, with the values that they take. */
const values = { dialRate: [1, 2, 3], maxQueueDepth: [40, 50, 60] } as const;
const fields = ["dialRate", "maxQueueDepth"] as const;
type Field = (typeof fields)[number];
type Values = Readonly<Record<Field, number>>;

const policies = ["merge", "overwrite", "fail"] as const;
type Policy = (typeof policies)[number];

type Move =
  | { readonly kind: "up" | "preview" | "refresh" }
  | { readonly kind: "edit" | "program"; readonly field: Field; readonly value: number };

interface Saved {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

const urn = "urn:pulumi:test::project::cxone:index:DialerConfig::a";
const nothing: Properties = { values: {}, secrets: [] };

/** One native resource in a stack, and what its state knows of the tenant, by a count of its own. */
class Story {
  readonly #tenant: Tenant;
  readonly #policy: Policy;
  #program: Values;
  #saved: Saved | undefined;
  /** As the last deployment or refresh left it in the state, whoever set it. */
  #known: Values;

  constructor(tenant: Tenant, policy: Policy) {
    this.#tenant = tenant;
    this.#policy = policy;
    this.#program = { dialRate: 1, maxQueueDepth: 40 };
    this.#known = this.#program;
    tenant.setDialerConfig("config", { ...settings, ...this.#program, complianceRules: {} });
  }

  async play(moves: readonly Move[]): Promise<void> {
    await this.#up();
    for (const move of moves) {
      if (move.kind === "edit") {
        this.#tenant.editDialerConfig("config", { [move.field]: move.value });
      } else if (move.kind === "program") {
        this.#program = { ...this.#program, [move.field]: move.value };
      } else if (move.kind === "refresh") await this.#refresh();
      else if (move.kind === "preview") await this.#preview();
      else await this.#up();
    }
    // Once everything has been shown, the program is what holds.
    if (this.#policy === "fail") await this.#refresh();
    else await this.#up();
    await this.#up();
    assert.deepEqual(this.#live(), this.#program, "the program does not hold in the end");
  }

  #live(): Values {
    const { dialRate, maxQueueDepth } = this.#tenant.dialerConfig("config")?.document ?? {};
    return { dialRate: Number(dialRate), maxQueueDepth: Number(maxQueueDepth) };
  }

  async #up(): Promise<void> {
    const [before, known] = [this.#live(), this.#known];
    const { warnings, isDone, isWritten } = await this.#run(false);
    const now = this.#live();
    for (const field of fields) {
      const isSeen = before[field] === known[field];
      if (now[field] === before[field]) {
        const isKept = isDone && !isSeen && now[field] !== this.#program[field];
        const isNamed = warnings.some((warning) => warning.includes(field));
        // With "fail" nobody reads before there is something to write.
        if (isKept && this.#policy !== "fail") assert.ok(isNamed, `${field} was kept in silence`);
        continue;
      }
      assert.equal(now[field], this.#program[field], `${field} is nobody's`);
      const isTaken = this.#policy === "overwrite" && this.#program[field] !== known[field];
      assert.ok(isSeen || isTaken, `an edit of ${field} was put back that nobody had seen`);
    }
    if (this.#policy !== "fail" || isWritten) this.#known = now;
    const isEdited = fields.some((field) => before[field] !== known[field]);
    if (this.#policy === "fail" && isEdited) assert.deepEqual(now, before, "wrote over an edit");
  }

  async #preview(): Promise<void> {
    const before = this.#tenant.requests.length;
    const saved = this.#saved;
    await this.#run(true);
    this.#saved = saved;
    const writes = this.#tenant.requests.slice(before).filter(({ method }) => method === "PUT");
    assert.deepEqual(writes, [], "a preview wrote");
  }

  async #refresh(): Promise<void> {
    if (!this.#saved) return;
    const { resource } = this.#process();
    this.#saved = await this.#read(resource, this.#saved);
    this.#known = this.#live();
  }

  /** One run of the engine, with a process of its own. What was read is saved, also where the run then fails. */
  async #run(preview: boolean) {
    const { resource, warnings } = this.#process();
    const isReadFirst = this.#saved?.outputs.values.onConflict !== "fail";
    if (this.#saved && isReadFirst) this.#saved = await this.#read(resource, this.#saved);
    const old = this.#saved;
    const news: JsonObject = { ...args, ...this.#program, onConflict: this.#policy };
    const checked = await resource.check(urn, old?.inputs ?? nothing, { ...nothing, values: news });
    assert.deepEqual(checked.failures, []);
    // As it travels between the two.
    const inputs: Properties = JSON.parse(JSON.stringify(checked.inputs));
    if (!old) {
      this.#saved = { ...(await resource.create(inputs, preview)), inputs };
      return { warnings, isDone: true, isWritten: true };
    }
    const { changes, warnings: said } = await resource.diff(urn, old.outputs.values, inputs.values);
    warnings.push(...said);
    this.#saved = { ...old, inputs };
    if (!changes) return { warnings, isDone: true, isWritten: false };
    try {
      const outputs = await resource.update(urn, old.outputs.values, inputs, preview);
      this.#saved = { ...old, inputs, outputs };
      return { warnings, isDone: true, isWritten: true };
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      this.#saved = old;
      return { warnings, isDone: false, isWritten: false };
    }
  }

  #process() {
    const warnings: string[] = [];
    const run = openRun({
      values: configurationOf(this.#tenant),
      isDefault: true,
      env: {},
      warn: async (message) => void warnings.push(message),
      inform: async () => {},
      rootUrn: async () => undefined,
    });
    return { resource: new DialerConfigResource(run), warnings };
  }

  async #read(resource: DialerConfigResource, { id, inputs, outputs }: Saved): Promise<Saved> {
    const found = await resource.read(urn, id, outputs, inputs);
    assert.ok(found);
    return JSON.parse(JSON.stringify(found));
  }
}

const change = (kind: "edit" | "program") =>
  fc
    .constantFrom(...fields)
    .chain((field) =>
      fc.constantFrom<number>(...values[field]).map((value): Move => ({ kind, field, value })),
    );
const runs = fc.constantFrom<"up" | "preview" | "refresh">("up", "up", "up", "preview", "refresh");
const moves = fc.array(
  fc.oneof(
    change("edit"),
    change("program"),
    runs.map((kind): Move => ({ kind })),
  ),
  { maxLength: 12 },
);

describe("edits in the tenant, through the native provider", async () => {
  const tenant = await startCallCentre();
  after(() => tenant.close());
  const numRuns = Number(process.env.FUZZ_RUNS ?? (isWhole ? 100 : 10));

  for (const policy of policies) {
    test(`with onConflict "${policy}" none is put back that no deployment has shown, whatever happens`, async () => {
      await fc.assert(
        fc.asyncProperty(moves, (played) => new Story(tenant, policy).play(played)),
        { numRuns },
      );
    });
  }
});
