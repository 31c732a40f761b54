import {
  type PackedObject,
  packProperties,
  packValue,
  unpackProperties,
  unpackValue,
} from "../model/envelopes.ts";
import { mapProperties, type Properties, reveal, Secret } from "../model/values.ts";
import { Struct } from "./rpc.ts";

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
