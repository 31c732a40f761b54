import { once } from "node:events";
import { createServer } from "node:http";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { type Cell, cells, impossibility } from "./cell.ts";
import type { Judgement } from "./oracle.ts";
import { Processes } from "./processes.ts";
import { runCell } from "./run-cell.ts";

export interface CellResult extends Judgement {
  readonly cell: Cell;
}

export interface MatrixResult {
  /** In the order of the matrix, without the impossible ones. */
  readonly cells: readonly CellResult[];
  /** The requests that came to the other origin. */
  readonly elsewhere: readonly string[];
  /** What the processes said beside their answers: warnings, and what they wrote to their standard error. */
  readonly said: readonly string[];
}

/** Many, for a cell mostly waits: for a time-out, a back-off, or its turn. */
const lanes = 48;

export async function runMatrix(chosen: readonly Cell[] = cells): Promise<MatrixResult> {
  await using folder = await temporaryFolder();
  await using elsewhere = await startElsewhere();
  await using processes = await Processes.start(folder.path);
  const possible = chosen.filter((cell) => impossibility(cell) === undefined);
  const results = new Map<Cell, CellResult>();
  const queue = longestFirst(possible).values();
  const lane = async () => {
    for (const cell of queue) {
      results.set(cell, {
        cell,
        ...(await runCell(cell, processes, { elsewhere: elsewhere.url })),
      });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return {
    cells: possible.flatMap((cell) => results.get(cell) ?? []),
    elsewhere: elsewhere.requests,
    said: [...processes.warnings(), processes.errorOutput],
  };
}

/** What waits longest begins first, so that nothing is waited for alone at the end. */
function longestFirst(all: readonly Cell[]): readonly Cell[] {
  const weights = { once: 0, twice: 1, "for ever": 2 };
  return all.toSorted((a, b) => weights[b.repeat] - weights[a.repeat]);
}

interface Elsewhere extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly string[];
}

/** Another origin, which nothing may ever reach. */
async function startElsewhere(): Promise<Elsewhere> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.end();
  });
  server.on("connection", () => requests.push("a connection"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
