import type * as grpc from "@grpc/grpc-js";

/** Calls a method of a gRPC server. @throws what the server answers, in its own words */
export function unaryCall<Q, A>(
  client: grpc.Client,
  { path, requestSerialize, responseDeserialize }: grpc.MethodDefinition<Q, A>,
  request: Q,
): Promise<A> {
  const { promise, resolve, reject } = Promise.withResolvers<A>();
  client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) => {
    if (error) reject(new Error(error.details, { cause: error }));
    else if (answer === undefined) reject(new Error(`${path} gave no answer.`));
    else resolve(answer);
  });
  return promise;
}
