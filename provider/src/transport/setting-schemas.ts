/** Parsers for the values of settings. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import * as z from "zod";
import { errorCode } from "../shared/caught-error.ts";

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

/** The text of a PEM file. What is wrong with it never repeats what it holds. */
function pemFile(objection: (text: string) => string | undefined) {
  return z.string().transform((file, context) => {
    const { text, code } = read(file);
    const wrong = text === undefined ? `cannot be read (${code})` : objection(text);
    if (text !== undefined && wrong === undefined) return text;
    context.addIssue(`names ${file}, which ${wrong}`);
    return z.NEVER;
  });
}

/** A file of one certificate or more, in PEM. */
export const certificateFile = pemFile((text) => {
  const certificates = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs);
  if (certificates?.every(isCertificate)) return undefined;
  return "is no certificate in PEM form (-----BEGIN CERTIFICATE-----)";
});

/** A file of one private key, in PEM, without a passphrase. */
export const keyFile = pemFile((text) => {
  const form = "in PEM form (-----BEGIN PRIVATE KEY-----)";
  if (/-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(text)) {
    return `is locked with a passphrase, and must be a private key ${form} without one, in a file that nobody else may read`;
  }
  return privateKey(text) === undefined ? `is no private key ${form}` : undefined;
});

/** Whether a key is that of a certificate, the first one in its file. */
export function belongTogether(certificate: string, key: string): boolean {
  const secret = privateKey(key);
  return secret !== undefined && new X509Certificate(certificate).checkPrivateKey(secret);
}

function read(file: string): { readonly text?: string; readonly code?: string } {
  try {
    return { text: readFileSync(file, "utf8") };
  } catch (error) {
    return { code: errorCode(error) ?? String(error) };
  }
}

function isCertificate(text: string): boolean {
  try {
    return Boolean(new X509Certificate(text));
  } catch {
    return false;
  }
}

/** OpenSSL's own words are left out: they say nothing that a user could act on. */
function privateKey(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text);
  } catch {
    return undefined;
  }
}
