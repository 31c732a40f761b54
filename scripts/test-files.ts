import { glob } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** Folders of which the files share one process: most of the time of a small file is the loading of what it tests. */
const shared = ["test/unit/", "test/provider/"] as const;

/** Files of those folders that need a process of their own, since they set something up that a process has once. */
const alone: readonly string[] = [
  "test/unit/transport/open-telemetry.test.ts",
  "test/unit/transport/without-open-telemetry.test.ts",
  "test/provider/program-input.test.ts",
];

/** What is long by nature: `npm test` leaves it to `npm run test:all`. */
const long: readonly RegExp[] = [
  /^test\/end-to-end\/pipelines\/git(hub|lab)\./,
  /^test\/end-to-end\/scenarios\/(?!lifecycle)/,
  /^test\/end-to-end\/sandbox\/engine-(changes|failures|options|refresh|runs|targets)\./,
  /^test\/end-to-end\/(fleet|native|secrets)\//,
  /^test\/end-to-end\/adopt\/(native|program)\./,
  /^test\/end-to-end\/policy\//,
  /^test\/end-to-end\/cli\/(backtest\.|\w+-page\.)/,
  /^test\/package\/(matrix-install\/|node-versions|adopt-install|entry-points|docs\/(samples|types))/,
  /^test\/unit\/history\/(backtest-coverage|stitching)\./,
  /^test\/unit\/pacing\/period-(coverage|laws)\./,
  /^test\/resilience\/(kill\/adopt|race\/naive)\./,
  /^test\/resilience\/fuzz\/(history|schedules)\./,
];

/** The longest first, so that no core waits for another at the end. */
const slowest: readonly RegExp[] = [
  /\/scenarios\/refactoring\./,
  /\/(node-versions|installs)\./,
  /\/pipelines\//,
  /\/scenarios\//,
  /^test\/resilience\/matrix\//,
  /^test\/resilience\/kill\//,
  /\/sandbox\/engine-/,
  /^test\/resilience\//,
  /\/(adopt|cli|comment)\//,
];

export interface TestFiles {
  /** Each of them runs in one process, all of its files one after another. */
  readonly shared: readonly { readonly name: string; readonly files: readonly string[] }[];
  /** Each runs in a process of its own. */
  readonly alone: readonly string[];
  /** What a sample leaves out. */
  readonly left: readonly string[];
}

export async function testFiles(extent: "sample" | "whole"): Promise<TestFiles> {
  const found: string[] = [];
  for await (const path of glob("test/**/*.test.ts", { cwd: root })) {
    found.push(path.replaceAll("\\", "/"));
  }
  const isLeft = (file: string) => extent === "sample" && long.some((each) => each.test(file));
  const files = found.filter((file) => !isLeft(file)).sort(bySlowness);
  const isShared = (file: string) =>
    shared.some((folder) => file.startsWith(folder)) && !alone.includes(file);
  return {
    shared: shared.map((folder) => ({
      name: folder.slice(0, -1),
      files: files.filter((file) => file.startsWith(folder) && isShared(file)),
    })),
    alone: files.filter((file) => !isShared(file)),
    left: found.filter(isLeft).sort(),
  };
}

function bySlowness(a: string, b: string): number {
  const rank = (file: string) => {
    const index = slowest.findIndex((each) => each.test(file));
    return index === -1 ? slowest.length : index;
  };
  return rank(a) - rank(b) || a.localeCompare(b);
}
