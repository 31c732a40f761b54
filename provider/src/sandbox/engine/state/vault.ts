import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { hasErrorCode } from "../../../shared/caught-error.ts";
import { SandboxError } from "../model/result.ts";
import { type PackedObject, packValue, Secret, unpackValue } from "../model/values.ts";

const algorithm = "aes-256-gcm";
const keyBytes = 32;
/** NIST SP 800-38D §8.2.2: a random nonce of 96 bits. */
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts and decrypts the secrets of one state file (AES-256-GCM, a random key in a file beside it). */
export class Vault {
  readonly #key: Buffer;
  /** So that a secret that did not change is written as it was, and encrypted once a run. */
  readonly #ciphertexts = new WeakMap<Secret, string>();

  private constructor(key: Buffer) {
    this.#key = key;
  }

  /** Opens the key file; makes it, for its owner's eyes only, where there is none. */
  static async create(file: string): Promise<Vault> {
    const key = randomBytes(keyBytes).toString("base64");
    await writeFile(file, key, { flag: "wx", mode: 0o600 }).catch((error: unknown) => {
      if (!hasErrorCode(error, "EEXIST")) throw error;
    });
    await chmod(file, 0o600);
    return Vault.open(file);
  }

  static async open(file: string): Promise<Vault> {
    const text = await readFile(file, "utf8").catch((cause: unknown) => {
      const next = "Put the file back, or delete the state and start anew.";
      throw new SandboxError(
        `The state holds secrets, but their key ${file} cannot be read. ${next}`,
        { cause },
      );
    });
    const key = Buffer.from(text, "base64");
    if (key.length !== keyBytes) {
      throw new SandboxError(
        `${file} holds no base64 key of ${keyBytes} bytes. Put the right file back.`,
      );
    }
    return new Vault(key);
  }

  readonly seal = (secret: Secret): PackedObject => {
    const known = this.#ciphertexts.get(secret);
    if (known !== undefined) return { ciphertext: known };
    const ciphertext = this.#encrypt(JSON.stringify(packValue(secret.value, this.seal)));
    this.#ciphertexts.set(secret, ciphertext);
    return { ciphertext };
  };

  readonly unseal = (envelope: object): Secret | undefined => {
    if (!("ciphertext" in envelope) || typeof envelope.ciphertext !== "string") return undefined;
    const { ciphertext } = envelope;
    const secret = new Secret(unpackValue(JSON.parse(this.#decrypt(ciphertext)), this.unseal));
    this.#ciphertexts.set(secret, ciphertext);
    return secret;
  };

  #encrypt(text: string): string {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce);
    const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
  }

  #decrypt(ciphertext: string): string {
    const bytes = Buffer.from(ciphertext, "base64");
    try {
      const decipher = createDecipheriv(algorithm, this.#key, bytes.subarray(0, nonceBytes));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      const body = bytes.subarray(nonceBytes + tagBytes);
      return decipher.update(body, undefined, "utf8") + decipher.final("utf8");
    } catch (cause) {
      const why = "the key is another one, or the file was changed by hand";
      throw new SandboxError(`A secret in the state cannot be decrypted: ${why}.`, { cause });
    }
  }
}
