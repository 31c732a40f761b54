/** The process of the native provider. The engine starts it, reads the port from its output, and calls it there. */
import { endWithEngine } from "../engine.ts";
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

endWithEngine();

server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
