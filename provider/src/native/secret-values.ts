import { isJsonObject, type Json } from "../domain/json.ts";
import { decimal, percent } from "../domain/numbers.ts";
import type { Path, Properties } from "./property-values.ts";

/** As Pulumi's engine writes it. */
const SECRET = "[secret]";

/** The arguments' values that a program marks secret, so that no message shows them, whichever resource it is about. */
export class SecretValues {
  readonly #texts = new Set<string>();
  #pattern: RegExp | undefined;

  /** @param names The properties to look at: others hold more than what is secret in them. */
  note({ values, secrets }: Properties, names: readonly string[]): void {
    const texts = secrets
      .filter(([name]) => name !== undefined && names.includes(name))
      .flatMap((path) => textsOf(valueAt(values, path)))
      .filter((text) => text !== "" && !this.#texts.has(text));
    if (texts.length === 0) return;
    for (const text of texts) this.#texts.add(text);
    // The longest first, for one may begin like another.
    const alternatives = [...this.#texts]
      .sort((a, b) => b.length - a.length)
      .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
    this.#pattern = new RegExp(
      `(?<![\\p{L}\\p{N}]|\\p{N}[.,])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}]|[.,]\\p{N})`,
      "gu",
    );
  }

  redact(message: string): string {
    return this.#pattern ? message.replaceAll(this.#pattern, SECRET) : message;
  }
}

function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (inside, key) => (isJsonObject(inside) ? inside[key] : undefined),
    value,
  );
}

/** As messages write a value, and each one in it. */
function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === "number") return [String(value), decimal(value), percent(value)];
  if (typeof value === "string") return [JSON.stringify(value).slice(1, -1)];
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(textsOf);
  return [];
}
