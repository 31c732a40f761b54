import { z } from "zod";

/** Loopback as `URL` writes it: it has already turned `127.1` and the like into four decimal numbers. */
const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether an address is of this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return loopback.test(hostname);
}

/** What is wrong with a tenant's address. The address is repeated only where it can hold no secret. */
function objection(text: string): string | undefined {
  if (text.includes("@")) {
    return "must not hold a user name or a password: the client's id and secret are settings of their own";
  }
  const url = URL.parse(text);
  if (url === null) {
    return `is ${JSON.stringify(text)}, and must be a URL, as https://us1-cxone.com`;
  }
  if (url.search !== "" || url.hash !== "") {
    return `must end with its path, without "?" or "#", as https://us1-cxone.com`;
  }
  if (url.protocol === "https:") return undefined;
  if (url.protocol !== "http:") {
    return `begins with ${url.protocol}, and must begin with https:`;
  }
  if (isLoopback(url)) return undefined;
  return `is plain http to ${url.host}, where anybody on the way could read the client's secret. Use https: http is for loopback only`;
}

/** Parses a tenant's address into one without a slash at its end; a path is kept, for tenants behind a gateway. */
export const tenantUrl = z.string().transform((text, context) => {
  const message = objection(text);
  if (message === undefined) {
    const { origin, pathname } = new URL(text);
    return (origin + pathname).replace(/\/+$/, "");
  }
  context.addIssue(message);
  return z.NEVER;
});
