/** npm, without the registry: what is to be installed is there already. */
import { logCall } from "./log.ts";

const args = process.argv.slice(2);
logCall("npm", args);

const known = ["ci --ignore-scripts", "audit --omit=dev", "audit signatures"];
if (!known.includes(args.join(" "))) {
  console.error(`npm ${args.join(" ")}: the stand-in does not know it.`);
  process.exitCode = 1;
}
