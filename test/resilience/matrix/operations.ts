import type { JsonObject } from "pulumi-cxone-dialer";
import { adopted, drift, edit, first, found, second, staffing } from "./documents.ts";
import type { Match } from "./faults.ts";

export type Command = "up" | "refresh" | "destroy";

export interface Operation {
  readonly name: string;
  /** The requests that the fault happens to. */
  readonly target: Match;
  /** How many requests like them come before, and go well. @default 0 */
  readonly spared?: number;
  /** What a faultless reply to them has. */
  readonly reply: { readonly body: boolean; readonly etag: boolean };
  /** What the tenant holds before the program is first deployed. */
  readonly found?: JsonObject;
  /** The program that is deployed before anything goes wrong; nothing is where it is absent. */
  readonly deployed?: JsonObject;
  /** An administrator's edit: before the command, just before its first write, or once it has failed. */
  readonly edited?: {
    readonly when: "before" | "meanwhile" | "after a failure";
    readonly change: JsonObject;
  };
  readonly command: Command;
  /** What the command deploys. Of a refresh and of a destruction, what is deployed. */
  readonly program: JsonObject;
  /** What the tenant holds before the command, and after it; undefined where it holds nothing. */
  readonly old: JsonObject | undefined;
  readonly new: JsonObject | undefined;
  /** What it holds once the program has been deployed again after that, where that is something else. */
  readonly settled?: JsonObject;
}

const config = /^\/api\/v2\/outbound\/dialerconfigs\//;
const token: Match = { method: "POST", path: /^\/oauth\/token$/ };
const campaign: Match = { method: "GET", path: /^\/api\/v2\/outbound\/campaigns\// };
const exports: Match = { method: "POST", path: /^\/api\/v2\/eventstreams\/exports$/ };
const get: Match = { method: "GET", path: config };
const put: Match = { method: "PUT", path: config };
const remove: Match = { method: "DELETE", path: config };

const document = { body: true, etag: true };
const json = { body: true, etag: false };
const nothing = { body: false, etag: false };

const creation = { command: "up", program: first, old: undefined, new: first } as const;
const adoption = { found, command: "up", program: first, old: found, new: adopted } as const;
const change = {
  deployed: first,
  command: "up",
  program: second,
  old: first,
  new: second,
} as const;
const merge = {
  ...change,
  edited: { when: "meanwhile", change: edit },
  old: { ...first, ...edit },
  new: { ...second, ...edit },
} as const;
const deletion = {
  deployed: first,
  command: "destroy",
  program: first,
  old: first,
  new: undefined,
} as const;

/** Every request that the provider makes, in each operation that makes it for a reason of its own. */
export const operations: readonly Operation[] = [
  { ...change, name: "token", target: token, reply: json },
  {
    ...change,
    name: "token of a write",
    target: token,
    reply: json,
    deployed: { ...first, staffing },
    program: { ...second, staffing },
    edited: { when: "after a failure", change: edit },
  },
  { ...change, name: "campaign", target: campaign, reply: json },
  {
    name: "read",
    target: get,
    reply: document,
    deployed: first,
    edited: { when: "before", change: drift },
    command: "refresh",
    program: first,
    old: { ...first, ...drift },
    new: { ...first, ...drift },
    settled: { ...first, ...edit },
  },
  { ...adoption, name: "adopt: look", target: get, reply: document },
  { ...adoption, name: "adopt: write", target: put, reply: document },
  { ...creation, name: "create: look", target: get, reply: json },
  { ...creation, name: "create: write", target: put, reply: document },
  { ...change, name: "update", target: put, reply: document },
  { ...merge, name: "merge: look again", target: get, reply: document },
  { ...merge, name: "merge: write again", target: put, spared: 1, reply: document },
  { ...deletion, name: "delete", target: remove, reply: nothing },
  {
    ...adoption,
    name: "restore",
    target: put,
    reply: document,
    deployed: first,
    command: "destroy",
    old: adopted,
    new: found,
  },
  { ...change, name: "audit export", target: exports, reply: json },
  { ...deletion, name: "last audit export", target: exports, reply: json },
];
