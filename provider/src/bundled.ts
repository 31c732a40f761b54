/** Both providers in one file, for they share nearly all of their code. The native one is loaded only in a process of its own. */
export { provider } from "./provider.ts";

export function serveNative(): Promise<unknown> {
  return import("./native/main.ts");
}
