import type { Answer } from "./exchange.ts";

/** RFC 8259, and the types that build on it (RFC 6839 §3.1). */
const jsonType = /^application\/([\w.+-]+\+)?json\s*(;|$)/i;

/** How many objects and arrays of an answer may stand in one another: more than the deepest document, and no peril to a stack. */
const deepest = 128;

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
    // Without a reviver, which would run out of stack, V8 parses any depth.
    if (isDeeper(JSON.parse(text), deepest)) {
      return { ok: false, reason: `the answer is nested deeper than ${deepest} levels` };
    }
    return { ok: true, value: parseExactly(text) };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, reason: error.message };
    return { ok: false, reason: "the answer is not JSON, or was cut short" };
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1));
}

interface Source {
  readonly source?: string;
}

/** @throws RangeError for a number that would not be sent back as it came. */
function parseExactly(text: string): unknown {
  return JSON.parse(text, (key: string, value: unknown, { source }: Source = {}) => {
    if (typeof value === "number" && source && isInexact(value, source)) {
      throw new RangeError(`the answer has a number in ${key} that would lose digits: ${source}`);
    }
    return value;
  });
}

/** A whole number beyond 2⁵³, and one of any kind beyond 10³⁰⁸. */
function isInexact(value: number, source: string): boolean {
  return !Number.isFinite(value) || (/^-?\d{16,}$/.test(source) && String(value) !== source);
}
