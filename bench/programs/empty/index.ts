/** The floor of a native provider: it takes what it is given, and does nothing. */
import grpc from "@grpc/grpc-js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";

type Struct = ReturnType<InstanceType<typeof messages.CheckRequest>["getNews"]>;

function dialRateOf(properties: Struct): unknown {
  return Object(properties?.toJavaScript()).dialRate;
}

const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
const { CheckRequest, CreateRequest, DiffRequest, UpdateRequest } = messages;

/** By the protocol's method, what comes of a request. */
const methods: Readonly<Record<string, (request: object) => unknown>> = {
  handshake: () => new messages.ProviderHandshakeResponse(),
  getPluginInfo: () => new pluginMessages.PluginInfo().setVersion("0.0.1"),
  checkConfig: (request) =>
    request instanceof CheckRequest && new messages.CheckResponse().setInputs(request.getNews()),
  diffConfig: () => new messages.DiffResponse(),
  configure: () => new messages.ConfigureResponse(),
  check: (request) =>
    request instanceof CheckRequest && new messages.CheckResponse().setInputs(request.getNews()),
  diff: (request) => {
    if (!(request instanceof DiffRequest)) return undefined;
    const isSame = dialRateOf(request.getOlds()) === dialRateOf(request.getNews());
    return new messages.DiffResponse().setChanges(isSame ? DIFF_NONE : DIFF_SOME);
  },
  create: (request) => {
    if (!(request instanceof CreateRequest)) return undefined;
    const inputs = request.getProperties();
    const id = String(Object(inputs?.toJavaScript()).configId);
    return new messages.CreateResponse().setId(id).setProperties(inputs);
  },
  update: (request) =>
    request instanceof UpdateRequest &&
    new messages.UpdateResponse().setProperties(request.getNews()),
  delete: () => new emptyMessages.Empty(),
  cancel: () => new emptyMessages.Empty(),
};

const server = new grpc.Server({
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
});
const handlers = Object.entries(methods).map(
  ([name, answer]): [string, grpc.handleUnaryCall<object, unknown>] => [
    name,
    ({ request }, respond) => respond(null, answer(request)),
  ],
);
server.addService(providerRpc.ResourceProviderService, Object.fromEntries(handlers));
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
