import { cp, mkdir, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { GithubHost } from "./github-host.ts";

export interface ActionCall {
  readonly inputs: Readonly<Record<string, string>>;
  readonly host: GithubHost;
}

/** What an action leaves for the steps after it. */
export interface ActionResult {
  readonly outputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

type Action = (call: ActionCall) => Promise<ActionResult>;

const nothing: Action = async () => ({});

/** Stand-ins for the actions that the workflows use, by name; what each takes and does is in its `action.yml`. */
export const hostedActions: Readonly<Record<string, Action>> = {
  "actions/checkout": nothing,
  "actions/setup-node": nothing,
  "pulumi/actions": nothing,
  "pulumi/auth-actions": async () => ({ env: { PULUMI_ACCESS_TOKEN: "pul-short-lived" } }),
  "actions/create-github-app-token": async () => ({ outputs: { token: "ghs_short-lived" } }),

  "actions/upload-artifact": async ({ inputs, host }) => {
    const { name = "", path = "" } = inputs;
    const source = join(host.folder, path);
    const folder = host.artifactFolder(host.runId, name);
    try {
      await mkdir(folder, { recursive: true });
      await cp(source, join(folder, basename(path)));
    } catch (error) {
      if (inputs["if-no-files-found"] !== "ignore") throw error;
      return {};
    }
    await host.noteArtifact(name);
    return {};
  },

  "actions/download-artifact": async ({ inputs, host }) => {
    const folder = host.artifactFolder(Number(inputs["run-id"]), inputs.name ?? "");
    await cp(folder, join(host.folder, inputs.path ?? ""), { recursive: true });
    return {};
  },

  "actions/cache/restore": async ({ inputs, host }) => {
    const keys = await readdir(host.cacheFolder).catch(() => []);
    const prefix = encodeURIComponent(inputs["restore-keys"] ?? "");
    const newest = keys
      .filter((key) => key.startsWith(prefix))
      .sort()
      .at(-1);
    if (newest === undefined) return {};
    await cp(join(host.cacheFolder, newest), join(host.folder, inputs.path ?? ""), {
      recursive: true,
    });
    return {};
  },

  "actions/cache/save": async ({ inputs, host }) => {
    await cp(
      join(host.folder, inputs.path ?? ""),
      join(host.cacheFolder, encodeURIComponent(inputs.key ?? "")),
      { recursive: true },
    );
    return {};
  },
};
