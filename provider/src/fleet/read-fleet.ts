import { readFileSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { cwd } from "node:process";
import { fileURLToPath } from "node:url";
import type { Schedule } from "../domain/schedule.ts";
import { userError } from "../errors/internal.ts";
import { messageOf } from "../shared/caught-error.ts";
import { readCsv } from "./csv.ts";
import { readSchedule } from "./schedule.ts";
import { type FleetRow, scheduleFileOf, type Table } from "./table.ts";
import { readYaml } from "./yaml.ts";

const readers: Readonly<Record<string, (text: string) => Table>> = {
  ".csv": readCsv,
  ".yaml": readYaml,
  ".yml": readYaml,
  ".json": readYaml,
};

/** More mistakes than a person mends at a time are counted. */
const MOST_LISTED = 20;

/** Every row of a file. Throws one error that names every mistake in it. */
export function readFleet(file: string | URL): ReadonlyMap<string, FleetRow> {
  const path = typeof file === "string" ? file : fileURLToPath(file);
  const read = readers[extname(path).toLowerCase()];
  if (!read)
    throw userError(
      `${path}: a fleet is read from a file that ends in ${Object.keys(readers).join(", ")}.`,
    );
  const { rows, problems } = read(textOf(path));
  if (problems.length > 0) throw userError(sentence(path, problems));
  if (rows.size === 0) {
    // Deploying it would destroy whatever the file held before.
    throw userError(
      `${path} holds no configuration. For a fleet of none, give configs: {} in place of the file.`,
    );
  }
  return withSchedules(path, rows);
}

/** Reads the schedules that rows name, each file once; a name is relative to the fleet's folder. */
function withSchedules(
  path: string,
  rows: ReadonlyMap<string, FleetRow>,
): ReadonlyMap<string, FleetRow> {
  const read = new Map<string, Schedule>();
  return new Map(
    [...rows].map(([name, row]) => {
      const file = scheduleFileOf(row);
      if (file === undefined) return [name, row];
      const schedulePath = resolve(dirname(path), file);
      const schedule = read.get(schedulePath) ?? scheduleIn(schedulePath, `${path}, ${name}`);
      read.set(schedulePath, schedule);
      return [name, { ...row, staffing: { ...Object(row.staffing), intervals: schedule } }];
    }),
  );
}

function scheduleIn(path: string, where: string): Schedule {
  const { schedule, problems } = readSchedule(textOf(path, `${where}: the schedule`));
  if (problems.length > 0) throw userError(sentence(path, problems));
  return schedule;
}

function textOf(path: string, what = "The fleet's file"): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw userError(`${what} cannot be read: ${messageOf(cause)}. A path is relative to ${cwd()}.`);
  }
}

function sentence(path: string, problems: readonly string[]): string {
  const [only, ...others] = problems;
  if (others.length === 0) return `${path}, ${only}`;
  const listed = problems.slice(0, MOST_LISTED).map((problem) => `\n  ${problem}`);
  const rest =
    problems.length > MOST_LISTED ? `\n  and ${problems.length - MOST_LISTED} more.` : "";
  return `${path} has ${problems.length} mistakes:${listed.join("")}${rest}`;
}
