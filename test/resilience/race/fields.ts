import { isJsonObject, type Json, type JsonObject } from "../../../provider/src/domain/json.ts";
import type { Edit } from "./scenario.ts";

/** The fields of a document by their paths: those of `complianceRules` one by one. */
export function fieldsOf(document: JsonObject | undefined): ReadonlyMap<string, Json> {
  const { complianceRules, ...others } = document ?? {};
  const rules = isJsonObject(complianceRules) ? complianceRules : {};
  return new Map([
    ...Object.entries(others),
    ...Object.entries(rules).map(([key, value]): [string, Json] => [
      `complianceRules.${key}`,
      value,
    ]),
  ]);
}

/** The fields that differ. All values in the model are plain. */
export function differences(
  from: JsonObject | undefined,
  to: JsonObject | undefined,
): readonly { readonly path: string; readonly from?: Json; readonly to?: Json }[] {
  const [before, after] = [fieldsOf(from), fieldsOf(to)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((path) => ({ path, from: before.get(path), to: after.get(path) }))
    .filter((field) => field.from !== field.to)
    .map(({ path, from, to }) => ({
      path,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    }));
}

export function edited(document: JsonObject, { path, value }: Edit): JsonObject {
  const rule = path.match(/^complianceRules\.(.*)/)?.[1];
  if (rule === undefined) return withField(document, path, value);
  const rules = isJsonObject(document.complianceRules) ? document.complianceRules : {};
  return { ...document, complianceRules: withField(rules, rule, value) };
}

function withField(object: JsonObject, key: string, value: Json): JsonObject {
  const { [key]: _, ...others } = object;
  return value === null ? others : { ...others, [key]: value };
}
