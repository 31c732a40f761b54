import { mock } from "node:test";

mock.timers.enable({ apis: ["Date"], now: Date.UTC(2026, 0, 1) });

/** Each call of a provider comes a second after the one before it, however fast the machine is that plays the history. */
export function passTime(): void {
  mock.timers.tick(1_000);
}
