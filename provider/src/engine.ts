/**
 * What the provider says to the engine, and asks of it. The engine gives a provider's process its address as an argument;
 * what that process prints by itself would show as plain output of the stack.
 */
import { connect as connectTo } from "node:net";
import type { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";

/**
 * Warns among the engine's own diagnostics.
 *
 * @param urn The resource to show it beside. @default the stack
 */
export function warn(message: string, urn?: string): Promise<void> {
  return log("WARNING", message, urn);
}

/** Informs among the engine's own diagnostics, like {@link warn}. */
export function inform(message: string, urn?: string): Promise<void> {
  return log("INFO", message, urn);
}

async function log(severity: "INFO" | "WARNING", message: string, urn = ""): Promise<void> {
  const engine = await connected();
  if (!engine) return process.emitWarning(message);
  const { client, messages } = engine;
  const request = new messages.LogRequest();
  request.setSeverity(messages.LogSeverity[severity]);
  request.setMessage(message);
  request.setUrn(urn);
  // An engine that takes no more messages is ending: the warning is no reason to fail what is being done.
  await new Promise<void>((resolve) => client.log(request, () => resolve()));
}

/** The URN of the program's root, which names stack and project; nothing where no program runs, as in a destroy. */
export async function rootUrn(): Promise<string | undefined> {
  const engine = await connected();
  if (!engine) return undefined;
  const { client, messages } = engine;
  return new Promise((resolve) => {
    client.getRootResource(new messages.GetRootResourceRequest(), (_error, answer) =>
      resolve(answer?.getUrn() || undefined),
    );
  });
}

/**
 * Ends this process when the engine is gone. An engine that is killed ends nobody: the process would stay for ever, and go on with a write,
 * and the next run would leave its writes alone as those of a run that goes on. The journal has what is open.
 */
export function endWithEngine(): void {
  const address = engineAddress();
  if (address !== undefined) watch(new URL(`tcp://${address}`), false);
}

const SECOND = 1_000;

/** A server may close a connection on which nothing is said, and still be there: hence another one. */
function watch(engine: URL, wasThere: boolean): void {
  const begin = performance.now();
  let isThere = false;
  const socket = connectTo(Number(engine.port), engine.hostname.replace(/^\[|\]$/g, ""));
  socket.unref().resume();
  socket.on("connect", () => {
    isThere = true;
  });
  // It is closed next.
  socket.on("error", () => undefined);
  socket.on("close", () => {
    if (isThere) {
      const wait = performance.now() - begin < SECOND ? SECOND : 0;
      setTimeout(() => watch(engine, true), wait).unref();
    } else if (wasThere) process.exit(1);
  });
}

interface Engine {
  readonly client: EngineClient;
  readonly messages: typeof import("@pulumi/pulumi/proto/engine_pb.js");
}

let engine: Promise<Engine> | undefined;

function connected(): Promise<Engine> | undefined {
  const address = engineAddress();
  if (address !== undefined) engine ??= connect(address);
  return engine;
}

function engineAddress(): string | undefined {
  return process.argv.slice(2).find((argument) => /^[\w.[\]:-]+:\d+$/.test(argument));
}

/** Loaded when it is first needed: most runs have nothing to say. */
async function connect(address: string): Promise<Engine> {
  const [{ grpc }, { EngineClient }, { default: messages }] = await Promise.all([
    import("./sdk-libraries.ts"),
    import("@pulumi/pulumi/proto/engine_grpc_pb.js"),
    import("@pulumi/pulumi/proto/engine_pb.js"),
  ]);
  return { client: new EngineClient(address, grpc.credentials.createInsecure()), messages };
}
