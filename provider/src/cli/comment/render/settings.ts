import type { Adoption } from "../judge/adoption.ts";
import type { Configuration } from "../judge/configuration.ts";
import type { Cause, SettingChange } from "../judge/setting-changes.ts";
import { code } from "./inert.ts";
import { folded, type Section } from "./sections.ts";

/** How many settings a row holds; the others are folded below it. */
const MOST_IN_A_ROW = 8;
const BREAK = "<br>";

const remarks: Readonly<Record<Cause, string>> = {
  program: "",
  drift: " (changed in the tenant, put back)",
  adoption: "",
  undisclosed: "",
};

/** `dialRate` `1.2` → `1.5`, with what a reviewer cannot see in the values. */
function settingText({ path, before, after, cause }: SettingChange): string {
  if (cause === "undisclosed") return `${code(path)} is secret and may change too`;
  const isSecret = before === "secret" && after === "secret";
  return `${code(path)} ${code(before)} → ${code(after)}${isSecret ? " (changed)" : remarks[cause]}`;
}

/** The settings that change, in the configuration's row. */
export function settingsCell(configuration: Configuration): string {
  const lines = linesOf(configuration);
  const more = lines.length - MOST_IN_A_ROW;
  if (more <= 0) return lines.join(BREAK) || "–";
  return [...lines.slice(0, MOST_IN_A_ROW), `and ${more} more, below`].join(BREAK);
}

/** Of the configurations whose row does not hold all settings. */
export function settings(configurations: readonly Configuration[]): readonly Section[] {
  return folded(
    "What changes",
    configurations
      .map((each) => ({ name: each.name, lines: linesOf(each) }))
      .filter(({ lines }) => lines.length > MOST_IN_A_ROW)
      .map(({ name, lines }) => `${code(name)}: ${lines.join(", ")}`),
  );
}

function linesOf({ settings, adoption }: Configuration): readonly string[] {
  return [...settings.map(settingText), ...adoptionLines(adoption)];
}

function adoptionLines(adoption: Adoption | undefined): readonly string[] {
  if (!adoption?.exists) return [];
  if (adoption.changes.length === 0) return ["nothing to write"];
  return adoption.changes.map(settingText);
}

/** What is done to the configuration, in words. */
export function operationText({ operation, adoption, move, settings }: Configuration): string {
  if (operation === "rename") {
    return !move || move.from.name === move.to.name ? "moved" : `was ${code(move.from.name)}`;
  }
  const isBack = settings.length > 0 && settings.every(({ cause }) => cause === "drift");
  if (operation === "update" && isBack) return "update: drift put back";
  if (adoption === undefined) return operation;
  const done = adoption.exists ? "adopted" : "created in the tenant";
  return operation === "replace" ? `replace: ${done}` : done;
}
