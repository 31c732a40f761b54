interface Listed {
  readonly id: string;
}

interface ListedPage<T> {
  /** From 1. */
  readonly number: number;
  readonly pageCount: number;
  readonly entities: readonly T[];
}

/** A list of the tenant, as far as its pages were read. */
export class Listing<T extends Listed> {
  readonly #entities = new Map<string, T>();
  #pages = 0;
  #pageCount = 1;

  /** What is on the pages, each once: a page can shift while the next one is asked for. Sorted by id. */
  get entities(): readonly T[] {
    return [...this.#entities.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** How many pages are still to be read; at least one where none was. */
  get pagesLeft(): number {
    return Math.max(0, this.#pageCount - this.#pages);
  }

  get nextPage(): number {
    return this.#pages + 1;
  }

  take({ number, pageCount, entities }: ListedPage<T>): void {
    for (const entity of entities) this.#entities.set(entity.id, entity);
    this.#pages = number;
    this.#pageCount = pageCount;
  }
}
