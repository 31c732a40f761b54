import { createRequire } from "node:module";
import { join } from "node:path";
import type { Project } from "./project.ts";
import { SandboxError } from "./sandbox-error.ts";

export interface Sdk {
  /** Runs a program. */
  readonly run: string;
  /** Serves the dynamic providers of a program. */
  readonly dynamicProvider: string;
}

/** Finds the scripts of the SDK that the project itself uses. */
export function findSdk({ directory }: Project): Sdk {
  const { resolve } = createRequire(join(directory, "index.js"));
  try {
    return {
      run: resolve("@pulumi/pulumi/cmd/run"),
      dynamicProvider: resolve("@pulumi/pulumi/cmd/dynamic-provider"),
    };
  } catch (cause) {
    throw new SandboxError(
      `@pulumi/pulumi is not installed for the program in ${directory}. Run npm install there.`,
      { cause },
    );
  }
}
