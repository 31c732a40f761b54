import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { ConfigurationError } from "../../../provider/src/errors/index.ts";
import { logSetting, resolveSettings } from "../../../provider/src/transport/settings.ts";

const stack: Record<string, string> = {
  environmentUrl: "https://us1-cxone.com",
  clientId: "from-stack",
  clientSecret: "stack-secret",
};

const from = (values: Record<string, string>) => (key: string) => values[key];

function problem(values: Record<string, string>, env: NodeJS.ProcessEnv = {}): string {
  try {
    resolveSettings(from(values), env);
  } catch (error) {
    assert.ok(error instanceof ConfigurationError);
    return error.message;
  }
  assert.fail("these settings should have been refused");
}

describe("settings", () => {
  test("the stack's configuration alone is enough, and the limits have defaults", () => {
    assert.deepEqual(resolveSettings(from(stack), {}), {
      ...stack,
      requestsPerMinute: 100,
      requestsPerSecond: 15,
    });
  });

  test("the environment wins over the stack, setting by setting", () => {
    const env = {
      CXONE_ENVIRONMENT_URL: "https://eu1-cxone.com/",
      CXONE_CLIENT_ID: "from-env",
      CXONE_CLIENT_SECRET: "env-secret",
      CXONE_REQUESTS_PER_MINUTE: "60",
      CXONE_REQUESTS_PER_SECOND: "5",
    };
    assert.deepEqual(resolveSettings(from(stack), env), {
      environmentUrl: "https://eu1-cxone.com",
      clientId: "from-env",
      clientSecret: "env-secret",
      requestsPerMinute: 60,
      requestsPerSecond: 5,
    });
  });

  test("an empty variable leaves the stack's value in place", () => {
    assert.equal(resolveSettings(from(stack), { CXONE_CLIENT_ID: "" }).clientId, "from-stack");
  });

  test("one error names every missing setting and both ways to give it", () => {
    assert.equal(
      problem({}),
      "The settings do not lead to a CXone tenant:\n" +
        "  - cxone:environmentUrl is missing. Give it with `pulumi config set cxone:environmentUrl https://us1-cxone.com` or in " +
        "the environment variable CXONE_ENVIRONMENT_URL.\n" +
        "  - cxone:clientId is missing. Give it with `pulumi config set cxone:clientId ID` or in the environment variable " +
        "CXONE_CLIENT_ID.\n" +
        "  - cxone:clientSecret is missing. Give it with `pulumi config set --secret cxone:clientSecret` or in the environment " +
        "variable CXONE_CLIENT_SECRET.\n" +
        "No request was made.",
    );
  });

  test("one error names every optional setting that cannot be used and both ways to give it", () => {
    const file = join(tmpdir(), "no-such-folder", "file.pem");
    const wrong = { requestsPerMinute: "0", requestsPerSecond: "many" };
    const files = { caFile: file, clientCertificateFile: file, clientKeyFile: file };
    const unread = `names ${file}, which cannot be read (ENOENT)`;
    assert.equal(
      problem({ ...stack, ...wrong, ...files }),
      "The settings do not lead to a CXone tenant:\n" +
        '  - cxone:requestsPerMinute is "0", and must be a whole number of at least 1. Give it with `pulumi config set ' +
        "cxone:requestsPerMinute 100` or in the environment variable CXONE_REQUESTS_PER_MINUTE.\n" +
        '  - cxone:requestsPerSecond is "many", and must be a whole number of at least 1. Give it with `pulumi config set ' +
        "cxone:requestsPerSecond 15` or in the environment variable CXONE_REQUESTS_PER_SECOND.\n" +
        `  - cxone:caFile ${unread}. Give it with \`pulumi config set cxone:caFile FILE\` or in the environment variable ` +
        "CXONE_CA_FILE.\n" +
        `  - cxone:clientCertificateFile ${unread}. Give it with \`pulumi config set cxone:clientCertificateFile FILE\` or in ` +
        "the environment variable CXONE_CLIENT_CERTIFICATE_FILE.\n" +
        `  - cxone:clientKeyFile ${unread}. Give it with \`pulumi config set cxone:clientKeyFile FILE\` or in the environment ` +
        "variable CXONE_CLIENT_KEY_FILE.\n" +
        "No request was made.",
    );
  });

  test("what is missing and what is wrong are reported together", () => {
    const message = problem({ environmentUrl: "us1-cxone.com", requestsPerMinute: "0" });
    assert.match(message, /cxone:environmentUrl is "us1-cxone.com", and must be a URL/);
    assert.match(message, /cxone:clientId is missing/);
    assert.match(
      message,
      /cxone:requestsPerMinute is "0", and must be a whole number of at least 1/,
    );
  });

  for (const url of [
    "http://localhost:8080",
    "http://127.0.0.1:1234",
    "http://127.255.0.9",
    "http://127.1",
    "http://[::1]:99",
    "https://us1-cxone.com/behind/a/gateway",
  ]) {
    test(`${url} is an address of a tenant`, () => {
      resolveSettings(from({ ...stack, environmentUrl: url }), {});
    });
  }

  const plain = (host: string) =>
    `is plain http to ${host}, where anybody on the way could read the client's secret. Use https: http is for loopback only`;
  const withoutQuery = 'must end with its path, without "?" or "#", as https://us1-cxone.com';
  for (const [url, reason] of [
    ["us1-cxone.com", 'is "us1-cxone.com", and must be a URL, as https://us1-cxone.com'],
    ["http://us1-cxone.com", plain("us1-cxone.com")],
    ["http://127.0.0.1.example.com:80", plain("127.0.0.1.example.com")],
    ["http://localhost.example.com:81", plain("localhost.example.com:81")],
    ["http://notlocalhost", plain("notlocalhost")],
    ["http://[::2]", plain("[::2]")],
    ["http://10.0.0.1", plain("10.0.0.1")],
    ["ftp://us1-cxone.com", "begins with ftp:, and must begin with https:"],
    ["https://us1-cxone.com?x=1", withoutQuery],
    ["https://us1-cxone.com#x", withoutQuery],
    [
      "https://user:hunter2@us1-cxone.com",
      "must not hold a user name or a password: the client's id and secret are settings of their own",
    ],
    ["", "is missing"],
  ] as const) {
    test(`${JSON.stringify(url)} is refused as a tenant's address`, () => {
      const message = problem({ ...stack, environmentUrl: url });
      assert.ok(message.includes(`\n  - cxone:environmentUrl ${reason}. Give it with`), message);
    });
  }

  test("slashes at the end of the address do not count, and an empty query neither", () => {
    for (const url of [
      "https://us1-cxone.com/gate",
      "https://us1-cxone.com/gate//",
      "https://us1-cxone.com/gate/?",
    ]) {
      const settings = resolveSettings(from({ ...stack, environmentUrl: url }), {});
      assert.equal(settings.environmentUrl, "https://us1-cxone.com/gate");
    }
  });

  test("credentials in the address are refused and not repeated", () => {
    for (const url of ["https://user:hunter2@us1-cxone.com", "user:hunter2@us1-cxone.com"]) {
      const message = problem({ ...stack, environmentUrl: url });
      assert.match(message, /user name or a password/);
      assert.doesNotMatch(message, /hunter2/);
    }
  });

  test("a limit that is no whole number of at least 1 is refused, with the value", () => {
    for (const value of ["0", "-1", "1.5", "NaN", "Infinity", "many", " "]) {
      const message = problem(stack, { CXONE_REQUESTS_PER_SECOND: value });
      assert.ok(message.includes(`cxone:requestsPerSecond is ${JSON.stringify(value)}`), message);
    }
  });

  test("a limit of 1 is kept", () => {
    const env = { CXONE_REQUESTS_PER_SECOND: "1", CXONE_REQUESTS_PER_MINUTE: "1" };
    const { requestsPerSecond, requestsPerMinute } = resolveSettings(from(stack), env);
    assert.deepEqual([requestsPerSecond, requestsPerMinute], [1, 1]);
  });

  test("the secret is in no error, whatever else is wrong", () => {
    const clientSecret = "kQ7-the-secret";
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(stack)), fc.string()), (values) => {
        const message = problem({ ...values, clientSecret, requestsPerMinute: "0" });
        assert.ok(!message.includes(clientSecret));
      }),
    );
  });
});

describe("the way to the tenant", () => {
  const proxy = (env: NodeJS.ProcessEnv, values = stack) =>
    resolveSettings(from(values), env).proxy;

  test("is direct where the environment names no proxy, or the tenant is on loopback", () => {
    const local = { ...stack, environmentUrl: "http://127.0.0.1:8080" };
    const named = { HTTPS_PROXY: "http://proxy.test:3128" };
    const ways = [
      proxy({}),
      proxy({ HTTPS_PROXY: "" }),
      proxy({ HTTP_PROXY: "x" }),
      proxy(named, local),
    ];
    assert.deepEqual(ways, [undefined, undefined, undefined, undefined]);
  });

  test("leads through the proxy of the environment, in lower case before upper case", () => {
    const cases = [
      { HTTPS_PROXY: "http://user:p%40ss@proxy.test:3128", NO_PROXY: "a.test,b.test" },
      {
        HTTPS_PROXY: "http://upper.test",
        NO_PROXY: "up.test",
        https_proxy: "https://low.test",
        no_proxy: "low.test",
      },
      { https_proxy: "proxy.test:3128" },
    ];
    assert.deepEqual(
      cases.map((env) => proxy(env)),
      [
        { url: "http://user:p%40ss@proxy.test:3128/", except: "a.test,b.test" },
        { url: "https://low.test/", except: "low.test" },
        { url: "http://proxy.test:3128/", except: "" },
      ],
    );
  });

  test("is refused where what the environment names is no proxy, and not repeated", () => {
    for (const HTTPS_PROXY of [
      "socks5://user:hunter2@proxy.test",
      "http://",
      "none that there is",
    ]) {
      assert.equal(
        problem(stack, { HTTPS_PROXY }),
        "The environment variable HTTPS_PROXY names no proxy that can be used: it must look like http://proxy.example:3128, " +
          "with http or https, and is not repeated here, for it may hold a password. Mend it, or name the tenant's host in " +
          "NO_PROXY. No request was made.",
      );
    }
  });
});

describe("the log of requests", () => {
  const folder = tmpdir();

  test("is kept where the environment says so, on standard error or in a file", () => {
    const file = join(folder, `cxone-log-${process.pid}`);
    const cases = [
      {},
      { CXONE_LOG: "", CXONE_LOG_FILE: "" },
      { CXONE_LOG: "off", CXONE_LOG_FILE: file },
      { CXONE_LOG: "debug" },
      { CXONE_LOG: "debug", CXONE_LOG_FILE: file },
      { CXONE_LOG_FILE: file },
    ];
    try {
      assert.deepEqual(cases.map(logSetting), [
        undefined,
        undefined,
        undefined,
        { file: undefined },
        { file },
        { file },
      ]);
      assert.deepEqual(resolveSettings(from(stack), { CXONE_LOG_FILE: file }).log, { file });
      assert.ok(!("log" in resolveSettings(from(stack), {})));
      assert.equal(readFileSync(file, "utf8"), "");
    } finally {
      rmSync(file, { force: true });
    }
  });

  test("has no other level", () => {
    assert.equal(
      problem(stack, { CXONE_LOG: "trace" }),
      'The environment variable CXONE_LOG is "trace", and must be debug or off. No request was made.',
    );
  });

  test("needs a file that can be written", () => {
    assert.match(
      problem(stack, { CXONE_LOG_FILE: folder }),
      /^The environment variable CXONE_LOG_FILE names .*, which cannot be written \(\w+\)\. Name a file in a folder that exists; a relative path begins at the program's folder\. No request was made\.$/,
    );
  });
});
