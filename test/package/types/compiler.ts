import { join } from "node:path";
import ts from "typescript";

export interface Complaint {
  /** The piece of the program that the editor underlines. */
  readonly at: string;
  readonly message: string;
}

/** As `pulumi new typescript` sets it, but for an ES module. */
const options: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2020,
  module: ts.ModuleKind.NodeNext,
  types: ["node"],
  skipLibCheck: true,
  noEmit: true,
};

/** What the compiler says of each program, as an editor shows it. The programs are files of this folder that do not exist. */
export function complaintsAbout(
  programs: ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly Complaint[]> {
  const files = new Map(
    [...programs.values()].map((text, index) => [
      join(import.meta.dirname, `program-${index}.ts`),
      text,
    ]),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, target, ...rest) => {
    const text = files.get(file);
    return text === undefined
      ? getSourceFile(file, target, ...rest)
      : ts.createSourceFile(file, text, target);
  };
  const compiled = ts.createProgram([...files.keys()], options, host);
  const complaints = [...files.keys()].map((file) =>
    ts.getPreEmitDiagnostics(compiled, compiled.getSourceFile(file)).map(toComplaint),
  );
  return new Map([...programs.keys()].map((name, index) => [name, complaints[index] ?? []]));
}

function toComplaint({ file, start = 0, length = 0, messageText }: ts.Diagnostic): Complaint {
  return {
    at: file?.text.slice(start, start + length) ?? "",
    message: ts.flattenDiagnosticMessageText(messageText, "\n"),
  };
}
