import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parse } from "yaml";
import * as z from "zod";
import { pipelines } from "./workflow.ts";

export const gitlabFile = join(pipelines, "gitlab", ".gitlab-ci.yml");

export const jobNames = ["preview", "deploy", "drift", "telemetry"] as const;

export type JobName = (typeof jobNames)[number];

const settings = z
  .record(z.string(), z.union([z.string(), z.object({ value: z.string() })]))
  .transform((given) =>
    Object.fromEntries(
      Object.entries(given).map(([name, variable]) => [
        name,
        typeof variable === "string" ? variable : variable.value,
      ]),
    ),
  )
  .default({});

const jobSchema = z.object({
  variables: settings,
  before_script: z.array(z.string()),
  script: z.array(z.string()),
  id_tokens: z.record(z.string(), z.object({ aud: z.string() })).default({}),
  cache: z.array(z.object({ key: z.string(), paths: z.array(z.string()) })).default([]),
  resource_group: z.string().optional(),
  interruptible: z.boolean().optional(),
});

export type Job = z.infer<typeof jobSchema>;

const pipelineSchema = z.looseObject({ variables: settings });

export interface Pipeline {
  readonly variables: Readonly<Record<string, string>>;
  job(name: JobName): Job;
}

const cli = join(
  dirname(fileURLToPath(import.meta.resolve("gitlab-ci-local/package.json"))),
  "dist",
  "index.js",
);

/** gitlab-ci-local checks the file against GitLab's own schema, whatever it is asked. It needs a git repository. */
async function ask(folder: string, ...flags: readonly string[]): Promise<string> {
  await cp(gitlabFile, join(folder, ".gitlab-ci.yml"));
  const { stdout } = await promisify(execFile)(process.execPath, [cli, ...flags], {
    cwd: folder,
    env: { ...process.env, HOME: folder },
  });
  return stdout;
}

/** The file as GitLab reads it: `default`, `extends` and `!reference` put in their places. */
export async function readPipeline(folder: string): Promise<Pipeline> {
  const pipeline = pipelineSchema.parse(parse(await ask(folder, "--preview")));
  return { variables: pipeline.variables, job: (name) => jobSchema.parse(pipeline[name]) };
}

const listSchema = z.array(z.object({ name: z.string(), when: z.string() }));

/** The jobs that a pipeline with these variables has. */
export async function jobsWith(
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const flags = Object.entries(variables).flatMap(([name, value]) => [
    "--variable",
    `${name}=${value}`,
  ]);
  const names = Object.keys(variables).join(",");
  const list = await ask(folder, "--list-json", "--ignore-predefined-vars", names, ...flags);
  const jobs = listSchema.parse(JSON.parse(list));
  return jobs.filter(({ when }) => when !== "never").map(({ name }) => name);
}
