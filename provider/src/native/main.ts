/** The process of the native provider. The engine starts it, reads the port from its output, and calls it there. */
import { grpc } from "../sdk-libraries.ts";
import { serve } from "./service.ts";

// Where Node.js is told to write reports of crashes, they would hold the environment, and the client's secret in it.
process.report.excludeEnv = true;

// Whole documents travel in one message, and the engine lifts gRPC's limit of 4 MB too.
const server = new grpc.Server({
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
});
serve(server);

const engine = process.ppid;
const CHECK_EVERY_MS = 1_000;

/** An engine that is killed ends nobody: without it the process would stay for ever, and a write with it. The journal has what is open. */
setInterval(() => {
  if (!isRunning(engine)) process.exit(1);
}, CHECK_EVERY_MS).unref();

function isRunning(pid: number): boolean {
  // An orphan has another parent. Where it keeps its first one's number, as on Windows, that one is gone.
  if (process.ppid !== pid) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
