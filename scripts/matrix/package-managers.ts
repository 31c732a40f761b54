/** How a package manager installs what a folder's package.json names. */
export interface PackageManager {
  readonly name: string;
  readonly install: readonly [command: string, ...args: string[]];
  /** Files that tell it what its command line does not. */
  readonly files?: Readonly<Record<string, string>>;
}

/** npm runs another manager of an exact version from its own cache, without installing it anywhere. */
function fromRegistry(name: string, version: string, ...command: readonly string[]) {
  return ["npm", "exec", "--yes", `--package=${name}@${version}`, "--", ...command] as const;
}

export const npm: PackageManager = {
  name: "npm",
  install: ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"],
};

export const otherPackageManagers: readonly PackageManager[] = [
  {
    name: "pnpm 12",
    install: fromRegistry("pnpm", "12.21.0", "pnpm", "install", "--prefer-offline"),
    // @pulumi/pulumi brings a package with an install script that nothing needs; pnpm wants it allowed or refused.
    files: { "pnpm-workspace.yaml": "allowBuilds:\n  protobufjs: false\n" },
  },
  {
    name: "yarn 1",
    install: fromRegistry("yarn", "1.22.22", "yarn", "install", "--prefer-offline"),
  },
  {
    name: "yarn 4",
    install: fromRegistry("@yarnpkg/cli-dist", "4.18.1", "yarn", "install"),
    // An empty lockfile says that the folder is a project of its own.
    files: { ".yarnrc.yml": "nodeLinker: node-modules\n", "yarn.lock": "" },
  },
];
