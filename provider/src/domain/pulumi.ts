/** Texts that Pulumi gives a meaning. */

/** The type of a dialer configuration's dynamic resource in a URN, in a preview and in a state. */
export const DIALER_CONFIG_TYPE = "pulumi-nodejs:dynamic/cxone:DialerConfig";

/** The type of the same resource of the native provider. */
export const NATIVE_DIALER_CONFIG_TYPE = "cxone:index:DialerConfig";

/** Whether a type is a dialer configuration's, whichever way the program manages it. */
export function isDialerConfigType(type: string | undefined): boolean {
  return type === DIALER_CONFIG_TYPE || type === NATIVE_DIALER_CONFIG_TYPE;
}

/**
 * What stands in a preview for a value that is not known yet, at any depth, so that nobody's data may hold it. Source:
 * `@pulumi/pulumi`, `runtime/rpc.ts`, `unknownValue`.
 */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key that makes an object the envelope of a secret, an asset or an output. Source: there, `specialSigKey`. */
export const ENVELOPE = "4dabf18193072939515e22adb298388d";
