import { createPublicKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";

const howToGet =
  "Give the public half of the key that signs: `openssl pkey -in KEY -pubout -out PUBLIC`.";

/** @throws Error where the file does not hold an Ed25519 public key */
export async function readPublicKey(file: string): Promise<KeyObject> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new Error(`--public-key: ${file} cannot be read (${error.code}). ${howToGet}`);
  });
  const key = parse(text);
  if (key?.asymmetricKeyType === "ed25519") return key;
  const what = key ? `a key of type ${key.asymmetricKeyType}` : "no public key in PEM form";
  throw new Error(`--public-key: ${file} holds ${what}, and not an Ed25519 one. ${howToGet}`);
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
