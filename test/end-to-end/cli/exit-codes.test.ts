import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { exitCodes } from "../../../provider/src/cli/shared/exit-codes.ts";
import { codeIn, page, tableRows } from "../../package/docs/pages.ts";
import { cxoneDialer } from "../../support/cxone-dialer.ts";
import { type TemporaryFolder, temporaryFolder } from "../../support/temporary-folder.ts";

/** Settings of nobody's tenant: the machine's own environment must not lead to one. */
const nowhere = { CXONE_ENVIRONMENT_URL: "", CXONE_CLIENT_ID: "", CXONE_CLIENT_SECRET: "" };
const unreachable = {
  CXONE_ENVIRONMENT_URL: "http://127.0.0.1:1",
  CXONE_CLIENT_ID: "client",
  CXONE_CLIENT_SECRET: "secret",
};

const campaign = "--agents 10 --answer-rate 0.3 --handle-time 180 --regulation us";

describe("every command exits with", { concurrency: 2 }, () => {
  let folder: TemporaryFolder;

  before(async () => {
    folder = await temporaryFolder();
  });

  after(() => folder[Symbol.asyncDispose]());

  const run = (args: string, env: NodeJS.ProcessEnv = nowhere) =>
    cxoneDialer(args.split(" ").filter(Boolean), { cwd: folder.path, env });

  const cases: Readonly<Record<string, readonly [number, readonly string[]]>> = {
    "what it was asked for": [
      exitCodes.done,
      ["--help", "sandbox --help", `forecast ${campaign} --dial-rate 0.1 --check`],
    ],
    "an argument that is wrong": [
      exitCodes.usage,
      [
        "",
        "nonsense",
        "sandbox tenant --port many",
        "forecast --agents 12",
        "comment --max-abandonment lots",
        "audit verify",
        "adopt",
        "telemetry pull",
      ],
    ],
    "a file or folder that cannot be used": [
      exitCodes.usage,
      [
        "sandbox preview --cwd no-such-folder",
        "sandbox tenant --data no-such-file.json",
        "forecast --from-stack no-such-file.json",
        `comment ${import.meta.filename}`,
        "audit verify no-such-file.jsonl",
        "adopt empty --offline",
      ],
    ],
    "settings that are missing": [exitCodes.usage, ["telemetry pull telemetry.json", "adopt new"]],
    "a file that cannot be written": [
      exitCodes.failed,
      [`forecast ${campaign} --dial-rate 0.1 --html no-such-folder/page.html`],
    ],
    "a setting over the limit, where that is asked for": [
      exitCodes.finding,
      [`forecast ${campaign} --dial-rate 0.1:0.4:0.3 --check`],
    ],
  };
  for (const [what, [code, commands]] of Object.entries(cases)) {
    for (const command of commands) {
      test(`${code} for ${what}: cxone-dialer ${command}`, async () => {
        const { code: found, stderr } = await run(command);
        assert.equal(found, code, stderr);
        assert.doesNotMatch(stderr, /\n\s+at /, "no stack trace for a user's mistake");
      });
    }
  }

  for (const command of ["telemetry pull telemetry.json", "adopt unreached"]) {
    test(`${exitCodes.failed} for a tenant that cannot be reached: cxone-dialer ${command}`, async () => {
      const { code, stderr } = await run(command, unreachable);
      assert.equal(code, exitCodes.failed, stderr);
    });
  }

  test(`${exitCodes.failed} for a port that is taken: cxone-dialer sandbox tenant`, async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { code, stderr } = await run(`sandbox tenant --port ${port}`);
    server.close();
    assert.equal(code, exitCodes.failed);
    assert.match(stderr, /^error: Port \d+ is in use\. Choose another, or 0 for a free one\.\n$/);
  });
});

test("the table of exit codes in the documentation is the one that commands use", () => {
  const rows = tableRows(page("docs/exit-codes.md"), "Exit codes");
  const documented = rows.map(([code]) => Number(codeIn(code)[0]));
  assert.deepEqual(documented, Object.values(exitCodes));
});
