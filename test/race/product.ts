import { create } from "../../provider/src/dialer-config/create.ts";
import { destroy } from "../../provider/src/dialer-config/delete.ts";
import { read } from "../../provider/src/dialer-config/read.ts";
import { update } from "../../provider/src/dialer-config/update.ts";
import type { Lifecycle } from "./pipeline.ts";

/** The product itself. */
export const product: Lifecycle = { create, read, update, destroy };
