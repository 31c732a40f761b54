import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { ConfigurationError } from "../../../provider/src/errors/index.ts";
import { resolveSettings } from "../../../provider/src/transport/settings.ts";

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
    const message = problem({});
    for (const part of [
      "`pulumi config set cxone:environmentUrl https://us1-cxone.com`",
      "CXONE_ENVIRONMENT_URL",
      "`pulumi config set cxone:clientId ID`",
      "CXONE_CLIENT_ID",
      "`pulumi config set --secret cxone:clientSecret`",
      "CXONE_CLIENT_SECRET",
    ]) {
      assert.ok(message.includes(part), `${part} is not in: ${message}`);
    }
    assert.doesNotMatch(message, /requestsPer/);
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

  for (const [url, reason] of [
    ["http://us1-cxone.com", /plain http to us1-cxone.com/],
    ["http://127.0.0.1.example.com", /plain http/],
    ["http://localhost.example.com", /plain http/],
    ["http://notlocalhost", /plain http/],
    ["http://[::2]", /plain http/],
    ["http://10.0.0.1", /plain http/],
    ["ftp://us1-cxone.com", /begins with ftp:/],
    ["https://us1-cxone.com?x=1", /without "\?" or "#"/],
    ["https://us1-cxone.com#x", /without "\?" or "#"/],
    ["", /is missing/],
  ] as const) {
    test(`${JSON.stringify(url)} is refused as a tenant's address`, () => {
      assert.match(problem({ ...stack, environmentUrl: url }), reason);
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
