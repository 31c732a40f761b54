/**
 * Packs the package and uses it as a stranger does: installed in an empty folder, previewed and deployed to a sandbox
 * tenant. Every kind of program with npm, and every other package manager with one kind of program. Needs a registry.
 *
 *     node scripts/matrix.ts [WORD …]      # only the rows whose name holds each word
 *
 * MATRIX_NODE names the folder of another Node.js for the programs to run on.
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type Cell, runCell } from "./matrix/cell.ts";
import { run } from "./matrix/command.ts";
import { flavours, templateFlavour } from "./matrix/flavours.ts";
import { npm, otherPackageManagers } from "./matrix/package-managers.ts";
import { type CellReport, failures, nameOf, table } from "./matrix/report.ts";

const root = join(import.meta.dirname, "..");

const cells: readonly Cell[] = [
  ...flavours.map((flavour) => ({ packageManager: npm, flavour })),
  ...otherPackageManagers.map((packageManager) => ({ packageManager, flavour: templateFlavour })),
];

const words = process.argv.slice(2);
const chosen = cells.filter((cell) => words.every((word) => nameOf(cell).includes(word)));
if (chosen.length === 0) {
  console.error(`No row holds ${words.join(" and ")}.`);
  process.exit(1);
}

const folder = await mkdtemp(join(tmpdir(), "cxone-dialer-matrix-"));
try {
  const env = await environment();
  const reports = await runCells(chosen, env);
  const version = await run(["node", "--version"], { cwd: folder, env });
  console.log(`\nNode.js ${version.trim()}, ${process.platform} ${process.arch}\n`);
  console.log(table(reports));
  for (const failure of failures(reports)) console.error(`\n${failure}`);
  process.exitCode = failures(reports).length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** One after another: each of them keeps a processor or two busy. */
async function runCells(
  cells: readonly Cell[],
  env: NodeJS.ProcessEnv,
): Promise<readonly CellReport[]> {
  const dependencies = {
    "@pulumi/pulumi": "^3.270.0",
    "pulumi-cxone-dialer": `file:${await pack(env)}`,
  };
  const hasPulumi = await run(["pulumi", "version"], { cwd: root, env }).then(
    () => true,
    () => false,
  );
  if (!hasPulumi) console.error("Pulumi's command line is not on the PATH: the sandbox only.");
  const reports: CellReport[] = [];
  for (const [index, cell] of cells.entries()) {
    console.error(`${index + 1}/${cells.length} ${nameOf(cell)}`);
    const cellFolder = join(folder, String(index));
    await mkdir(cellFolder);
    const outcomes = await runCell(cell, { folder: cellFolder, dependencies, env, hasPulumi });
    reports.push({ cell, outcomes });
    await rm(cellFolder, { recursive: true });
  }
  return reports;
}

async function pack(env: NodeJS.ProcessEnv): Promise<string> {
  const pack = ["npm", "pack", "--workspace=provider", "--silent"] as const;
  const written = await run([...pack, `--pack-destination=${folder}`], { cwd: root, env });
  return join(folder, written.trim());
}

/** Everything runs on one Node.js; every package manager asks the registry that npm is set to. */
async function environment(): Promise<NodeJS.ProcessEnv> {
  const node = process.env.MATRIX_NODE ?? dirname(process.execPath);
  const path = `${node}${delimiter}${process.env.PATH}`;
  const env = { ...process.env, PATH: path, CXONE_JOURNAL: join(folder, "journal") };
  const registry = await run(["npm", "config", "get", "registry"], { cwd: root, env });
  return {
    ...env,
    npm_config_registry: registry.trim(),
    YARN_REGISTRY: registry.trim(),
    YARN_NPM_REGISTRY_SERVER: registry.trim(),
  };
}
