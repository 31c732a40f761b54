import { createPrivateKey, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { ConfigurationError } from "../errors/index.ts";
import { errorCode } from "../shared/caught-error.ts";

const howToMake = "Make one with `openssl genpkey -algorithm ed25519 -out FILE`.";

/** @throws ConfigurationError where the file holds no Ed25519 private key that can be used as it is */
export async function readSigningKey(file: string): Promise<KeyObject> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw refusal(file, `cannot be read (${errorCode(error)}). ${howToMake}`);
  });
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text)) {
    throw refusal(
      file,
      "is encrypted, and there is nobody to ask for its passphrase. Decrypt it with `openssl pkey -in FILE -out PLAIN`, and keep " +
        "it where the pipeline keeps its secrets.",
    );
  }
  const key = parse(file, text);
  if (key.asymmetricKeyType !== "ed25519") {
    throw refusal(
      file,
      `is a key of type ${key.asymmetricKeyType}, and only Ed25519 is used. ${howToMake}`,
    );
  }
  return key;
}

function parse(file: string, text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    // The parser's own reason says nothing to a user, and may repeat the text.
    const what = text.includes("-----BEGIN PUBLIC KEY-----")
      ? "is a public key"
      : "is no private key in PEM form";
    throw refusal(file, `${what}. ${howToMake}`);
  }
}

function refusal(file: string, reason: string): ConfigurationError {
  return new ConfigurationError(
    `cxone:auditLogKey (CXONE_AUDIT_LOG_KEY) names ${file}, which ${reason}`,
  );
}
