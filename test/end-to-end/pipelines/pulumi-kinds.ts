import { isPulumiInstalled } from "../../support/pulumi-cli.ts";

/** Which `pulumi` a pipeline finds on its PATH: the stand-in on the sandbox engine, or Pulumi's own where it is installed. */
export interface PulumiKind {
  readonly name: string;
  /** What the file on the PATH says. */
  readonly script: string;
  /** Whether a stack has to be made, as a team does once. */
  readonly hasStacks: boolean;
}

/** A shell's words for the stand-in of a command. */
export function standIn(command: string): string {
  const file = `${import.meta.dirname}/stand-ins/${command}.ts`;
  return `exec "${process.execPath}" "${file}" "$@"`;
}

export const onTheSandbox: PulumiKind = {
  name: "the sandbox engine",
  script: standIn("pulumi"),
  hasStacks: false,
};

const onPulumi: PulumiKind = {
  name: "Pulumi's command line",
  // There is no Pulumi Cloud to log in to. The first folder of the PATH is that of this very file.
  script: `[ "$1" = login ] && exit 0\nPATH=\${PATH#*:}\nexec pulumi "$@"`,
  hasStacks: true,
};

export const pulumiKinds: readonly PulumiKind[] = (await isPulumiInstalled())
  ? [onTheSandbox, onPulumi]
  : [onTheSandbox];
