/** GitHub's command line, as far as the workflows use it, over the state of {@link file}. */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ghStateSchema } from "../gh-state.ts";
import { logCall } from "./log.ts";

const file = process.env.GH_STATE_FILE ?? "";
const state = ghStateSchema.parse(JSON.parse(readFileSync(file, "utf8")));
const [area = "", action = "", ...args] = process.argv.slice(2);
logCall("gh", [area, action]);
if (!process.env.GH_TOKEN) throw new Error("gh: set GH_TOKEN");

const commands: Readonly<Record<string, () => void>> = {
  "auth setup-git": () => {},
  "issue list": () => list(state.issues.filter(({ open }) => open)),
  "issue create": () => {
    const { title, label, "body-file": body } = options("title", "label", "body-file");
    if (!state.labels.includes(label)) throw new Error(`could not add label: '${label}' not found`);
    state.issues.push({ number: 1, title, body: readFileSync(body, "utf8"), open: true });
    state.issues.forEach((issue, index) => {
      issue.number = index + 1;
    });
  },
  "issue edit": () => {
    const { "body-file": body } = options("body-file");
    issue().body = readFileSync(body, "utf8");
  },
  "issue close": () => {
    options("comment");
    issue().open = false;
  },
  "label create": () => {
    state.labels.push(action === "create" ? (args[0] ?? "") : "");
  },
  "pr list": () => list(state.pullRequests),
  "pr create": () => {
    const { head, title } = options("base", "head", "title", "body");
    state.pullRequests.push({ number: state.pullRequests.length + 1, head, title });
  },
};

if (area === "api") {
  const name = new URL(action, "https://api.example.org").searchParams.get("name");
  const artifacts = state.artifacts.filter((artifact) => artifact.name === name);
  console.log(JSON.stringify({ total_count: artifacts.length, artifacts }));
} else {
  const command = commands[`${area} ${action}`];
  if (!command) throw new Error(`gh ${area} ${action}: the stand-in does not know it.`);
  command();
  writeFileSync(file, JSON.stringify(state));
}

/** The flags that must be given, each once, and none besides. */
function options<Name extends string>(...names: readonly Name[]): Record<Name, string> {
  const known = Object.fromEntries(names.map((name) => [name, { type: "string" } as const]));
  const { values } = parseArgs({ args, allowPositionals: true, options: known });
  const entries = names.map((name) => {
    const value: unknown = Object(values)[name];
    if (typeof value !== "string" || value === "") throw new Error(`gh: --${name} is missing`);
    return [name, value];
  });
  return Object.fromEntries(entries);
}

function issue() {
  const found = state.issues.find(({ number }) => `${number}` === args[0]);
  if (!found) throw new Error(`gh: there is no issue ${args[0]}`);
  return found;
}

/** What `--json number --jq '.[0].number // empty'` prints. */
function list(found: readonly { readonly number: number }[]): void {
  if (!args.join(" ").endsWith("--json number --jq .[0].number // empty")) {
    throw new Error(`gh ${area} list: the stand-in prints the first number, and nothing else.`);
  }
  if (found[0]) console.log(found[0].number);
}
