import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import * as z from "zod";

export const pipelines = join(import.meta.dirname, "..", "..", "..", "examples", "pipelines");

const settings = z.record(z.string(), z.coerce.string()).default({});

const stepSchema = z.strictObject({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().default("success()"),
  env: settings,
  run: z.string().optional(),
  uses: z.string().optional(),
  with: settings,
});

const permissionsSchema = z.record(z.string(), z.enum(["read", "write"]));

const jobSchema = z.strictObject({
  if: z.string().default("success()"),
  "runs-on": z.string(),
  "timeout-minutes": z.number(),
  environment: z.string().optional(),
  strategy: z
    .strictObject({
      "fail-fast": z.boolean(),
      matrix: z.record(z.string(), z.array(z.union([z.string(), z.number()]))),
    })
    .optional(),
  permissions: permissionsSchema,
  env: settings,
  steps: z.array(stepSchema),
});

/** The part of GitHub's format that the workflows use, and no more: what is added is looked at here first. */
const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: permissionsSchema,
  concurrency: z
    .strictObject({
      group: z.string(),
      "cancel-in-progress": z.boolean(),
      queue: z.literal("max").optional(),
    })
    .optional(),
  defaults: z.strictObject({ run: z.strictObject({ shell: z.literal("bash") }) }).optional(),
  env: settings,
  jobs: z.record(z.string(), jobSchema),
});

export type Workflow = z.infer<typeof workflowSchema>;
export type Step = z.infer<typeof stepSchema>;

export const workflowNames = ["preview", "deploy", "drift", "telemetry"] as const;

export type WorkflowName = (typeof workflowNames)[number];

export function workflowFile(name: WorkflowName): string {
  return join(pipelines, "github", `${name}.yml`);
}

export async function readWorkflow(name: WorkflowName): Promise<Workflow> {
  return parseWorkflowText(await readFile(workflowFile(name), "utf8"));
}

export function parseWorkflowText(text: string): Workflow {
  return workflowSchema.parse(parse(text));
}
