/**
 * The libraries that Pulumi's SDK uses, in its own copies. npm installs a second one where a program asks for another
 * release, and gRPC and protobuf check with `instanceof`: an object of one copy is refused by the other.
 */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const requireAsTheSdk = createRequire(require.resolve("@pulumi/pulumi/proto/engine_grpc_pb.js"));

export const grpc: typeof import("@grpc/grpc-js") = requireAsTheSdk("@grpc/grpc-js");

export const structMessages: typeof import("google-protobuf/google/protobuf/struct_pb.js") =
  requireAsTheSdk("google-protobuf/google/protobuf/struct_pb.js");

export const emptyMessages: typeof import("google-protobuf/google/protobuf/empty_pb.js") =
  requireAsTheSdk("google-protobuf/google/protobuf/empty_pb.js");
