import type { Pool } from "undici";
import { longestBody } from "./exchange.ts";

/** The connections to one tenant. undici is loaded here, at the first request: loading it takes 90 ms. */
export async function openPool(origin: string): Promise<Pool> {
  const undici = await import("undici");
  return new undici.Pool(origin, {
    maxResponseSize: longestBody,
    // As long as the longest wait that the per-minute limit causes. A tenant that closes sooner says so, and is heeded.
    keepAliveTimeout: 60_000,
    // At 15 requests a second HTTP/2 would gain nothing.
    allowH2: false,
  });
}
