import assert from "node:assert/strict";
import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { Tampering } from "../../../provider/src/domain/audit-break.ts";
import { verifyChain } from "../../../provider/src/domain/audit-chain.ts";
import { sha256 } from "../../../provider/src/domain/audit-record.ts";
import { entries, writeEntry } from "../audit-log/entries.ts";
import { chainOf, numbered, sealed, writes } from "./chains.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const stranger = generateKeyPairSync("ed25519");

/** Canonical again, after a change at the top: what is below has kept its order. */
function canonical(record: object): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}

interface Finding {
  readonly tampering: Tampering;
  readonly line: number;
  readonly sequence?: number | undefined;
}

async function finding(
  lines: readonly (string | Uint8Array)[],
  key?: KeyObject,
): Promise<Finding | undefined> {
  const { break: found } = await verifyChain(numbered(lines), { publicKey: key });
  return found && { tampering: found.tampering, line: found.line, sequence: found.sequence };
}

/** The place of something in a chain: any, whatever its length. */
const anywhere = fc.nat({ max: 1_000_000 });
const chains = fc.array(entries, { minLength: 2, maxLength: 8 });
const notRecords = ["]", "12", "{}", '{"sequence":1}', "# a comment"];

describe("a chain as it was written", () => {
  test("is whole, whatever it records and whoever signed it", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(entries, { maxLength: 8 }),
        fc.infiniteStream(fc.constantFrom(undefined, privateKey, stranger.privateKey)),
        async (all, keys) => {
          const lines = chainOf(all, () => keys.next().value);
          const verdict = await verifyChain(numbered(lines), { publicKey });
          assert.equal(verdict.break, undefined);
          assert.equal(verdict.records, all.length);
          assert.equal(verdict.last?.sequence, all.length || undefined);
        },
      ),
    );
  });

  test("keeps and hashes what a later release adds to a record", async () => {
    const later = { ...writeEntry("r1"), approvedBy: "jo", tickets: [{ id: 7 }] };
    const lines = chainOf([later, ...writes(1)]);
    assert.equal(await finding(lines), undefined);
    const [first = "", second = ""] = lines;
    assert.match(first, /"approvedBy":"jo"/);
    assert.deepEqual(await finding([first.replace('"jo"', '"al"'), second]), {
      tampering: "changed",
      line: 1,
      sequence: 1,
    });
  });

  test("names its first and last record and its head", async () => {
    const lines = chainOf(writes(3));
    const { first, last, head, ...rest } = await verifyChain(numbered(lines));
    assert.deepEqual(first, { line: 1, sequence: 1, recordedAt: "2026-03-02T09:30:01.000Z" });
    assert.deepEqual(last, { line: 3, sequence: 3, recordedAt: "2026-03-02T09:30:03.000Z" });
    assert.equal(head, JSON.parse(lines.at(-1) ?? "").hash);
    const unasked = { torn: undefined, headFound: undefined, signatures: undefined };
    assert.deepEqual(rest, { records: 3, break: undefined, ...unasked });
  });
});

describe("tampering is found and named where it is:", () => {
  test("a byte that is another", async () => {
    await fc.assert(
      fc.asyncProperty(
        chains,
        anywhere,
        anywhere,
        fc.integer({ min: 1, max: 255 }),
        async (all, line, place, change) => {
          const lines: (string | Buffer)[] = chainOf(all, (i) => (i % 2 ? privateKey : undefined));
          const i = line % lines.length;
          const bytes = Buffer.from(lines[i] ?? "");
          const at = place % bytes.length;
          bytes[at] = (bytes[at] ?? 0) ^ change;
          lines[i] = bytes;
          const found = await finding(lines, publicKey);
          assert.equal(found?.tampering, "changed");
          assert.equal(found.line, i + 1);
        },
      ),
    );
  });

  test("a record that was changed and given the hash that fits", async () => {
    await fc.assert(
      fc.asyncProperty(chains, entries, anywhere, async (all, other, line) => {
        const lines = chainOf(all);
        const i = line % (lines.length - 1);
        lines[i] = sealed(other, i + 1, lines[i - 1]);
        assert.deepEqual(await finding(lines), {
          tampering: "changed",
          line: i + 1,
          sequence: i + 1,
        });
      }),
    );
  });

  test("records that are missing, but for the last", async () => {
    await fc.assert(
      fc.asyncProperty(chains, anywhere, anywhere, async (all, start, length) => {
        const lines = chainOf(all);
        const from = start % (lines.length - 1);
        const count = 1 + (length % (lines.length - 1 - from));
        lines.splice(from, count);
        assert.deepEqual(await finding(lines), {
          tampering: "dropped",
          line: from + 1,
          sequence: from + count + 1,
        });
      }),
    );
  });

  test("a record that stands there twice", async () => {
    await fc.assert(
      fc.asyncProperty(chains, anywhere, anywhere, async (all, which, where) => {
        const lines = chainOf(all);
        const i = which % lines.length;
        const to = where % (lines.length + 1);
        lines.splice(to, 0, lines[i] ?? "");
        // Of two that stand together the second is the one too many.
        const line = to === i ? i + 2 : to + 1;
        assert.deepEqual(await finding(lines), { tampering: "inserted", line, sequence: i + 1 });
      }),
    );
  });

  test("a record of another chain, and a line that is no record", async () => {
    await fc.assert(
      fc.asyncProperty(
        chains,
        chains,
        anywhere,
        anywhere,
        fc.constantFrom(...notRecords),
        async (all, others, which, where, text) => {
          const to = where % all.length;
          const foreign = chainOf(others);
          for (const line of [foreign[which % foreign.length] ?? "", text]) {
            const lines = chainOf(all);
            if (lines.includes(line)) continue;
            lines.splice(to, 0, line);
            const found = await finding(lines);
            assert.equal(found?.tampering, "inserted");
            assert.equal(found.line, to + 1);
          }
        },
      ),
    );
  });

  test("a record that was made to follow the one before it", async () => {
    await fc.assert(
      fc.asyncProperty(chains, entries, anywhere, async (all, other, where) => {
        const lines = chainOf(all);
        const to = where % (lines.length - 1);
        lines.splice(to, 0, sealed(other, to + 1, lines[to - 1]));
        assert.deepEqual(await finding(lines), {
          tampering: "inserted",
          line: to + 1,
          sequence: to + 1,
        });
      }),
    );
  });

  test("two records that changed places", async () => {
    await fc.assert(
      fc.asyncProperty(chains, anywhere, anywhere, async (all, one, other) => {
        const lines = chainOf(all);
        const i = one % (lines.length - 1);
        const j = i + 1 + (other % (lines.length - 1 - i));
        [lines[i], lines[j]] = [lines[j] ?? "", lines[i] ?? ""];
        assert.deepEqual(await finding(lines), {
          tampering: "reordered",
          line: i + 1,
          sequence: j + 1,
        });
      }),
    );
  });

  test("a record that was moved", async () => {
    await fc.assert(
      fc.asyncProperty(chains, anywhere, anywhere, async (all, from, to) => {
        const lines = chainOf(all);
        const i = from % lines.length;
        const j = to % lines.length;
        fc.pre(i !== j);
        lines.splice(j, 0, ...lines.splice(i, 1));
        const found = await finding(lines);
        assert.equal(found?.tampering, "reordered");
        assert.equal(found.line, Math.min(i, j) + 1);
      }),
    );
  });

  test("another number in a record whose hash fits", async () => {
    const lines = chainOf(writes(4));
    lines[1] = sealed(writeEntry("request-2"), 7, lines[0]);
    assert.deepEqual(await finding(lines), { tampering: "changed", line: 2, sequence: 7 });
  });

  test("another log that was put behind it", async () => {
    const lines = [...chainOf(writes(3)), ...chainOf([writeEntry("another"), ...writes(2)])];
    const { break: found } = await verifyChain(numbered(lines));
    assert.equal(found?.tampering, "inserted");
    assert.equal(found.line, 4);
    assert.match(found.message, /another chain begins here/);
  });

  test("the same values in another form, where a key may hide behind its twin", async () => {
    const [first = "", last = ""] = chainOf(writes(2));
    for (const line of [
      last.replace('"confirmed":true', '"confirmed":false,"confirmed":true'),
      last.replace('"confirmed":true', '"confirmed": true'),
      last.replace('"dialRate"', String.raw`"\u0064ialRate"`),
      last.replace("19.2", "19.20"),
    ]) {
      assert.notEqual(line, last);
      assert.equal((await finding([first, line]))?.line, 2);
    }
  });

  test("a byte that is not UTF-8, though a lenient reader makes the same of it", async () => {
    const lines = chainOf([writeEntry("r1", { origin: { actor: "\ufffd" } })]);
    const text = Buffer.from(lines[0] ?? "");
    const at = text.indexOf("\ufffd");
    const bytes = Buffer.concat([text.subarray(0, at), Buffer.from([0xff]), text.subarray(at + 3)]);
    assert.equal((await finding([bytes]))?.tampering, "changed");
  });
});

describe("the end of a chain", () => {
  test("that breaks off within a record is torn, and not tampered with", async () => {
    const lines = chainOf(writes(2));
    const whole = Buffer.from(lines[1] ?? "");
    for (let length = 1; length < whole.length; length += 1) {
      const cut = [lines[0] ?? "", whole.subarray(0, length)];
      const { break: found, torn, records } = await verifyChain(numbered(cut, false));
      assert.deepEqual([found, records, torn], [undefined, 1, { line: 2, bytes: length }]);
    }
    const { records, torn } = await verifyChain(numbered(lines, false));
    assert.deepEqual([records, torn], [2, undefined]);
  });

  test("may be cut off unseen, but not where the head was noted", async () => {
    await fc.assert(
      fc.asyncProperty(chains, anywhere, async (all, count) => {
        const lines = chainOf(all);
        const { head } = await verifyChain(numbered(lines));
        const left = lines.slice(0, count % lines.length);
        assert.equal((await verifyChain(numbered(lines), { head })).headFound, true);
        const verdict = await verifyChain(numbered(left), { head });
        assert.deepEqual([verdict.break, verdict.headFound], [undefined, false]);
      }),
    );
  });

  test("does not hold its head where the record of that hash was changed", async () => {
    const [line = ""] = chainOf(writes(1));
    const { hash } = JSON.parse(line);
    const changed = line.replace('"confirmed":true', '"confirmed":false');
    assert.equal((await verifyChain(numbered([changed]), { head: hash })).headFound, false);
  });

  test("holds a head that was noted earlier", async () => {
    const lines = chainOf(writes(5));
    const { head } = await verifyChain(numbered(lines.slice(0, 2)));
    assert.equal((await verifyChain(numbered(lines), { head })).headFound, true);
  });
});

describe("signatures", () => {
  const mixed = chainOf(writes(5), (i) => [undefined, privateKey, privateKey][i]);

  test("are counted, and the first record without one is named", async () => {
    const { signatures } = await verifyChain(numbered(mixed), { publicKey });
    assert.equal(signatures?.valid, 2);
    assert.equal(signatures.firstOther?.line, 1);
    assert.equal(signatures.firstOther.reason, "unsigned");
  });

  test("by another key are distinguished", async () => {
    const lines = chainOf(writes(3), (i) => (i === 1 ? stranger.privateKey : privateKey));
    const { signatures, break: found } = await verifyChain(numbered(lines), { publicKey });
    assert.equal(found, undefined);
    assert.equal(signatures?.valid, 2);
    assert.deepEqual(
      [signatures.firstOther?.sequence, signatures.firstOther?.reason],
      [2, "signed by another key"],
    );
  });

  test("give away a chain that was rewritten from end to end by somebody without the key", async () => {
    const rewritten = chainOf(writes(3));
    const { break: found, signatures } = await verifyChain(numbered(rewritten), { publicKey });
    assert.equal(found, undefined);
    assert.deepEqual([signatures?.valid, signatures?.firstOther?.line], [0, 1]);
  });

  test("give away a record that was changed and kept its signature", async () => {
    const [signed = ""] = chainOf(writes(1), () => privateKey);
    const { hash: _, signature, ...content } = JSON.parse(signed);
    const changed = { ...content, confirmed: false };
    const line = canonical({ ...changed, hash: sha256(canonical(changed)), signature });
    assert.equal(await finding([line]), undefined);
    const { break: found, signatures } = await verifyChain(numbered([line]), { publicKey });
    assert.deepEqual(found, {
      tampering: "changed",
      line: 1,
      sequence: 1,
      message: "its signature is not by the key that it names.",
    });
    assert.deepEqual([signatures?.valid, signatures?.firstOther?.line], [0, 1]);
  });

  test("hold in one form only: spare bits of the last digit are no place to hide", async () => {
    const [line = ""] = chainOf(writes(1), () => privateKey);
    const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const other = line.replace(/(.)==/, (_, digit) => `${digits[digits.indexOf(digit) + 1]}==`);
    assert.notEqual(other, line);
    assert.equal((await finding([other], publicKey))?.tampering, "changed");
  });

  test("that were taken away are missed, even of the last record and without the key", async () => {
    const lines = chainOf(writes(2), () => privateKey);
    const bare = (lines[1] ?? "").replace(/,"signature":"[^"]+"/, "");
    assert.notEqual(bare, lines[1]);
    assert.deepEqual(await finding([lines[0] ?? "", bare]), {
      tampering: "changed",
      line: 2,
      sequence: 2,
    });
  });
});
