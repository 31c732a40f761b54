import type { Answer } from "./exchange.ts";

/** RFC 8259, and the types that build on it (RFC 6839 §3.1). */
const jsonType = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

/** A body that was read, or the reason why it cannot be. */
export type Body =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string };

/** Parses an answer's body; none at all is `undefined`. */
export function jsonBody({ bytes, header }: Answer): Body {
  if (bytes.length === 0) return { ok: true, value: undefined };
  const type = header("content-type");
  if (type !== undefined && !jsonType.test(type)) {
    return { ok: false, reason: `the answer is ${type} where JSON was expected` };
  }
  try {
    // Fatal: a document that is sent back must not have lost bytes to replacement characters.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { ok: true, value: parseExactly(text) };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, reason: error.message };
    return { ok: false, reason: "the answer is not JSON, or was cut short" };
  }
}

interface Source {
  readonly source?: string;
}

/** @throws RangeError for a whole number that would not be sent back as it came. */
function parseExactly(text: string): unknown {
  return JSON.parse(text, (key: string, value: unknown, { source }: Source = {}) => {
    if (
      typeof value === "number" &&
      source &&
      /^-?\d{16,}$/.test(source) &&
      String(value) !== source
    ) {
      throw new RangeError(`the answer has a number in ${key} that would lose digits: ${source}`);
    }
    return value;
  });
}
