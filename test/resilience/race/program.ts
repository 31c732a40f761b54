import type { JsonObject } from "../../../provider/src/domain/json.ts";
import { edited } from "./fields.ts";
import { type Change, configIds } from "./scenario.ts";

/** A resource as a program declares it. */
export interface Resource {
  readonly name: string;
  /** It stands in a component, and so has another URN than one of the same name that does not. */
  readonly isNested: boolean;
  readonly configId: string;
  readonly settings: JsonObject;
}

export interface Program {
  readonly resources: readonly Resource[];
  /** How many names it has ever used. */
  readonly names: number;
  /** Every configuration that it ever named. */
  readonly named: readonly string[];
}

/** What the engine knows a resource by. */
export function urnOf({ name, isNested }: Pick<Resource, "name" | "isNested">): string {
  return isNested ? `component$${name}` : name;
}

/** No two configurations have the same, so that it matters which of them a resource has. */
function firstSettingsOf(configId: string): JsonObject {
  return {
    pacingType: "progressive",
    dialRate: 1,
    agentRatio: 1,
    maxAbandonmentRate: 0.01,
    maxQueueDepth: 10 + 10 * configIds.findIndex((each) => each === configId),
    answerRateThreshold: 0.1,
    complianceRules: { ringSeconds: 15 },
  };
}

export function programFor(configIds: readonly string[]): Program {
  return configIds.reduce(added, { resources: [], names: 0, named: [] });
}

/** The program after a commit. A change that it has no resource for changes nothing. */
export function changed(program: Program, change: Change): Program {
  const { resources } = program;
  const at = resources.length === 0 ? -1 : change.at % resources.length;
  const resource = resources[at];
  if (change.kind === "add") {
    const isThere = resources.some(({ configId }) => configId === change.configId);
    return isThere ? program : added(program, change.configId);
  }
  if (!resource) return program;
  const replaced = (by: Resource) => ({ ...program, resources: resources.with(at, by) });
  switch (change.kind) {
    case "set":
      return replaced({ ...resource, settings: edited(resource.settings, change) });
    case "rename":
      return { ...replaced({ ...resource, name: nextName(program) }), names: program.names + 1 };
    case "nest":
      return replaced({ ...resource, isNested: !resource.isNested });
    case "rotate":
      return { ...program, resources: rotated(resources, at, change.size) };
    case "move":
      return named(replaced({ ...resource, configId: change.configId }), change.configId);
    case "duplicate":
      return added(program, resource.configId);
    case "remove":
      return { ...program, resources: resources.toSpliced(at, 1) };
  }
}

/** Without the resources that name a configuration which another has named before. */
export function withoutDuplicates(program: Program): Program {
  const resources = program.resources.filter(({ configId }, i) =>
    program.resources.slice(0, i).every((each) => each.configId !== configId),
  );
  return { ...program, resources };
}

/** Each configuration that it ever named, once: also those that it names no longer. */
export function withEach(program: Program): Program {
  const once = withoutDuplicates(program);
  const missing = once.named.filter((each) =>
    once.resources.every(({ configId }) => configId !== each),
  );
  return missing.reduce(added, once);
}

function added(program: Program, configId: string): Program {
  const resource = {
    ...{ name: nextName(program), isNested: false },
    ...{ configId, settings: firstSettingsOf(configId) },
  };
  const resources = [...program.resources, resource];
  return named({ ...program, resources, names: program.names + 1 }, configId);
}

function named(program: Program, configId: string): Program {
  return { ...program, named: [...new Set([...program.named, configId])] };
}

function nextName({ names }: Program): string {
  return `r${names + 1}`;
}

/** Each of the `size` resources from that one on names the configuration that the one after it has named. */
function rotated(resources: readonly Resource[], at: number, size: number): readonly Resource[] {
  const ring = Array.from(
    { length: Math.min(size, resources.length) },
    (_, i) => (at + i) % resources.length,
  );
  return resources.map((resource, i) => {
    const place = ring.indexOf(i);
    const next = resources[ring[(place + 1) % ring.length] ?? -1];
    return place < 0 || !next ? resource : { ...resource, configId: next.configId };
  });
}
