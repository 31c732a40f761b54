/** Pulumi's properties between its protocol and the provider: plain JSON here, with the paths of secrets beside it. */
import { isJsonObject, type Json, type JsonObject } from "../domain/json.ts";
import { ENVELOPE } from "../domain/pulumi.ts";
import { structMessages } from "../sdk-libraries.ts";

const { Struct } = structMessages;
export type Struct = InstanceType<typeof structMessages.Struct>;

/** What marks an envelope as a secret's. Source: `@pulumi/pulumi`, `runtime/rpc.ts`, `specialSecretSig`. */
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** Keys from the outermost object inwards. An array is one value, so that no path leads into one. */
export type Path = readonly string[];

export interface Properties {
  readonly values: JsonObject;
  /** Where the secrets stood. */
  readonly secrets: readonly Path[];
}

export function receive(struct: Struct | undefined): Properties {
  const secrets: Path[] = [];
  const values: JsonObject = opened(struct?.toJavaScript() ?? {}, [], secrets);
  return { values, secrets };
}

function opened(object: object, path: Path, secrets: Path[]): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, each]) => [key, open(each, [...path, key], secrets)]),
  );
}

function open(value: Json, path: Path, secrets: Path[]): Json {
  if (Array.isArray(value)) {
    const inside: Path[] = [];
    const items = value.map((each: Json) => open(each, path, inside));
    if (inside.length > 0) secrets.push(path);
    return items;
  }
  if (!isJsonObject(value)) return value;
  if (value[ENVELOPE] !== SECRET) return opened(value, path, secrets);
  secrets.push(path);
  return open(value.value ?? null, path, []);
}

/** Values for the engine, with a secret's envelope at each of these paths, or around the value that a path leads into. */
export function send(values: object, secrets: readonly Path[] = []): Struct {
  // What is undefined goes: the protocol has nothing for it.
  const plain: JsonObject = JSON.parse(JSON.stringify(values));
  return Struct.fromJavaScript(sealed(plain, secrets));
}

function sealed(object: JsonObject, secrets: readonly Path[]) {
  return Object.fromEntries(
    Object.entries(object).map(([key, each]) => [
      key,
      seal(
        each,
        secrets.flatMap(([first, ...rest]) => (first === key ? [rest] : [])),
      ),
    ]),
  );
}

function seal(value: Json, secrets: readonly Path[]): Json {
  if (secrets.length === 0) return value;
  if (secrets.some((path) => path.length === 0) || !isJsonObject(value)) {
    return { [ENVELOPE]: SECRET, value };
  }
  return sealed(value, secrets);
}
