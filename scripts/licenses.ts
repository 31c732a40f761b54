import { execFileSync } from "node:child_process";
import * as z from "zod";
import { commandLine } from "./command-line.ts";

export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
}

/** What may come with the package: licences that ask for their notice to be kept, and for nothing else. */
const ALLOWED: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
]);

/** An expression with `OR` or `WITH` is for a person to judge. */
export function isAllowed({ license }: LicensedPackage): boolean {
  const all = license.replace(/^\((.*)\)$/, "$1").split(" AND ");
  return all.every((one) => ALLOWED.has(one));
}

const nodeSchema = z.object({
  version: z.string(),
  license: z.string().default("none named"),
  get dependencies() {
    return z.record(z.string(), nodeSchema).default({});
  },
});

type Node = z.infer<typeof nodeSchema>;

const treeSchema = z.object({
  dependencies: z.object({ "pulumi-cxone-dialer": nodeSchema }),
});

/**
 * Everything that npm installs with the published package, as the lockfile has it: its dependencies and theirs, and
 * no peers, which are the user's own.
 */
export function installedWithThePackage(root: string): readonly LicensedPackage[] {
  const flags = ["--workspace=provider", "--omit=dev", "--omit=peer", "--package-lock-only"];
  const { file, args, shell } = commandLine(["npm", "ls", "--all", "--long", "--json", ...flags]);
  const output = execFileSync(file, args, {
    cwd: root,
    shell,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const tree = treeSchema.parse(JSON.parse(output));
  const found = new Map<string, LicensedPackage>();
  collect(tree.dependencies["pulumi-cxone-dialer"], found);
  return [...found.values()].sort(
    (a, b) => compare(a.name, b.name) || compare(a.version, b.version),
  );
}

function collect({ dependencies }: Node, found: Map<string, LicensedPackage>): void {
  for (const [name, node] of Object.entries(dependencies)) {
    found.set(`${name}@${node.version}`, { name, version: node.version, license: node.license });
    collect(node, found);
  }
}

/** By code point, so that the report is the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The report as Markdown. */
export function licenseReport(packages: readonly LicensedPackage[]): string {
  const rows = packages.map(
    ({ name, version, license }) => `| ${name} | ${version} | ${license} |`,
  );
  return `# Third-party licences

npm installs these ${packages.length} packages with \`pulumi-cxone-dialer\`, each with its licence inside. The package has some of them
bundled as well; their licences are in its \`dist/bundle/NOTICES.txt\`.
\`node scripts/third-party-licenses.ts\` writes this file from the lockfile.

| package | version | licence |
| --- | --- | --- |
${rows.join("\n")}
`;
}
