import { appendFileSync } from "node:fs";
import { Failure } from "../failure.ts";
import { userAgent } from "../user-agent.ts";
import type { LogSetting } from "./log-setting.ts";
import type { Observer, Try } from "./observer.ts";

/** Logs each try as a line of JSON: no header, no body, and so no secret. The first line says what runs, and where to. */
export function requestLog({ file }: LogSetting, origin: string): Observer {
  const log = (event: string, details: object) => {
    const entry = { time: new Date().toISOString(), event, ...details };
    write(`${JSON.stringify(entry)}\n`, file);
  };
  log("start", { package: userAgent(), node: process.version, pid: process.pid, tenant: origin });
  return async (attempt, send) => {
    const begin = performance.now();
    const request = (outcome: object) =>
      log("request", {
        ...described(attempt),
        ms: Math.round(performance.now() - begin),
        ...outcome,
      });
    try {
      const answer = await send();
      const id = answer.header("x-request-id");
      request({ status: answer.status, ...(id !== undefined && { requestId: attempt.quote(id) }) });
      return answer;
    } catch (error) {
      request({ failure: error instanceof Failure ? error.details.what : "not sent" });
      throw error;
    }
  };
}

function described({ method, url, number, queuedMs }: Try): object {
  return {
    method,
    path: url.pathname + url.search,
    try: number,
    queuedMs: Math.round(queuedMs),
  };
}

/** At once, since the engine ends the process without a word; and never a reason to fail what is being done. */
function write(line: string, file: string | undefined): void {
  try {
    if (file === undefined) process.stderr.write(line);
    else appendFileSync(file, line);
  } catch {
    // The disk is full, or the file's folder is gone: the deployment goes on without its log.
  }
}
