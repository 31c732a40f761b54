/**
 * Prints the table of the guide on forecasts that says what each assumption does: `npm run assumptions`. It takes about two minutes; with a
 * number of hours to simulate, such as 100, it takes less and tells less.
 */

import { assumed, deviations, direction, measure } from "./assumptions/deviations.ts";

const hours = Number(process.argv[2] ?? 1000);
const SEED = 1981;

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

const { abandonmentRate: asAssumed, standardError } = measure(assumed, hours, SEED);
console.log(
  `As assumed: ${percent(asAssumed)} abandoned, ± ${(196 * standardError).toFixed(2)} points.\n`,
);
console.log("| assumed | instead | abandoned | the forecast is |\n| --- | --- | ---: | --- |");
for (const { assumption, instead, dialer } of deviations) {
  const { abandonmentRate } = measure(dialer, hours, SEED);
  console.log(
    `| ${assumption} | ${instead} | ${percent(abandonmentRate)} | ${direction(asAssumed, abandonmentRate)} |`,
  );
}
