import {
  defaultLineReading,
  type LineReading,
  lineRoundingNames,
  linesCountedNames,
} from "../domain/pacing/lines.ts";
import { ConfigurationError } from "../errors/index.ts";

/** Looks a setting up by its environment variable, and else by its name in the stack's configuration. */
type Lookup = (variable: string, name: keyof LineReading) => string | undefined;

interface Setting<Word> {
  readonly variable: string;
  readonly words: readonly Word[];
}

const settings: { readonly [Name in keyof LineReading]: Setting<LineReading[Name]> } = {
  linesCounted: { variable: "CXONE_LINES_COUNTED", words: linesCountedNames },
  lineRounding: { variable: "CXONE_LINE_ROUNDING", words: lineRoundingNames },
};

/**
 * How the program's forecasts count lines, where somebody knows better than the default.
 *
 * @throws ConfigurationError where a setting is none of the words that it may be.
 */
export function resolveLineReading(lookup: Lookup): LineReading {
  return { ...defaultLineReading, ...givenLineReading(lookup) };
}

/** The same without the defaults. */
export function givenLineReading(lookup: Lookup): Partial<LineReading> {
  const linesCounted = given("linesCounted", lookup);
  const lineRounding = given("lineRounding", lookup);
  return { ...(linesCounted && { linesCounted }), ...(lineRounding && { lineRounding }) };
}

/** Looks settings up for a command, which sees the environment and no stack's configuration. */
export function environment(env: NodeJS.ProcessEnv): Lookup {
  return (variable) => env[variable] || undefined;
}

function given<Name extends keyof LineReading>(
  name: Name,
  lookup: Lookup,
): LineReading[Name] | undefined {
  const { variable, words } = settings[name];
  const text = lookup(variable, name);
  const word = words.find((each) => each === text);
  if (text === undefined || word !== undefined) return word;
  throw new ConfigurationError(
    `cxone:${name} is ${JSON.stringify(text)}, and must be ${words.map((each) => JSON.stringify(each)).join(" or ")}. Give it with ` +
      `\`pulumi config set cxone:${name} ${defaultLineReading[name]}\` or in the environment variable ${variable}. No request was made.`,
  );
}
