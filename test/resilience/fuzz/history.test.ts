import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import fc from "fast-check";
import type { HistoryRow } from "../../../provider/src/domain/history/row.ts";
import { readHistory, UnusableHistory } from "../../../provider/src/history/read-history.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { numRunsOfFiles } from "./runs.ts";

const folder = await temporaryFolder();
after(() => folder[Symbol.asyncDispose]());
const file = join(folder.path, "history");

const MINUTE = 60_000;
const first = Date.parse("2026-03-02T00:00Z");

const campaignId = fc.constantFrom("one", "2ce68a91-f07b", 'a "quoted", one', "für alle", "2;3");
const count = fc.nat(5000);

/** Rows of half an hour that do not overlap. */
const goodRows = fc
  .uniqueArray(fc.record({ slot: fc.nat(2000), campaignId }), {
    minLength: 1,
    maxLength: 12,
    selector: ({ slot, campaignId }) => `${slot} ${campaignId}`,
  })
  .chain((places) =>
    fc.tuple(
      ...places.map(({ slot, campaignId }) =>
        fc
          .record({
            agents: fc.nat(4000).map((quarters) => quarters / 4),
            dials: count,
            answered: count,
            share: fc.double({ min: 0, max: 1, noNaN: true }),
            handleSeconds: fc.nat(1_000_000).map((tenths) => tenths / 10),
          })
          .map(
            ({ share, ...counts }): HistoryRow => ({
              ...counts,
              abandoned: Math.floor(share * counts.answered),
              start: first + 30 * slot * MINUTE,
              campaignId,
              minutes: 30,
            }),
          ),
      ),
    ),
  );

type Cells = Readonly<Record<keyof HistoryRow, string>>;

function cellsOf(row: HistoryRow): Cells {
  const { start, campaignId, ...counts } = row;
  const texts = Object.entries(counts).map(([name, value]) => [name, String(value)]);
  return {
    ...Object.fromEntries(texts),
    start: new Date(start).toISOString().slice(0, 16),
    campaignId,
  };
}

/** What spoils a row, whatever it holds. */
const spoiled = fc.constantFrom<Partial<Cells>>(
  { start: "yesterday" },
  { start: "2026-02-30T09:00" },
  { start: "2026-03-02T24:30" },
  { start: "2026-03-02T09:00Z" },
  { agents: "-1" },
  { agents: "" },
  { dials: "1.5" },
  { dials: "1,000" },
  { answered: "many" },
  { answered: "5", abandoned: "6" },
  { handleSeconds: "NaN" },
  { handleSeconds: "1e3" },
  { minutes: "1441" },
);

interface Line {
  readonly cells: Cells;
  readonly isBad: boolean;
}

const lines = fc
  .tuple(goodRows, fc.array(spoiled, { maxLength: 6 }), fc.nat())
  .chain(([rows, spoils, seed]) => {
    const bad = spoils.map((spoil, i): Line => {
      const [row] = [rows[(seed + i) % rows.length]];
      return { cells: { ...cellsOf(row ?? assert.fail()), ...spoil }, isBad: true };
    });
    const good = rows.map((row): Line => ({ cells: cellsOf(row), isBad: false }));
    const all = [...good, ...bad];
    return fc.record({
      rows: fc.constant(rows),
      lines: fc.shuffledSubarray(all, { minLength: all.length }),
    });
  });

const form = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t"),
  newline: fc.constantFrom("\n", "\r\n"),
  bom: fc.constantFrom("", "\uFEFF"),
  names: fc.constantFrom({}, { answered: "Connects", start: "Interval begin" }),
  columns: fc.shuffledSubarray(
    [
      "start",
      "campaignId",
      "minutes",
      "agents",
      "dials",
      "answered",
      "abandoned",
      "handleSeconds",
    ] as const,
    { minLength: 8 },
  ),
});

const quoted = (text: string) => (/[",;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

async function assertRead(
  rows: readonly HistoryRow[],
  badLines: readonly number[],
  column: Readonly<Partial<Record<keyof HistoryRow, string>>>,
): Promise<void> {
  const found = await readHistory(file, { column });
  assert.equal(found.unusable, badLines.length);
  assert.deepEqual(
    found.problems.map(({ line }) => line),
    badLines,
  );
  const byPlace = (a: HistoryRow, b: HistoryRow) =>
    a.campaignId < b.campaignId ? -1 : a.campaignId > b.campaignId ? 1 : a.start - b.start;
  const read = [...found.histories()].flatMap(({ rows }) => rows);
  assert.deepEqual(read.toSorted(byPlace), rows.toSorted(byPlace));
}

describe("a history in any form", () => {
  test("as CSV has its good rows as they were, and an error for each other row", async () => {
    const property = fc.asyncProperty(lines, form, async ({ rows, lines }, form) => {
      const { delimiter, newline, bom, columns } = form;
      const names: Readonly<Partial<Record<keyof HistoryRow, string>>> = form.names;
      const texts = [
        columns.map((name) => quoted(names[name] ?? name)).join(delimiter),
        ...lines.map(({ cells }) => columns.map((name) => quoted(cells[name])).join(delimiter)),
      ];
      await writeFile(file, bom + texts.join(newline));
      const bad = lines.flatMap(({ isBad }, i) => (isBad ? [i + 2] : []));
      await assertRead(rows, bad, names);
    });
    await fc.assert(property, { numRuns: numRunsOfFiles });
  });

  test("as JSON lines has its good rows as they were, and an error for each other row", async () => {
    const asNumbers = fc.boolean();
    const property = fc.asyncProperty(lines, asNumbers, async ({ rows, lines }, asNumbers) => {
      const texts = lines.map(({ cells, isBad }) => {
        const values = Object.entries(cells).map(([name, text]) => {
          const isText = isBad || !asNumbers || name === "start" || name === "campaignId";
          return [name, isText ? text : Number(text)];
        });
        return JSON.stringify(Object.fromEntries(values));
      });
      await writeFile(file, texts.join("\n"));
      await assertRead(
        rows,
        lines.flatMap(({ isBad }, i) => (isBad ? [i + 1] : [])),
        {},
      );
    });
    await fc.assert(property, { numRuns: numRunsOfFiles });
  });

  test("is read, or refused with what is wrong, whatever a file holds", async () => {
    const header = "start,agents,dials,answered,abandoned,handleSeconds\n";
    const beginning = fc.constantFrom("", header, '{"start":', "{}\n", '"', "\uFEFF", "\0");
    const rest = fc.oneof(
      fc.string({ unit: "binary", maxLength: 200 }),
      fc
        .array(fc.constantFrom('"', ",", "\n", "\r", "{", "}", "2026-03-02T09:00", "1", "null"))
        .map((parts) => parts.join("")),
    );
    const property = fc.asyncProperty(beginning, rest, async (beginning, rest) => {
      await writeFile(file, beginning + rest);
      try {
        const rows = await readHistory(file);
        for (const { rows: ofCampaign } of rows.histories()) {
          assert.ok(ofCampaign.every((row) => row.abandoned <= row.answered));
        }
      } catch (error) {
        assert.ok(error instanceof UnusableHistory, String(error));
        assert.ok(error.problems.length > 0 && error.problems.every((each) => each.includes(file)));
      }
    });
    await fc.assert(property, { numRuns: numRunsOfFiles });
  });
});
