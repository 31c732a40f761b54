/** The client's credentials in every cell. The secret may never show in a message or a state. */
export const client = { clientId: "matrix-client", clientSecret: "canary-of-the-matrix-Q7uFz" };

/** As the sandbox tenant makes them: 32 bytes, base64url. */
const token = /Bearer |(?<![\w-])[\w-]{43}(?![\w-])/;

/** Whether a text holds the client's secret, or what may be a token. */
export function holdsSecret(text: string): boolean {
  return text.includes(client.clientSecret) || token.test(text);
}
