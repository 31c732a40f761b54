import { check } from "../../../provider/src/dialer-config/check.ts";
import { checkedInputsOf, stateOf } from "../../../provider/src/dialer-config/codec.ts";
import { create } from "../../../provider/src/dialer-config/create.ts";
import { destroy } from "../../../provider/src/dialer-config/delete.ts";
import { planUpdate } from "../../../provider/src/dialer-config/diff.ts";
import { read } from "../../../provider/src/dialer-config/read.ts";
import type { Run as ProviderRun } from "../../../provider/src/dialer-config/run.ts";
import { update } from "../../../provider/src/dialer-config/update.ts";
import type { JsonObject } from "../../../provider/src/domain/json.ts";
import { DialerConfigResource, isReadFirst } from "../../../provider/src/native/dialer-config.ts";
import type { Properties } from "../../../provider/src/native/property-values.ts";
import type { Lifecycle } from "./engine.ts";
import type { Door } from "./scenario.ts";

/** Through each door, what a new process of the provider offers the engine. */
export interface Provider extends Readonly<Record<Door, (run: ProviderRun) => Lifecycle>> {
  /** Its requests carry no preconditions. */
  readonly isBlunt?: boolean;
}

/** The product itself. */
export const product: Provider = { dynamic: dynamicLifecycle, native: nativeLifecycle };

function dynamicLifecycle(run: ProviderRun): Lifecycle {
  return {
    check: (urn, olds, news) => check(run, olds, news, claimantOf(urn)),
    diff: (_urn, olds, news) => planUpdate(run, stateOf(olds), checkedInputsOf(news)),
    create: (_urn, inputs) => create(run, checkedInputsOf(inputs)),
    read: (_urn, properties) => read(run, stateOf(properties)),
    update: (_urn, olds, news) => update(run, stateOf(olds), checkedInputsOf(news)),
    delete: (_urn, properties) => destroy(run, stateOf(properties)),
  };
}

/** As the resource's constructor says it: the engine does not say to a dynamic resource which one it is. */
function claimantOf(urn: string) {
  const [resourceName = "", component] = urn.split("$").toReversed();
  const parentUrn = component && `urn:pulumi:stack::dialers::${component}`;
  return { resourceName, ...(parentUrn && { parentUrn }) };
}

function nativeLifecycle(run: ProviderRun): Lifecycle {
  const resource = new DialerConfigResource(run);
  return {
    async check(urn, olds, news) {
      const { inputs, failures } = await resource.check(fullUrn(urn), plain(olds), plain(news));
      return { inputs: inputs.values, failures };
    },
    async diff(urn, olds, news) {
      const { values } = plain(olds);
      const difference = await resource.diff(fullUrn(urn), values, plain(news).values);
      for (const warning of difference.warnings) await run.connections.warn(warning);
      const replaces = [...difference.fields].flatMap(([path, kind]) =>
        kind === "update-replace" ? path : [],
      );
      return { changes: difference.changes, replaces };
    },
    async create(_urn, inputs) {
      const { outputs } = await resource.create(plain(inputs), false);
      return { outs: outputs.values };
    },
    async read(urn, properties, inputs) {
      const id = String(properties.configId);
      const found = await resource.read(fullUrn(urn), id, plain(properties), plain(inputs));
      return found
        ? { id: found.id, inputs: found.inputs.values, props: found.outputs.values }
        : {};
    },
    async update(urn, olds, news) {
      const { values } = plain(olds);
      return { outs: (await resource.update(fullUrn(urn), values, plain(news), false)).values };
    },
    delete: (urn, properties) => resource.delete(fullUrn(urn), plain(properties).values),
    native: {
      isReadFirst: (state) => isReadFirst(plain({ ...state }).values),
      previewUpdate: async (urn, olds, news) => {
        await resource.update(fullUrn(urn), plain(olds).values, plain(news), true);
      },
    },
  };
}

function fullUrn(urn: string): string {
  const [name, component] = urn.split("$").toReversed();
  const types = [...(component ? [component] : []), "cxone:index:DialerConfig"].join("$");
  return `urn:pulumi:stack::dialers::${types}::${name}`;
}

/** As it travels between the two. No program of the model has a secret. */
function plain(properties: Readonly<Record<string, unknown>>): Properties {
  const values: JsonObject = JSON.parse(JSON.stringify(properties));
  return { values, secrets: [] };
}
