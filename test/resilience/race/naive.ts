import { checkedInputsOf, stateOf } from "../../../provider/src/dialer-config/codec.ts";
import { plain, settingsOf, withSettings } from "../../../provider/src/dialer-config/document.ts";
import type { Run as ProviderRun } from "../../../provider/src/dialer-config/run.ts";
import { ConflictError } from "../../../provider/src/errors/index.ts";
import type { Lifecycle } from "./engine.ts";
import { type Provider, product } from "./product.ts";

/** The product, but for what it does otherwise, through both doors. */
function naive(mistake: (run: ProviderRun) => Partial<Lifecycle>): Provider {
  return {
    dynamic: (run) => ({ ...product.dynamic(run), ...mistake(run) }),
    native: (run) => ({ ...product.native(run), ...mistake(run) }),
  };
}

/** As many providers do it: reads the version just before it writes, and so never meets the lock. */
const readThenWrite = ({ connections }: ProviderRun): Pick<Lifecycle, "update"> => ({
  async update(_urn, olds, news) {
    const { client } = connections;
    const inputs = checkedInputsOf(news);
    const { configId } = inputs;
    const live = await client.dialerConfigs.get(configId);
    if (live?.etag === undefined) throw new ConflictError(`${configId} is gone, or has no ETag.`);
    const document = withSettings(live.document, settingsOf(inputs));
    const now = await client.dialerConfigs.replace(configId, document, live.etag);
    return { outs: plain({ ...olds, ...inputs, ...now }) };
  },
});

/** GET, then PUT under the ETag that came with it. */
export const readThenWriteUnderFreshEtag = naive(readThenWrite);

/** GET, then PUT under no precondition, against a tenant that asks for none. */
export const readThenWriteBlindly: Provider = { ...naive(readThenWrite), isBlunt: true };

/** A delete that restores or deletes what another resource of the program has just taken over: whether one wants it, it does not ask. */
export const deleteRegardless = naive(({ connections }) => ({
  async delete(_urn, properties) {
    const { dialerConfigs } = connections.client;
    const { configId, originalDocument } = stateOf(properties);
    const live = await dialerConfigs.get(configId);
    if (live?.etag === undefined) return;
    if (originalDocument) await dialerConfigs.replace(configId, originalDocument, live.etag);
    else await dialerConfigs.delete(configId, live.etag);
  },
}));

/** A check that lets pass whatever the program says. */
export const checkNothing = naive(() => ({
  check: async (_urn, _olds, inputs) => ({ inputs }),
}));

/** The native provider reads before it deploys: this one takes what it has just read for what the last deployment left. */
export const countFromWhatWasRead: Provider = {
  ...product,
  native: (run) => ({ ...product.native(run), update: product.dynamic(run).update }),
};
