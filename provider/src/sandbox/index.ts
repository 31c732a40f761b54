export * from "./engine/index.ts";
export * from "./tenant/index.ts";
