import * as z from "zod";

/** What GitHub keeps of a repository beside its code, as far as the workflows ask for it. */
export const ghStateSchema = z.object({
  issues: z.array(
    z.object({ number: z.number(), title: z.string(), body: z.string(), open: z.boolean() }),
  ),
  labels: z.array(z.string()),
  pullRequests: z.array(z.object({ number: z.number(), head: z.string(), title: z.string() })),
  artifacts: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      expired: z.boolean(),
      workflow_run: z.object({
        id: z.number(),
        head_branch: z.string(),
        repository_id: z.number(),
        head_repository_id: z.number(),
      }),
    }),
  ),
});

export type GhState = z.infer<typeof ghStateSchema>;
