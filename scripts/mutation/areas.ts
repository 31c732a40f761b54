interface Area {
  /** What is changed. */
  readonly mutate: readonly string[];
  /** The tests that import it as source, so that no build stands between a change and its test. */
  readonly testFiles: readonly string[];
  /** The score in percent under which the run fails. */
  readonly least: number;
}

export const areas: Readonly<Record<string, Area>> = {
  domain: {
    mutate: ["provider/src/domain/*.ts"],
    testFiles: ["test/unit/domain/*.test.ts"],
    least: 0,
  },
  transport: {
    mutate: ["provider/src/transport/*.ts"],
    testFiles: ["test/unit/transport/*.test.ts"],
    least: 0,
  },
  pacing: {
    mutate: ["provider/src/domain/pacing/*.ts"],
    testFiles: ["test/unit/pacing/*.test.ts"],
    least: 0,
  },
};
