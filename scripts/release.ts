import * as z from "zod";

const manifestSchema = z.object({
  version: z.string(),
  repository: z.object({ url: z.string() }).optional(),
  bugs: z.object({ url: z.string() }).optional(),
  homepage: z.string().optional(),
});

export interface Release {
  /** The published package's `package.json`, parsed. */
  readonly manifest: unknown;
  /** The text of `CHANGELOG.md`. */
  readonly changelog: string;
}

/** What a releaser still has to do, a sentence each; nothing where the release is ready. */
export function releaseProblems({ manifest, changelog }: Release): readonly string[] {
  const { version, ...addresses } = manifestSchema.parse(manifest);
  const problems: string[] = [];
  for (const name of ["repository", "bugs", "homepage"] as const) {
    if (addresses[name] === undefined) {
      problems.push(`provider/package.json has no "${name}". ${REASONS[name]}`);
    }
  }
  if (!changelog.includes(`\n## [${version}] - `)) {
    problems.push(`CHANGELOG.md has no dated section for ${version}. Give "Unreleased" that name.`);
  }
  return problems;
}

const REASONS = {
  repository: "npm compares it with the repository that the provenance statement names.",
  bugs: "It tells a user where to report a defect.",
  homepage: "The registry's page links to it.",
};
