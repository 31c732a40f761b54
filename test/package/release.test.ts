import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { releaseProblems } from "../../scripts/release.ts";

const ready = {
  manifest: {
    version: "1.2.3",
    repository: { type: "git", url: "git+https://git.example/dialers.git" },
    bugs: { url: "https://git.example/dialers/issues" },
    homepage: "https://git.example/dialers#readme",
  },
  changelog: "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-01-31\n",
};

describe("a release", () => {
  test("goes ahead where its addresses and its changes are written down", () => {
    assert.deepEqual(releaseProblems(ready), []);
  });

  test("is stopped for each address that npm and its readers would miss", () => {
    const manifest = { version: "1.2.3" };
    assert.deepEqual(
      releaseProblems({ ...ready, manifest }).map((problem) => problem.split(". ")[0]),
      ["repository", "bugs", "homepage"].map((name) => `provider/package.json has no "${name}"`),
    );
  });

  test("is stopped where the changelog has no dated section for it", () => {
    for (const changelog of ["# Changelog\n\n## [Unreleased]\n", "\n## [1.2.30] - 2026-01-31\n"]) {
      assert.deepEqual(releaseProblems({ ...ready, changelog }), [
        'CHANGELOG.md has no dated section for 1.2.3. Give "Unreleased" that name.',
      ]);
    }
  });
});
