/**
 * A tenant and an engine on this machine, to try programs and to test them: {@link startTenant}, {@link SandboxEngine}.
 *
 * @module pulumi-cxone-dialer/sandbox
 */

export * from "./engine/index.ts";
export * from "./tenant/index.ts";
