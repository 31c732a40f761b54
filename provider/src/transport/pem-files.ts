import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";

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

function read(file: string): { readonly text?: string; readonly code?: unknown } {
  try {
    return { text: readFileSync(file, "utf8") };
  } catch (error) {
    return { code: error instanceof Error && "code" in error ? error.code : error };
  }
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).serialNumber !== "";
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
