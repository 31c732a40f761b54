import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import canonicalize from "canonicalize";
import * as z from "zod";
import type { AuditEntry } from "./audit-entry.ts";
import { isJsonObject } from "./json.ts";

/** What the first record of a chain names as the one before it. */
export const NO_RECORD = `sha256:${"0".repeat(64)}`;

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** The bytes that a run which was killed left behind half a line, and that had to go before the next record could be written. */
const cut = z.object({ bytes: z.int().positive(), digest });

export type Cut = z.infer<typeof cut>;

/**
 * What every record has, whatever its kind. Fields that this release does not know are kept, and are under the hash as all
 * others are.
 */
const envelope = z.looseObject({
  kind: z.string(),
  sequence: z.int().positive(),
  recordedAt: z.iso.datetime(),
  previous: digest,
  hash: digest,
  cut: cut.optional(),
  keyId: digest.optional(),
  signature: z.base64().optional(),
});

export type AuditRecord = z.infer<typeof envelope>;

/** Where a record stands in its chain. */
export interface Place {
  /** 1 for the first. */
  readonly sequence: number;
  /** The digest of the line before; of the first record, `NO_RECORD`. */
  readonly previous: string;
  readonly recordedAt: Date;
  readonly cut?: Cut | undefined;
}

/** `sha256:` and the hex SHA-256. */
export function sha256(data: Uint8Array | string): string {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}

/** The digest of the key's public half, DER-encoded (SubjectPublicKeyInfo). */
export function keyIdOf(key: KeyObject): string {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return sha256(publicKey.export({ type: "spki", format: "der" }));
}

/**
 * The line of a record, without its line end: RFC 8785 canonical JSON, so that the digest of the line is that of the record.
 *
 * @param key signs it: an Ed25519 private key
 * @throws where the entry holds what JSON has no form for, as half a surrogate pair
 */
export function sealRecord(entry: AuditEntry, place: Place, key?: KeyObject): string {
  const content = {
    ...entry,
    ...place,
    recordedAt: place.recordedAt.toISOString(),
    keyId: key && keyIdOf(key),
  };
  const text = canonical(content);
  const signature = key && sign(null, Buffer.from(text), key).toString("base64");
  return canonical({ ...content, hash: sha256(text), signature });
}

/** What a line turns out to be. */
export interface Reading {
  /** Absent where the line is no record at all. */
  readonly record?: AuditRecord;
  /** Why the line cannot be as it was written; absent where nothing speaks against it. */
  readonly fault?: string;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads a line, and checks all that can be checked without the lines around it and without a key. */
export function readRecord(line: Uint8Array): Reading {
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(line);
    value = JSON.parse(text);
  } catch {
    return { fault: "it is not JSON" };
  }
  if (!isJsonObject(value)) return { fault: "it is not a record (not an object)" };
  const { data: record, error } = envelope.safeParse(value);
  if (error) {
    const names = error.issues.map(({ path }) => path.join("."));
    return { fault: `it is not a record (${names.join(", ")})` };
  }
  return { record, ...faultOf(record, value, text) };
}

function faultOf(record: AuditRecord, value: object, text: string): { readonly fault?: string } {
  // Another form of the same values could hold a key twice, and mean something else to another reader.
  if (!isCanonical(value, text)) return { fault: "it is not in canonical form (RFC 8785)" };
  if (sha256(signedText(value)) !== record.hash)
    return { fault: "its content does not fit its hash" };
  if (record.keyId !== undefined && record.signature === undefined) {
    return { fault: "its signature is missing" };
  }
  return {};
}

/** Whether the signature of a record is by the key, and over what the record holds. */
export function isSignedBy(line: Uint8Array, { signature }: AuditRecord, key: KeyObject): boolean {
  if (signature === undefined) return false;
  const content = Buffer.from(signedText(JSON.parse(utf8.decode(line))));
  const bytes = Buffer.from(signature, "base64");
  return bytes.toString("base64") === signature && verify(null, content, key, bytes);
}

/** What is hashed and signed: all of the record but its hash and its signature. */
function signedText(value: object): string {
  return canonical(
    Object.fromEntries(
      Object.entries(value).filter(([key]) => key !== "hash" && key !== "signature"),
    ),
  );
}

function isCanonical(value: object, text: string): boolean {
  try {
    return canonical(value) === text;
  } catch {
    return false;
  }
}

function canonical(value: object): string {
  return canonicalize(value) ?? "";
}
