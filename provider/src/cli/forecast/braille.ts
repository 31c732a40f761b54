/** The bit of each dot of a Braille character, by column and row from its upper left (Unicode 16, block 2800). */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const BLANK = 0x2800;

/** A drawing of dots, two across and four down a character. */
export class BrailleCanvas {
  readonly #cells: Uint8Array;
  readonly #columns: number;

  /** @param columns and `rows` count characters. */
  constructor(columns: number, rows: number) {
    this.#columns = columns;
    this.#cells = new Uint8Array(columns * rows);
  }

  /** Sets the dots of one column of dots, from one height to another, both included. */
  verticalLine(x: number, from: number, to: number): void {
    for (let y = Math.min(from, to); y <= Math.max(from, to); y++) {
      const cell = Math.floor(y / 4) * this.#columns + Math.floor(x / 2);
      this.#cells[cell] = (this.#cells[cell] ?? 0) | (DOTS[x % 2 === 0 ? 0 : 1][y % 4] ?? 0);
    }
  }

  /** The character at a place, or nothing where no dot is set. */
  at(column: number, row: number): string | undefined {
    const dots = this.#cells[row * this.#columns + column] ?? 0;
    return dots === 0 ? undefined : String.fromCodePoint(BLANK + dots);
  }
}
