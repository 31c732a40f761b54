import type { Answer } from "../../../provider/src/transport/exchange.ts";

/** What an answer is read with. */
export const context = {
  request: { method: "GET", url: "https://tenant.test/api" },
  needs: "the scope outbound.read",
  quote: (text: string) => `<${text}>`,
  now: Date.UTC(2026, 0, 1),
};

/** @param body as it came, or a value that is sent as JSON. */
export function answer(
  status: number,
  body: unknown = "",
  headers: Record<string, string> = {},
): Answer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, bytes: Buffer.from(text), header: (name) => headers[name] };
}
