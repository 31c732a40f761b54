import type { Context } from "hono";
import { isJsonObject, type JsonObject } from "../../domain/json.ts";
import { Refusal } from "./refusal.ts";

export function isJsonRequest(c: Context): boolean {
  return /^application\/json\s*(;|$)/i.test(c.req.header("Content-Type") ?? "");
}

/** The body as it was sent, not parsed yet, for a precondition goes before what the body says (RFC 9110 §13.2.1). */
export async function jsonText(c: Context): Promise<string> {
  if (!isJsonRequest(c)) {
    throw new Refusal(415, "The body must be JSON: send Content-Type: application/json.");
  }
  return c.req.text();
}

export function parseJsonObject(text: string): JsonObject {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new Refusal(400, "The body must be a JSON object.");
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, "The body is not JSON.");
  }
}
