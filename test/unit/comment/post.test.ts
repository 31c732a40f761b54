import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { markerOf } from "../../../provider/src/cli/comment/render/markdown.ts";

import { Github } from "./hosts/github.ts";
import { BOT, Gitlab } from "./hosts/gitlab.ts";
import type { Fault } from "./hosts/host-server.ts";
import { InstantClock, marker, post, stack, TOKEN } from "./post.ts";

const ME = "github-actions[bot]";
const others = Array.from({ length: 7 }, (_, i) => `comment ${i}`);

/** Both hosts, described in the same words. */
interface Scene {
  /** Bodies, and whether the token's own account wrote them. */
  readonly comments?: readonly (readonly [body: string, isOwn: boolean])[];
  readonly faults?: readonly Fault[];
  readonly pageSize?: number;
  readonly limit?: number;
}

const hosts = {
  github: async ({ comments = [], ...options }: Scene) => {
    const host = await Github.start({
      token: TOKEN,
      viewer: ME,
      comments: comments.map(([body, isOwn]) => [body, isOwn ? ME : "somebody"]),
      ...options,
    });
    return { host, server: host.server, bodies: () => host.comments.map(({ body }) => body) };
  },
  gitlab: async ({ comments = [], ...options }: Scene) => {
    const host = await Gitlab.start({
      token: TOKEN,
      notes: comments.map(([body, isOwn]) => [body, isOwn ? BOT : 7]),
      ...options,
    });
    return { host, server: host.server, bodies: () => host.notes.map(({ body }) => body) };
  },
} as const;

const names = ["github", "gitlab"] as const;
const CREATE = /^POST .*\/(?:comments|notes)$/;
const WRITE = /^(?:POST .*\/(?:comments|notes)|PATCH|PUT|DELETE)/;

for (const name of names) {
  describe(name, () => {
    const begin = async (scene: Scene = {}) => {
      const { host, server, bodies } = await hosts[name](scene);
      return {
        server,
        bodies,
        url: server.url,
        [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
      };
    };

    test("creates a comment where there is none of this stack", async () => {
      await using scene = await begin({
        comments: [
          ["hello", true],
          [`${markerOf({ ...stack, stack: "dev" })}\nx`, true],
        ],
      });
      const { done } = await post(name, scene.url);
      assert.equal(done, "created");
      assert.deepEqual(scene.bodies().slice(2), [`${marker}\nnew`]);
    });

    test("updates its own, on whichever page it is", async () => {
      const comments = [...others, `${marker}\nold`, ...others].map(
        (body) => [body, false] as const,
      );
      const own = comments.map(([body]) => [body, body.startsWith(marker)] as const);
      await using scene = await begin({ comments: own, pageSize: 3 });
      const { done } = await post(name, scene.url);
      assert.equal(done, "updated");
      assert.deepEqual(scene.bodies(), [...others, `${marker}\nnew`, ...others]);
      assert.equal(scene.server.count(/^GET .*\/(?:comments|notes)$/), 5);
    });

    test("leaves somebody else's comment with the same words alone", async () => {
      await using scene = await begin({ comments: [[`${marker}\nold`, false]] });
      assert.equal((await post(name, scene.url)).done, "created");
      assert.deepEqual(scene.bodies(), [`${marker}\nold`, `${marker}\nnew`]);
    });

    test("keeps the oldest of several, which two pipelines at once can make", async () => {
      const comments = [
        ["hello", false],
        [`${marker}\n1`, true],
        [`${marker}\n2`, true],
        [`${marker}\n3`, true],
      ] as const;
      await using scene = await begin({ comments });
      await post(name, scene.url);
      assert.deepEqual(scene.bodies(), ["hello", `${marker}\nnew`]);
    });

    test("writes nothing where the comment says it already", async () => {
      await using scene = await begin({ comments: [[`${marker}\nnew\n`, true]] });
      assert.equal((await post(name, scene.url)).done, "left as it is");
      assert.equal(scene.server.count(WRITE), 0);
    });

    test("stays quiet where there is no news and no comment, and brings one that is there up to date", async () => {
      await using quiet = await begin();
      assert.equal((await post(name, quiet.url, { isNews: false })).done, "not needed");
      assert.equal(quiet.server.count(WRITE), 0);
      await using scene = await begin({ comments: [[`${marker}\nold`, true]] });
      assert.equal((await post(name, scene.url, { isNews: false })).done, "updated");
    });

    test("cuts the comment to the host's limit, and further where the host takes less", async () => {
      const body = "x".repeat(2_000_000);
      await using scene = await begin();
      await post(name, scene.url, { body });
      assert.equal(scene.bodies()[0]?.length, name === "github" ? 65_536 : 1_000_000);
      await using strict = await begin({ limit: 20_000 });
      await post(name, strict.url, { body });
      assert.equal(strict.bodies()[0]?.length, 16_000);
    });

    describe("tries again", () => {
      const busy: Readonly<
        Record<string, { readonly reply?: Fault["reply"]; readonly waits: readonly number[] }>
      > = {
        "after 429 with Retry-After, as long as it says": {
          reply: { status: 429, headers: { "retry-after": "17" } },
          waits: [17_000, 17_000],
        },
        "after 429 without a word, backing off": {
          reply: { status: 429, body: "slow down" },
          waits: [500, 1_000],
        },
        "after 503 with a page of a proxy": {
          reply: { status: 503, body: "<html>", headers: { "content-type": "text/html" } },
          waits: [500, 1_000],
        },
        "after a dropped connection": { waits: [500, 1_000] },
      };
      for (const [what, { reply, waits }] of Object.entries(busy)) {
        for (const on of [/^GET .*(?:comments|notes)$/, CREATE]) {
          test(`${what} (${on.source.slice(1, 5).trim()})`, async () => {
            const faults = [{ on, times: 2, ...(reply && { reply }) }];
            await using scene = await begin({ faults });
            const clock = new InstantClock();
            assert.equal((await post(name, scene.url, { clock })).done, "created");
            assert.deepEqual(clock.waits, waits);
            assert.deepEqual(scene.bodies(), [`${marker}\nnew`]);
          });
        }
      }

      test("an update that was dropped", async () => {
        const faults = [{ on: /^(?:PATCH|PUT)/, times: 1, isDone: true }];
        await using scene = await begin({ comments: [[`${marker}\nold`, true]], faults });
        await post(name, scene.url);
        assert.deepEqual(scene.bodies(), [`${marker}\nnew`]);
      });

      test("but makes no second comment, where the answer to the first was lost", async () => {
        await using scene = await begin({ faults: [{ on: CREATE, times: 1, isDone: true }] });
        assert.equal((await post(name, scene.url)).done, "created");
        assert.deepEqual(scene.bodies(), [`${marker}\nnew`]);
        assert.equal(scene.server.count(CREATE), 1);
      });

      test("until it has tried six times", async () => {
        const faults = [{ on: CREATE, times: 99, reply: { status: 502 } }];
        await using scene = await begin({ faults });
        await assert.rejects(post(name, scene.url), /^HostApiError: POST .*: 502\.$/);
        assert.equal(scene.server.count(CREATE), 6);
      });

      test("but not where it is asked to wait for longer than five minutes", async () => {
        const reply = { status: 429, headers: { "retry-after": "3600" } };
        await using scene = await begin({ faults: [{ on: CREATE, times: 1, reply }] });
        await assert.rejects(post(name, scene.url), /: 429\. .*asks to wait 60 minutes/);
      });
    });

    describe("says what to do, and never names the token,", () => {
      const refusals: Readonly<Record<number, RegExp>> = {
        401: /401, saying “no: \[secret\]”\. Check GIT(?:HUB|LAB)_TOKEN/,
        403: /403, saying “no: \[secret\]”\. The token may not do this/,
        404: /404, saying “no: \[secret\]”\. Check the (?:repository|project)/,
        422: /422, saying “no: \[secret\]”\.$/,
      };
      for (const [status, message] of Object.entries(refusals)) {
        test(`where it is refused with ${status}`, async () => {
          const reply = { status: Number(status), body: { message: `no: ${TOKEN}` } };
          await using scene = await begin({
            faults: [{ on: /notes$|comments$/, times: 1, reply }],
          });
          await assert.rejects(post(name, scene.url), (error: Error) => {
            assert.match(error.message, message);
            assert.ok(!error.stack?.includes(TOKEN));
            return true;
          });
        });
      }

      test("where another server answers", async () => {
        const reply = {
          status: 200,
          body: "<html>log in</html>",
          headers: { "content-type": "text/html" },
        };
        await using scene = await begin({ faults: [{ on: /notes$|comments$/, times: 1, reply }] });
        await assert.rejects(
          post(name, scene.url),
          /What answers is not the API of Git(?:Hub|Lab)/,
        );
      });

      test("where nobody answers", async () => {
        const gone = await begin();
        await gone[Symbol.asyncDispose]();
        await assert.rejects(post(name, gone.url), /no answer of Git(?:Hub|Lab) \(.*ECONNREFUSED/);
      });
    });
  });
}

describe("github", () => {
  test("waits for a secondary limit, which is a 403 and says so in words", async () => {
    const reply = {
      status: 403,
      body: { message: "You have exceeded a secondary rate limit. Please wait a few minutes." },
      headers: { "retry-after": "60" },
    };
    await using host = await Github.start({
      token: TOKEN,
      viewer: ME,
      faults: [{ on: CREATE, times: 1, reply }],
    });
    const clock = new InstantClock();
    assert.equal((await post("github", host.server.url, { clock })).done, "created");
    assert.deepEqual(clock.waits, [60_000]);
  });

  test("waits until the quota is whole again, where nothing is left of it", async () => {
    const reset = String(Date.parse("2026-11-23T12:00:42Z") / 1_000);
    const reply = {
      status: 403,
      body: { message: "API rate limit exceeded for installation." },
      headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset },
    };
    await using host = await Github.start({
      token: TOKEN,
      viewer: ME,
      faults: [{ on: /^GET/, times: 1, reply }],
    });
    const clock = new InstantClock();
    await post("github", host.server.url, { clock });
    assert.deepEqual(clock.waits, [42_000]);
  });

  test("goes by the marker alone, where the token's account is not known", async () => {
    await using host = await Github.start({
      token: TOKEN,
      comments: [[`${marker}\nold`, "somebody"]],
    });
    assert.equal((await post("github", host.server.url)).done, "updated");
    assert.equal(host.comments.length, 1);
  });

  test("passes over a comment whose account is gone", async () => {
    await using host = await Github.start({
      token: TOKEN,
      viewer: ME,
      comments: [[`${marker}\nold`, null]],
    });
    assert.equal((await post("github", host.server.url)).done, "created");
  });

  test("sends the token to no other host, whatever a page says is next", async () => {
    await using elsewhere = await Github.start({ token: TOKEN });
    const reply = {
      status: 200,
      body: [],
      headers: { link: `<${elsewhere.server.url}/x>; rel="next"` },
    };
    await using host = await Github.start({
      token: TOKEN,
      viewer: ME,
      faults: [{ on: /^GET/, times: 1, reply }],
    });
    await assert.rejects(post("github", host.server.url), /the next page is at another host/);
    assert.deepEqual(elsewhere.server.log, []);
  });

  test("says where the comment is", async () => {
    await using host = await Github.start({ token: TOKEN, viewer: ME });
    const { url } = await post("github", host.server.url);
    assert.equal(url, "https://github.example/acme/dialers/pull/7#issuecomment-1");
  });
});

test("gitlab: what GitLab itself wrote is nobody's comment", async () => {
  await using host = await Gitlab.start({ token: TOKEN, notes: [[`${marker}\nold`, BOT, true]] });
  assert.equal((await post("gitlab", host.server.url)).done, "created");
});
