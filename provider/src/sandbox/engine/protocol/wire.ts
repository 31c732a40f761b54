import { messageOf } from "../../../shared/caught-error.ts";
import {
  mapProperties,
  type PackedObject,
  type Properties,
  packProperties,
  packValue,
  reveal,
  Secret,
  unpackProperties,
  unpackValue,
} from "../model/values.ts";
import { ErrorResourceInitFailed, isRpcError, Status, Struct } from "./rpc.ts";

export function fromStruct(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : unpackProperties(struct.toJavaScript(), open);
}

/** For the program, which understands secrets. */
export function toProgram(properties: Properties): Struct {
  return Struct.fromJavaScript(packProperties(properties, close));
}

/** For a dynamic provider, which gets plain text. */
export function toProvider(properties: Properties): Struct {
  return toProgram(mapProperties(properties, reveal));
}

function open(envelope: object): Secret | undefined {
  return "value" in envelope ? new Secret(unpackValue(envelope.value, open)) : undefined;
}

function close(secret: Secret): PackedObject {
  return { value: packValue(secret.value, close) };
}

/** What exists although the create or update that made it did not end well. */
export interface PartialResult {
  readonly id: string;
  readonly outputs: Properties;
  readonly reasons: readonly string[];
}

/** A provider refused or could not do what it was asked; the message is its own. */
export class ProviderFailure extends Error {
  readonly partial: PartialResult | undefined;

  constructor(cause: unknown) {
    super(isRpcError(cause) ? cause.details : messageOf(cause), { cause });
    this.partial = partialResult(cause);
  }
}

/** The trailer in which gRPC carries the details of an error beyond its message, as a google.rpc.Status. */
const detailsKey = "grpc-status-details-bin";

function partialResult(cause: unknown): PartialResult | undefined {
  if (!isRpcError(cause)) return undefined;
  const [packed] = cause.metadata.get(detailsKey);
  if (!(packed instanceof Uint8Array)) return undefined;
  const [detail] = Status.deserializeBinary(packed).getDetailsList();
  if (detail === undefined) return undefined;
  const failed = ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return {
    id: failed.getId(),
    outputs: fromStruct(failed.getProperties()),
    reasons: failed.getReasonsList(),
  };
}
