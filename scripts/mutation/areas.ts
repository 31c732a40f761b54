interface Area {
  /** What is changed. */
  readonly mutate: readonly string[];
  /** The tests that import it as source, so that no build stands between a change and its test. */
  readonly testFiles: readonly string[];
  /** The score in percent under which the run fails; 0 as long as nobody has gone through a whole run. */
  readonly least: number;
}

export const areas: Readonly<Record<string, Area>> = {
  domain: {
    mutate: ["provider/src/domain/*.ts"],
    testFiles: ["test/unit/domain/*.test.ts"],
    least: 97,
  },
  transport: {
    mutate: ["provider/src/transport/*.ts"],
    // That one takes a package away from the process that loads it.
    testFiles: ["test/unit/transport/!(without-open-telemetry).test.ts"],
    least: 98,
  },
  resource: {
    mutate: [
      // Those run in the program's own process, where `program-input.test.ts` and `test/end-to-end` look at them.
      "provider/src/dialer-config/!(assert-serializable|dynamic-resource|resource).ts",
    ],
    // Those are about a process of its own.
    testFiles: [
      "test/provider/!(handler|journal|parallel|program-input|requests|secrets|settings).test.ts",
      "test/provider/golden/golden.test.ts",
    ],
    least: 97,
  },
  evidence: {
    mutate: ["provider/src/evidence/*.ts"],
    testFiles: ["test/unit/evidence/*.test.ts"],
    least: 96,
  },
  pacing: {
    mutate: [
      // What simulates takes minutes for each change; `hour-claims`, `period-claims` and the reference values hold its figures.
      "provider/src/domain/pacing/{batch-means,deadline-queue,erlang-?,estimate-pacing,limits,mmn-d,normal,poisson,quadrature,queue-depth,random,round-half-even,student-t}.ts",
    ],
    testFiles: [
      "test/unit/pacing/{batch-means,deadline-queue,estimate-pacing,exact-laws,exact-values,limits,normal,poisson,queue-depth,random}.test.ts",
    ],
    least: 0,
  },
};
