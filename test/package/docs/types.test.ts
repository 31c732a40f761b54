import assert from "node:assert/strict";
import { basename } from "node:path";
import { before, describe, test } from "node:test";
import ts from "typescript";
import { compile } from "./compile.ts";
import { codeBlocks, codeIn, page, pages, root, tableRows } from "./pages.ts";

/** Each TypeScript snippet under a path that tells where it stands: `docs/policy.md.9.ts`. */
const snippets = new Map(
  pages.flatMap((page) =>
    codeBlocks(page)
      .filter(({ language }) => language === "ts")
      .map(({ code, line }): [string, string] => [`${root}/${page.file}.${line}.ts`, code]),
  ),
);

/** A program that names what the tables are about. */
const probe = `${root}/probe.ts`;
const probeText = `
  export * as api from "pulumi-cxone-dialer";
  export type { DialerConfig, DialerConfigArgs } from "pulumi-cxone-dialer";
`;

describe("the documentation and the package's types", () => {
  let program: ts.Program;
  let checker: ts.TypeChecker;

  before(() => {
    program = compile(new Map([...snippets, [probe, probeText]]));
    checker = program.getTypeChecker();
  });

  function exported(module: string, name: string): ts.Symbol {
    const source = program.getSourceFile(module);
    const symbol = source && checker.getSymbolAtLocation(source);
    const found = symbol && checker.getExportsOfModule(symbol).find((one) => one.name === name);
    assert.ok(found, `${module} exports no ${name}`);
    return original(found);
  }

  function original(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }

  /** The properties of a type that this package declares: not those that it inherits from the SDK. */
  function ownProperties(name: string): readonly string[] {
    return checker
      .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(exported(probe, name)))
      .filter(({ declarations = [] }) =>
        declarations.some((one) => !one.getSourceFile().fileName.includes("@pulumi")),
      )
      .map((property) => property.name);
  }

  test("every snippet type-checks as a stranger's program does", () => {
    assert.ok(snippets.size > 0);
    const diagnostics = ts.getPreEmitDiagnostics(program);
    const found = ts.formatDiagnostics(diagnostics, {
      getCanonicalFileName: (path) => path,
      getCurrentDirectory: () => root,
      getNewLine: () => "\n",
    });
    assert.equal(found, "");
  });

  test("the reference's table of arguments has each argument, and no other", () => {
    const rows = tableRows(page("docs/reference.md"), "Arguments").flatMap(([name]) =>
      codeIn(name),
    );
    assert.deepEqual([...rows].sort(), [...ownProperties("DialerConfigArgs")].sort());
  });

  test("the reference's table of outputs has each output that is no argument", () => {
    const named = new Set(ownProperties("DialerConfigArgs"));
    const rows = tableRows(page("docs/reference.md"), "Outputs").flatMap(([name]) => codeIn(name));
    const outputs = ownProperties("DialerConfig").filter((name) => !named.has(name));
    assert.deepEqual([...rows].sort(), [...outputs].sort());
  });

  describe("error codes", () => {
    let codes: readonly string[];

    before(() => {
      codes = checker
        .getExportsOfModule(exported(probe, "api"))
        .map(original)
        .filter(({ flags }) => flags & ts.SymbolFlags.Class)
        .flatMap((symbol) => {
          const code = checker.getDeclaredTypeOfSymbol(symbol).getProperty("code");
          const type = code && checker.getTypeOfSymbol(code);
          return type?.isStringLiteral() ? [type.value] : [];
        })
        .sort();
      assert.ok(codes.length > 10);
    });

    test("each has a page that is headed by it, and no page is without its code", () => {
      const errorPages = pages.filter(({ file }) => file.startsWith("docs/errors/"));
      assert.deepEqual(
        errorPages.map(({ file }) => basename(file, ".md")),
        codes,
      );
      for (const { file, text } of errorPages) {
        assert.ok(text.startsWith(`# ${basename(file, ".md")}\n`), `${file} has another heading`);
      }
    });

    test("each has a row in the guide to troubleshooting", () => {
      const rows = tableRows(page("docs/troubleshooting.md"), "By code").map(([code]) => code);
      assert.deepEqual(
        rows,
        codes.map((code) => `[${code}](errors/${code}.md)`),
      );
    });
  });
});
