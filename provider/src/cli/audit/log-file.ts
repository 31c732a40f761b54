import { createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type FileLine, readLines } from "../../audit-log/lines.ts";
import { UsageError } from "../shared/exit-codes.ts";

/**
 * The lines of a log, from the first on.
 *
 * @throws {UsageError} where it cannot be read
 */
export async function* readableLines(file: string): AsyncGenerator<FileLine> {
  try {
    yield* readLines(file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && "syscall" in error)) throw error;
    throw new UsageError([
      `${file} cannot be read (${error.code}). Give the file that cxone:auditLog names.`,
    ]);
  }
}

const howToGet =
  "Give the public half of the key that signs: `openssl pkey -in KEY -pubout -out PUBLIC`.";

/** @throws {UsageError} where the file does not hold an Ed25519 public key */
export async function readPublicKey(file: string): Promise<KeyObject> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UsageError([`--public-key: ${file} cannot be read (${error.code}). ${howToGet}`]);
  });
  const key = parse(text);
  if (key?.asymmetricKeyType === "ed25519") return key;
  const what = key ? `a key of type ${key.asymmetricKeyType}` : "no public key in PEM form";
  throw new UsageError([
    `--public-key: ${file} holds ${what}, and not an Ed25519 one. ${howToGet}`,
  ]);
}

function parse(text: string): KeyObject | undefined {
  // A private key would be taken as well, and has no business where logs are verified.
  if (text.includes("PRIVATE KEY")) return undefined;
  try {
    return createPublicKey(text);
  } catch {
    return undefined;
  }
}
