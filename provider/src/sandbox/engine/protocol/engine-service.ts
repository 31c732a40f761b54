import { stripVTControlCharacters } from "node:util";
import type { Report } from "../model/report.ts";
import type { Diagnostic } from "../model/result.ts";
import {
  EngineService,
  GetRootResourceResponse,
  handle,
  LogSeverity,
  type RpcServer,
} from "./rpc.ts";

/** Debug messages, of which the SDK sends a dozen a resource, are not shown. */
const severities = new Map<number, Diagnostic["severity"]>([
  [LogSeverity.INFO, "info"],
  [LogSeverity.WARNING, "warning"],
  [LogSeverity.ERROR, "error"],
]);

/** Serves the calls by which a program, or a provider, speaks to the person at the terminal. */
export function addEngineService(server: RpcServer, report: Report): void {
  let root = "";
  server.add(EngineService, {
    log: handle(EngineService.log, (request) => {
      const severity = severities.get(request.getSeverity());
      if (severity === undefined || request.getEphemeral()) return undefined;
      const message = request.getMessage();
      report.log(
        severity,
        severity === "error" ? withoutStack(message) : message,
        request.getUrn(),
      );
      return undefined;
    }),
    setRootResource: handle(EngineService.setRootResource, (request) => {
      root = request.getUrn();
      return undefined;
    }),
    getRootResource: handle(EngineService.getRootResource, () =>
      new GetRootResourceResponse().setUrn(root),
    ),
    requirePulumiVersion: handle(EngineService.requirePulumiVersion, () => undefined),
    startDebugging: handle(EngineService.startDebugging, () => undefined),
  });
}

const frame = /^\s+at .*/;
/** A frame of Node's or of a package: not where the mistake is. */
const foreignFrame = /node:|node_modules/;

/** An error without its stack, but for the first place of it that is in the person's own code. */
export function withoutStack(message: string): string {
  const lines = stripVTControlCharacters(message).trimEnd().split("\n");
  const own = lines.find((line) => frame.test(line) && !foreignFrame.test(line));
  return lines.filter((line) => !frame.test(line) || line === own).join("\n");
}
