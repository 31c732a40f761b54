import { defaults } from "../../../dialer-config/schema.ts";
import type { Campaign } from "../../../domain/campaign.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../domain/json.ts";
import { printProperty } from "./print-value.ts";
import { stringLiteral } from "./string-literal.ts";
import { textWidth } from "./text-width.ts";

/** A resource of a program. */
export interface ProgramResource {
  readonly name: string;
  /** With a `campaignId` that is the file's. */
  readonly arguments: JsonObject;
}

/** The file of one campaign: its id once, and a resource for each configuration. */
export function campaignFile(campaign: Campaign, resources: readonly ProgramResource[]): string {
  const blocks = [
    'import { DialerConfig } from "pulumi-cxone-dialer";',
    `${comment(campaign)}${constant("campaignId", campaign.id)}`,
    ...resources.map(resource),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Whatever people called it, it is on one line and is no directive to a compiler or a linter. Nothing where it has no name. */
function comment({ name = "" }: Campaign): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return line === "" ? "" : `// Campaign: ${line}\n`;
}

function constant(name: string, value: string): string {
  const line = `const ${name} = ${stringLiteral(value)};`;
  return textWidth(line) <= 80 ? line : `const ${name} =\n  ${stringLiteral(value)};`;
}

function resource({ name, arguments: given }: ProgramResource): string {
  const properties = Object.entries(given)
    .filter(([key, value]) => key === "existing" || !isDefault(key, value))
    .map(([key, value]) =>
      key === "campaignId" ? "    campaignId," : printProperty(key, value, "    "),
    );
  return [
    "new DialerConfig(",
    `  ${stringLiteral(name)},`,
    "  {",
    ...properties,
    "  },",
    "  { protect: true },",
    ");",
  ].join("\n");
}

const defaultArguments = defaults();

function isDefault(key: string, value: Json): boolean {
  const usual = defaultArguments[key];
  return value === usual || (isEmpty(value) && isEmpty(usual));
}

function isEmpty(value: unknown): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}
