/**
 * Bundles what the engine starts into `dist/bundle`, after the compiler has run: `provider.cjs`, which a program's dynamic-provider
 * process loads, and `native.cjs`, which starts the native provider out of the same file. Loaded module by module they take up to four times
 * as long, most of it for the parts of zod that they do not use.
 */
import { copyFileSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";

const root = join(import.meta.dirname, "..");
const provider = join(root, "provider");

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** How every bundle is made. It loads as CommonJS, for Node.js takes longer to load ES modules. */
export const bundling = {
  bundle: true,
  metafile: true,
  absWorkingDir: root,
  platform: "node",
  format: "cjs",
  target: "node22",
  // The package has the modules themselves to read.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "inline",
  logLevel: "warning",
  define: { "import.meta.url": "bundleUrl" },
  banner: { js: 'const bundleUrl = require("node:url").pathToFileURL(__filename).href;' },
} as const satisfies BuildOptions;

export async function bundleProviders(): Promise<void> {
  // As deep as the modules that it is made of, which look for package.json from where they are.
  const folder = join(provider, "dist", "bundle");
  const { metafile } = await build({
    ...bundling,
    entryPoints: [join(provider, "src", "bundled.ts")],
    outfile: join(folder, "provider.cjs"),
    // The program has the SDK. A client for HTTP is loaded at the first request, and OpenTelemetry where there is one.
    external: ["@pulumi/pulumi", "undici", "@opentelemetry/api"],
  });
  writeFileSync(join(folder, "native.cjs"), 'require("./provider.cjs").serveNative();\n');
  copyFileSync(join(provider, "dist", "provider.d.ts"), join(folder, "provider.d.cts"));
  writeFileSync(join(folder, "NOTICES.txt"), noticesOf(Object.keys(metafile.inputs)));
}

/**
 * The licences of the packages that are in a bundle: they ask for their notice to be kept.
 *
 * @param files of the bundle, from the repository's root.
 */
export function noticesOf(files: readonly string[]): string {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []);
  const notices = [...new Set(folders)].toSorted().map((folder) => {
    const { name, version, license } = manifestIn(join(root, folder));
    const texts = globSync("{LICEN[CS]E,NOTICE}*", { cwd: join(root, folder) }).toSorted();
    const read = texts.map((text) => readFileSync(join(root, folder, text), "utf8").trim());
    return [`${name} ${version} (${license})`, ...read].join("\n\n");
  });
  return `${notices.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

export function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

if (import.meta.main) await bundleProviders();
