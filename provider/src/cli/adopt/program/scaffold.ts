import { readFile } from "node:fs/promises";
import { stringify } from "yaml";
import { z } from "zod";

/** What a program needs around it. Written once, and then its owner's. */
export async function scaffold(folderName: string): Promise<ReadonlyMap<string, string>> {
  const name = projectName(folderName);
  return new Map([
    ["Pulumi.yaml", pulumiYaml(name)],
    ["package.json", `${JSON.stringify(await manifest(name), null, 2)}\n`],
    ["tsconfig.json", tsconfig],
    [".gitignore", gitignore],
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

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  peerDependencies: z.object({ "@pulumi/pulumi": z.string() }),
});

/** The program's: it depends on the release of this package that wrote it. */
async function manifest(name: string): Promise<object> {
  const text = await readFile(new URL("../../../../package.json", import.meta.url), "utf8");
  const own = manifestSchema.parse(JSON.parse(text));
  return {
    name,
    private: true,
    type: "module",
    main: "index.ts",
    scripts: { types: "tsc" },
    dependencies: { ...own.peerDependencies, [own.name]: own.version },
    devDependencies: { typescript: "^6.0.0" },
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

/** adopt.json holds whole documents, of which a program shows a part. */
const gitignore = `node_modules/
.sandbox/
adopt.json
adopt.partial.jsonl
.adopt.lock
`;
