/**
 * The lines of a provider's standard error, less what the SDK writes there itself: `error: error.stack` of every error
 * out of check, diff, read and delete (`cmd/dynamic-provider`). `failures` are the messages of those errors.
 */
export function withoutStackDumps(written: string, failures: readonly string[]): readonly string[] {
  const text = failures.reduce(withoutDump, written);
  return text.split("\n").filter((line) => line.trim() !== "");
}

function withoutDump(text: string, message: string): string {
  const found = text.indexOf(`${message}: `);
  if (found === -1) return text;
  // The error's name stands before the message, on the same line.
  const start = text.lastIndexOf("\n", found - 1) + 1;
  let end = found + message.length;
  // The stack begins with name and message again, unless the error was thrown with an empty one.
  const again = text.indexOf(message, end);
  if (again !== -1 && again < endOfLine(text, end)) end = again + message.length;
  end = endOfLine(text, end);
  while (text.startsWith("    at ", end)) end = endOfLine(text, end);
  return text.slice(0, start) + text.slice(end);
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf("\n", from);
  return newline === -1 ? text.length : newline + 1;
}
