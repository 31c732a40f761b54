import { check } from "../../../provider/src/dialer-config/check.ts";
import { checkedInputsOf, stateOf } from "../../../provider/src/dialer-config/codec.ts";
import { create } from "../../../provider/src/dialer-config/create.ts";
import { destroy } from "../../../provider/src/dialer-config/delete.ts";
import { planUpdate } from "../../../provider/src/dialer-config/plan-update.ts";
import { read } from "../../../provider/src/dialer-config/read.ts";
import { update } from "../../../provider/src/dialer-config/update.ts";
import type { Lifecycle } from "./engine.ts";

/** The product itself, as its provider process hands it to the engine. */
export const product: Lifecycle = {
  check,
  diff: (session, olds, news) => planUpdate(session, stateOf(olds), checkedInputsOf(news)),
  create: (session, inputs) => create(session, checkedInputsOf(inputs)),
  read: (session, properties) => read(session, stateOf(properties)),
  update: (session, olds, news) => update(session, stateOf(olds), checkedInputsOf(news)),
  delete: (session, properties) => destroy(session, stateOf(properties)),
};
