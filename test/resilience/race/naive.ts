import { checkedInputsOf, stateOf } from "../../../provider/src/dialer-config/codec.ts";
import { plain, settingsOf, withSettings } from "../../../provider/src/dialer-config/document.ts";
import { ConflictError } from "../../../provider/src/errors/index.ts";
import type { Lifecycle } from "./engine.ts";
import { product } from "./product.ts";

/** As many providers do it: reads the version just before it writes, and so never meets the lock. */
const readThenWrite: Lifecycle["update"] = async ({ connections: { client } }, olds, news) => {
  const inputs = checkedInputsOf(news);
  const { configId } = inputs;
  const live = await client.dialerConfigs.get(configId);
  if (live?.etag === undefined) throw new ConflictError(`${configId} is gone, or has no ETag.`);
  const document = withSettings(live.document, settingsOf(inputs));
  const now = await client.dialerConfigs.replace(configId, document, live.etag);
  return { outs: plain({ ...olds, ...inputs, ...now }) };
};

/** GET, then PUT under the ETag that came with it. */
export const readThenWriteUnderFreshEtag: Lifecycle = { ...product, update: readThenWrite };

/** GET, then PUT under no precondition, against a tenant that asks for none. */
export const readThenWriteBlindly: Lifecycle = {
  ...product,
  update: readThenWrite,
  isBlunt: true,
};

/** Knows of one resource only: whether another one wants its configuration, it does not ask. */
const releaseRegardless: Lifecycle["delete"] = async ({ connections: { client } }, properties) => {
  const { configId, originalDocument } = stateOf(properties);
  const live = await client.dialerConfigs.get(configId);
  if (live?.etag === undefined) return;
  if (originalDocument) await client.dialerConfigs.replace(configId, originalDocument, live.etag);
  else await client.dialerConfigs.delete(configId, live.etag);
};

/** A delete that restores or deletes what another resource of the program has just taken over. */
export const deleteRegardless: Lifecycle = { ...product, delete: releaseRegardless };

/** A check that lets pass whatever the program says. */
export const checkNothing: Lifecycle = {
  ...product,
  check: async (_run, _olds, { resourceName, parentUrn, ...inputs }) => ({ inputs }),
};
