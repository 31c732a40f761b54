import { Command } from "commander";
import { showCommand } from "./audit/show.ts";
import { verifyCommand } from "./audit/verify.ts";

/** `audit`: what an audit log holds, and whether it is as it was written. */
export function auditCommand(): Command {
  return new Command("audit")
    .description("verify and read the log that cxone:auditLog names")
    .addCommand(verifyCommand())
    .addCommand(showCommand());
}
