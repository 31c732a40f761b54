import { withoutStack } from "./program-output.ts";
import type { Report } from "./report.ts";
import type { Diagnostic } from "./result.ts";
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
      report.tell(
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
