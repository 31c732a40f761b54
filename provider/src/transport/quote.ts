/** The longest text of a tenant that a message repeats, in UTF-16 units. */
const longestQuote = 200;

/** Repeats a text of the tenant in a message. */
export type Quote = (text: string) => string;

/**
 * Makes foreign text fit for a message: on one line, without control or formatting characters (they could rewrite a
 * terminal), short, and without the secrets, should the tenant echo them.
 */
export function quoting(secrets: readonly string[]): Quote {
  const hidden = secrets
    .flatMap(disguises)
    .filter((secret) => secret !== "")
    // The longest first, so that a secret within another leaves no rest of it.
    .sort((left, right) => right.length - left.length)
    .map((secret) => secret.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  // In any case: the host of an address comes in lower case.
  const anySecret = new RegExp(hidden.join("|") || "$^", "giu");
  return (text) => {
    const clean = oneLine(text).replace(anySecret, "[secret]");
    return clean.length > longestQuote ? `${clean.slice(0, longestQuote - 1)}…` : clean;
  };
}

/** A secret as a tenant, or a gateway before it, may give it back: as it was sent, or as it writes it in its own words. */
function disguises(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    oneLine(secret),
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    // The form in which the client's secret is sent.
    new URLSearchParams([["", secret]]).toString().slice("=".length),
    bytes.toString("base64"),
    bytes.toString("base64url"),
  ];
}

function oneLine(text: string): string {
  return text
    .replace(/(?!\s)[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
}
