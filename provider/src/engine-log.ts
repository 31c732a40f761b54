/**
 * Warns among the engine's own diagnostics. It gives the dynamic-provider process its address as an argument; what that
 * process prints by itself would show as plain output of the stack.
 */
export async function warn(message: string): Promise<void> {
  const address = process.argv.slice(2).find((argument) => /^[\w.[\]:-]+:\d+$/.test(argument));
  if (address === undefined) return process.emitWarning(message);
  engine ??= connect(address);
  const log = await engine;
  await log(message);
}

let engine: Promise<(message: string) => Promise<void>> | undefined;

/** Loaded at the first warning: most runs have none. */
async function connect(address: string) {
  const [{ credentials }, { EngineClient }, { default: messages }] = await Promise.all([
    import("@grpc/grpc-js"),
    import("@pulumi/pulumi/proto/engine_grpc_pb.js"),
    import("@pulumi/pulumi/proto/engine_pb.js"),
  ]);
  const client = new EngineClient(address, credentials.createInsecure());
  return (message: string) =>
    new Promise<void>((resolve) => {
      const request = new messages.LogRequest();
      request.setSeverity(messages.LogSeverity.WARNING);
      request.setMessage(message);
      // An engine that takes no more messages is ending: the warning is no reason to fail what is being done.
      client.log(request, () => resolve());
    });
}
