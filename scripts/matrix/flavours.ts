/** A way in which people write Pulumi programs, and what a program of that kind consists of. */
export interface Flavour {
  readonly name: string;
  /** The file under `test/package/matrix-install/fixtures`, and its name in the program's folder. */
  readonly source: readonly [fixture: string, file: string];
  /** `"module"`, or CommonJS where it is absent. */
  readonly type?: "module";
  /** `runtime.options` of `Pulumi.yaml`. */
  readonly runtime: {
    readonly typescript: boolean;
    readonly tsconfig?: string;
    readonly nodeargs?: string;
  };
  readonly devDependencies?: Readonly<Record<string, string>>;
  /** Where it is given, `tsc` checks the program, declarations of packages included. */
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
  /** npm's `overrides`. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/** What `pulumi new typescript` writes (pulumi/templates, typescript/tsconfig.json). */
const template = {
  strict: true,
  outDir: "bin",
  target: "es2020",
  module: "nodenext",
  moduleResolution: "nodenext",
  sourceMap: true,
  experimentalDecorators: true,
  pretty: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
};

/** What it wrote until 2025. */
const olderTemplate = { ...template, module: "commonjs", moduleResolution: "node" };

/** What is written for Node's type stripping. */
const native = {
  strict: true,
  target: "es2024",
  module: "nodenext",
  types: ["node"],
  noEmit: true,
  erasableSyntaxOnly: true,
};

const typescript5 = { typescript: "~5.9.3", "@types/node": "^18" };
const typescript6 = { typescript: "~6.0.3", "@types/node": "^24" };
const typescript7 = { typescript: "~7.0.2", "@types/node": "^24" };

/** @pulumi/pulumi takes TypeScript only below 7, for ts-node; a program that runs without ts-node may override it. */
const overrides = { "@pulumi/pulumi": { typescript: "$typescript" } };

const typed = ["typed.ts", "index.ts"] as const;

export const templateFlavour: Flavour = {
  name: "TypeScript 5, ts-node, CommonJS: `pulumi new typescript`",
  source: typed,
  runtime: { typescript: true },
  devDependencies: typescript5,
  compilerOptions: template,
};

export const tsNodeFlavour: Flavour = {
  ...templateFlavour,
  name: "TypeScript 6, ts-node, CommonJS",
  devDependencies: typescript6,
  compilerOptions: { ...template, types: ["node"] },
};

const nativeFlavour: Flavour = {
  name: "TypeScript 6, Node's type stripping, ESM",
  source: typed,
  type: "module",
  runtime: { typescript: false },
  devDependencies: typescript6,
  compilerOptions: native,
};

export const commonJsFlavour: Flavour = {
  name: "JavaScript, CommonJS: `pulumi new javascript`",
  source: ["require.cjs", "index.js"],
  runtime: { typescript: false },
};

export const flavours: readonly Flavour[] = [
  templateFlavour,
  {
    ...templateFlavour,
    name: "TypeScript 5.0, ts-node, CommonJS: an older `pulumi new typescript`",
    devDependencies: { ...typescript5, typescript: "~5.0.4" },
    compilerOptions: olderTemplate,
  },
  {
    ...templateFlavour,
    name: "TypeScript 5, ts-node 10, ESM",
    type: "module",
    devDependencies: { ...typescript5, "ts-node": "^10.9.2" },
  },
  tsNodeFlavour,
  {
    ...nativeFlavour,
    name: "TypeScript 6, ts-node 10, ESM",
    runtime: { typescript: true },
    devDependencies: { ...typescript6, "ts-node": "^10.9.2" },
  },
  {
    ...nativeFlavour,
    name: "TypeScript 6, tsx, ESM",
    runtime: { typescript: false, nodeargs: "--import tsx" },
    devDependencies: { ...typescript6, tsx: "^4.23.0" },
  },
  {
    ...templateFlavour,
    name: "TypeScript 6, tsx, CommonJS",
    runtime: { typescript: false, nodeargs: "--import tsx" },
    devDependencies: { ...typescript6, tsx: "^4.23.0" },
    compilerOptions: { ...template, types: ["node"] },
  },
  nativeFlavour,
  {
    ...nativeFlavour,
    name: "TypeScript 7, Node's type stripping, ESM",
    devDependencies: typescript7,
    overrides,
  },
  {
    ...templateFlavour,
    name: "TypeScript 7, Node's type stripping, no `type` in package.json",
    runtime: { typescript: false },
    devDependencies: typescript7,
    compilerOptions: { ...template, types: ["node"] },
    overrides,
  },
  {
    ...nativeFlavour,
    name: "TypeScript 7, tsx, ESM",
    runtime: { typescript: false, nodeargs: "--import tsx" },
    devDependencies: { ...typescript7, tsx: "^4.23.0" },
    overrides,
  },
  {
    name: "JavaScript, ESM",
    source: ["import.mjs", "index.js"],
    type: "module",
    runtime: { typescript: false },
  },
  commonJsFlavour,
];
