import { stringify } from "yaml";
import type { PackageSource } from "./package-source.ts";

/** What a program needs around it. Written once, and then its owner's. */
export function scaffold(folderName: string, source: PackageSource): ReadonlyMap<string, string> {
  const name = projectName(folderName);
  return new Map([
    ["Pulumi.yaml", pulumiYaml(name)],
    ["package.json", `${JSON.stringify(manifest(name, source), null, 2)}\n`],
    ["tsconfig.json", tsconfig],
  ]);
}

/** As Pulumi and npm both allow it. */
function projectName(folderName: string): string {
  const name = folderName
    .toLowerCase()
    .replace(/[^a-z0-9_.-]+/g, "-")
    .replace(/^[-_.]+|[-.]+$/g, "");
  return name === "" ? "dialers" : name;
}

function pulumiYaml(name: string): string {
  return stringify({
    name,
    description: "Dialer configurations of a NICE CXone tenant.",
    // Node.js runs the TypeScript itself.
    runtime: { name: "nodejs", options: { typescript: false } },
  });
}

function manifest(name: string, { name: ours, spec, peerDependencies }: PackageSource): object {
  return {
    name,
    private: true,
    type: "module",
    main: "index.ts",
    scripts: { types: "tsc" },
    dependencies: { ...peerDependencies, [ours]: spec },
    devDependencies: { typescript: "^6.0.0" },
    // It only prints a notice; npm asks about each package that has one.
    allowScripts: { protobufjs: false },
  };
}

const tsconfig = `{
  "compilerOptions": {
    "target": "es2024",
    "module": "nodenext",
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "erasableSyntaxOnly": true,
    "verbatimModuleSyntax": true,
    "skipLibCheck": true
  },
  "include": ["index.ts", "campaigns"]
}
`;
