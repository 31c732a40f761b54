/**
 * What Pulumi's own wire format says in the place of a value, so that nobody's data may hold it. Source: `@pulumi/pulumi`,
 * `runtime/rpc.ts`, `unknownValue` and `specialSigKey`.
 */

/** What stands in a preview for a value that is not known yet, at any depth. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key that makes an object the envelope of something else: a secret, an asset, an output. */
export const ENVELOPE = "4dabf18193072939515e22adb298388d";
