import { messageOf } from "../../../shared/caught-error.ts";
import type { Properties } from "../model/values.ts";
import { ErrorResourceInitFailed, isRpcError, Status } from "./rpc.ts";
import { fromStruct } from "./wire.ts";

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
