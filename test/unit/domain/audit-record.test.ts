import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, type KeyObject, verify } from "node:crypto";
import { describe, test } from "node:test";
import {
  isSignedBy,
  keyIdOf,
  NO_RECORD,
  readRecord,
  sealRecord,
} from "../../../provider/src/domain/audit-record.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const entry = { kind: "export", requestId: "a1d0", exportId: "export-7" } as const;
const recordedAt = new Date(Date.UTC(2026, 2, 2, 9, 30));
const place = { sequence: 1, previous: NO_RECORD, recordedAt };
const content =
  '"exportId":"export-7","kind":"export","previous":"sha256:' +
  `${"0".repeat(64)}","recordedAt":"2026-03-02T09:30:00.000Z","requestId":"a1d0","sequence":1}`;

function sha256(data: string | Buffer): string {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}

function read(line: string) {
  return readRecord(Buffer.from(line));
}

/** The line of a record with other values, and the hash that fits. */
function changed(values: object): string {
  const entries = Object.entries({ ...JSON.parse(`{${content}`), ...values });
  const sorted = (all: [string, unknown][]) => Object.fromEntries(all.sort());
  const hash = sha256(JSON.stringify(sorted(entries)));
  return JSON.stringify(sorted([...entries, ["hash", hash]]));
}

describe("a record's line", () => {
  test("is canonical JSON with the hash of all the rest", () => {
    const hash = `"hash":"${sha256(`{${content}`)}",`;
    const at = content.indexOf('"kind"');
    assert.equal(sealRecord(entry, place), `{${content.slice(0, at)}${hash}${content.slice(at)}`);
    assert.deepEqual(Object.keys(read(sealRecord(entry, place))), ["record"]);
  });

  test("names the key that signed it by the digest of its public half, and has a signature over what is hashed", () => {
    const { signature, hash, ...signed } = JSON.parse(sealRecord(entry, place, privateKey));
    const keyId = sha256(publicKey.export({ type: "spki", format: "der" }));
    assert.equal(signed.keyId, keyId);
    assert.deepEqual([privateKey, publicKey].map(keyIdOf), [keyId, keyId]);
    const text = JSON.stringify(signed);
    assert.equal(hash, sha256(text));
    assert.ok(verify(null, Buffer.from(text), publicKey, Buffer.from(signature, "base64")));
  });

  test("is signed by the key that signed it, and by no other, and not without a signature", () => {
    const isSigned = (key: KeyObject | undefined, by: KeyObject) => {
      const bytes = Buffer.from(sealRecord(entry, place, key));
      const { record } = readRecord(bytes);
      return record && isSignedBy(bytes, record, by);
    };
    const { publicKey: other } = generateKeyPairSync("ed25519");
    assert.deepEqual(
      [
        isSigned(privateKey, publicKey),
        isSigned(privateKey, other),
        isSigned(undefined, publicKey),
      ],
      [true, false, false],
    );
  });

  test("holds what was cut off before it, and what a later release adds", () => {
    const cut = { bytes: 3, digest: sha256("abc") };
    const { record, fault } = read(changed({ cut, approvedBy: "jo" }));
    assert.equal(fault, undefined);
    assert.deepEqual([record?.cut, record?.approvedBy], [cut, "jo"]);
  });
});

describe("a line is at fault, and says why, where", () => {
  const [sealed, signed] = [sealRecord(entry, place), sealRecord(entry, place, privateKey)];
  const digest = sha256("");
  const cases: readonly (readonly [string, string, string])[] = [
    ["it is a comment", "# a comment", "it is not JSON"],
    ["it begins with a byte order mark", `\ufeff${sealed}`, "it is not JSON"],
    ["it is a number", "12", "it is not a record (not an object)"],
    ["it is a list", "[]", "it is not a record (not an object)"],
    ["it is null", "null", "it is not a record (not an object)"],
    ["it is empty", "{}", "it is not a record (kind, sequence, recordedAt, previous, hash)"],
    ["its number is none", changed({ sequence: 0 }), "it is not a record (sequence)"],
    ["its time is none", changed({ recordedAt: "today" }), "it is not a record (recordedAt)"],
    ["a digest is too long", changed({ previous: `${digest}0` }), "it is not a record (previous)"],
    [
      "a digest is too short",
      changed({ previous: digest.slice(0, 8) }),
      "it is not a record (previous)",
    ],
    [
      "a digest has more before it",
      changed({ previous: ` ${digest}` }),
      "it is not a record (previous)",
    ],
    [
      "a digest is in capitals",
      changed({ keyId: digest.toUpperCase() }),
      "it is not a record (keyId)",
    ],
    ["its signature is not base64", changed({ signature: "*" }), "it is not a record (signature)"],
    [
      "what was cut off is not described",
      changed({ cut: { bytes: 0 } }),
      "it is not a record (cut.bytes, cut.digest)",
    ],
    [
      "it has a space too many",
      sealed.replace(",", ", "),
      "it is not in canonical form (RFC 8785)",
    ],
    [
      "it holds half a character",
      sealed.replace("export-7", "\\ud800"),
      "it is not in canonical form (RFC 8785)",
    ],
    [
      "its content was changed",
      sealed.replace("export-7", "export-8"),
      "its content does not fit its hash",
    ],
    [
      "its signature was taken away",
      signed.replace(/,"signature":"[^"]+"/, ""),
      "its signature is missing",
    ],
  ];
  for (const [name, line, fault] of cases) {
    test(name, () => {
      assert.equal(read(line).fault, fault);
    });
  }

  test("a byte of it is not UTF-8", () => {
    const bytes = Buffer.from(sealed);
    bytes[bytes.indexOf("export-7")] = 0xff;
    assert.deepEqual(readRecord(bytes), { fault: "it is not JSON" });
  });
});
