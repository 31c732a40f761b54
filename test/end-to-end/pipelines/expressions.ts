import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** What an expression may name: `github`, `vars`, `steps` and so on. */
export type Contexts = Readonly<Record<string, object>>;

/** Replaces each `${{ … }}`, as GitHub does before anything else sees the text. */
export function interpolate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, contexts, true).coerceString(),
  );
}

/** Whether a step or job with this `if` runs; without a status function in it, only where all went well before. */
export function isToRun(condition: string, contexts: Contexts, allWentWell: boolean): boolean {
  const asksForStatus = /\b(always|success|failure|cancelled)\(\)/.test(condition);
  if (!asksForStatus && !allWentWell) return false;
  return evaluate(condition, contexts, allWentWell).coerceString() === "true";
}

function evaluate(expression: string, contexts: Contexts, allWentWell: boolean) {
  const functions = statusFunctions(allWentWell);
  const { tokens } = new Lexer(expression.trim()).lex();
  const parser = new Parser(tokens, Object.keys(contexts), [...functions.values()]);
  const values: unknown = JSON.parse(JSON.stringify(contexts), data.reviver);
  if (!(values instanceof data.Dictionary)) throw new TypeError("contexts are an object");
  return new Evaluator(parser.parse(), values, functions).evaluate();
}

function statusFunctions(allWentWell: boolean) {
  const values = { always: true, success: allWentWell, failure: !allWentWell, cancelled: false };
  return new Map(
    Object.entries(values).map(([name, value]) => [
      name,
      { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(value) },
    ]),
  );
}
