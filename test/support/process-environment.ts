import { tmpdir } from "node:os";
import { join } from "node:path";

const { PATH, NODE_OPTIONS, NODE_COMPILE_CACHE } = process.env;

/** Spares each process the compilation of the SDK. */
export const compileCache = NODE_COMPILE_CACHE ?? join(tmpdir(), "cxone-dialer-compile-cache");

/** For a process that has nothing else of this one's environment. */
export const bareEnvironment = {
  PATH,
  NODE_COMPILE_CACHE: compileCache,
  ...(NODE_OPTIONS && { NODE_OPTIONS }),
};
