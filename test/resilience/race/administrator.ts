import type { JsonObject } from "../../../provider/src/domain/json.ts";
import { edited } from "./fields.ts";
import type { Happening } from "./history.ts";
import { type ConsoleEdit, WHOLE } from "./scenario.ts";
import type { Tenant } from "./tenant.ts";

export interface AdministratorOptions {
  readonly edits: readonly ConsoleEdit[];
  readonly tenant: Tenant;
  readonly record: (happening: Happening) => void;
}

/** What the console makes where there is none. */
const blank: JsonObject = {
  name: "New",
  pacingType: "preview",
  dialRate: 1,
  agentRatio: 1,
  maxAbandonmentRate: 0.01,
  maxQueueDepth: 10,
  answerRateThreshold: 0.1,
  complianceRules: {},
};

/** Somebody at the console, who sees what the tenant holds and changes a field of a configuration. */
export class Administrator {
  readonly #name: string;
  readonly #left: ConsoleEdit[];
  readonly #options: AdministratorOptions;

  constructor(name: string, options: AdministratorOptions) {
    this.#name = name;
    this.#left = [...options.edits];
    this.#options = options;
  }

  get isDone(): boolean {
    return this.#left.length === 0;
  }

  async move(): Promise<void> {
    const edit = this.#left.shift();
    if (!edit) return;
    const { tenant, record } = this.#options;
    const { configId } = edit;
    const { document } = tenant.live(configId);
    if (edit.path !== WHOLE && !document) return;
    const version = tenant.write(
      configId,
      edit.path === WHOLE ? otherwise(document) : edited(document ?? {}, edit),
    );
    record({ kind: "edit", administrator: this.#name, version });
  }
}

/** Deleted where it is there, made where it is not. */
function otherwise(document: JsonObject | undefined): JsonObject | undefined {
  return document ? undefined : blank;
}
