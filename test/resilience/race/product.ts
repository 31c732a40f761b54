import { check } from "../../../provider/src/dialer-config/check.ts";
import { takeClaimant } from "../../../provider/src/dialer-config/checked-program.ts";
import { checkedInputsOf, stateOf } from "../../../provider/src/dialer-config/codec.ts";
import { create } from "../../../provider/src/dialer-config/create.ts";
import { destroy } from "../../../provider/src/dialer-config/delete.ts";
import { planUpdate } from "../../../provider/src/dialer-config/diff.ts";
import { read } from "../../../provider/src/dialer-config/read.ts";
import { update } from "../../../provider/src/dialer-config/update.ts";
import type { Lifecycle } from "./engine.ts";

/** The product itself, as its provider process hands it to the engine. */
export const product: Lifecycle = {
  check: (run, olds, news) => {
    const { args, claimant } = takeClaimant(news);
    return check(run, olds, args, claimant);
  },
  diff: (run, olds, news) => planUpdate(run, stateOf(olds), checkedInputsOf(news)),
  create: (run, inputs) => create(run, checkedInputsOf(inputs)),
  read: (run, properties) => read(run, stateOf(properties)),
  update: (run, olds, news) => update(run, stateOf(olds), checkedInputsOf(news)),
  delete: (run, properties) => destroy(run, stateOf(properties)),
};
