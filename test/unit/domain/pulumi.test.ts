import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "../../../provider/src/domain/pulumi.ts";

test("the texts that Pulumi's states and its SDK give a meaning are kept to the letter", () => {
  assert.deepEqual(
    {
      DIALER_CONFIG_TYPE: pulumi.DIALER_CONFIG_TYPE,
      NATIVE_DIALER_CONFIG_TYPE: pulumi.NATIVE_DIALER_CONFIG_TYPE,
      UNKNOWN: pulumi.UNKNOWN,
      ENVELOPE: pulumi.ENVELOPE,
    },
    {
      DIALER_CONFIG_TYPE: "pulumi-nodejs:dynamic/cxone:DialerConfig",
      NATIVE_DIALER_CONFIG_TYPE: "cxone:index:DialerConfig",
      UNKNOWN: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      ENVELOPE: "4dabf18193072939515e22adb298388d",
    },
  );
});
