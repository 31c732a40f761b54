import type { z } from "zod";
import type { Answer } from "./http.ts";
import { HostRefusal } from "./refusal.ts";

/** @throws HostRefusal where something else answers in the host's place: a proxy, or a page to log in. */
export function parsed<T>(schema: z.ZodType<T>, { body }: Answer, name: string): T {
  const { success, data } = schema.safeParse(body);
  if (success) return data;
  throw new HostRefusal(
    `What answers is not the API of ${name}. Check the address with --api-url.`,
  );
}
