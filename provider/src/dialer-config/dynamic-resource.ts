import type * as pulumi from "@pulumi/pulumi";
import { DIALER_CONFIG_TYPE } from "../domain/pulumi.ts";
import { warnOfUnknownSettings } from "../settings/unknown-settings.ts";
import {
  type DialerConfigArgs,
  DialerConfigResource,
  pauseStackTraces,
  registeredInputs,
} from "./resource.ts";

/**
 * The code that the engine's dynamic-provider process evaluates to find the provider. A constant: what the SDK would
 * serialize in its place differs with every loader and TypeScript release, and cannot carry `#private` fields.
 */
const HANDLER = "exports.handler = () => require('pulumi-cxone-dialer/provider').provider;";

/**
 * The predictive-dialer settings of one configuration of a NICE CXone tenant.
 *
 * `pulumi preview` refuses what the campaign cannot carry or the regulation forbids; an update is written under the ETag that
 * it was planned against, so that it never overwrites what an administrator changed meanwhile; every write leaves an audit
 * event.
 */
export class DialerConfig extends DialerConfigResource {
  /**
   * @param name Unique among the stack's resources of this type.
   * @param args The settings. A wrong one fails the preview, with every failure of the resource at once.
   * @param opts As for any resource. `replaceOnChanges` and `import` do not work for dynamic providers; see `existing`.
   */
  constructor(name: string, args: DialerConfigArgs, opts: pulumi.CustomResourceOptions = {}) {
    warnOfUnknownSettings();
    const additionalSecretOutputs = [
      ...(opts.additionalSecretOutputs ?? []),
      // Where the tenant's document lacks a setting, the state holds all of it as `document`.
      ...["document", "unmanagedFields", "originalDocument", "managedValues"],
    ];
    const inputs = {
      ...registeredInputs(name, args),
      ...claimant(name, opts.parent),
      __provider: HANDLER,
    };
    const resumeStackTraces = pauseStackTraces();
    try {
      super(DIALER_CONFIG_TYPE, name, inputs, { ...opts, additionalSecretOutputs });
    } catch (error) {
      resumeStackTraces(error);
      throw error;
    }
    resumeStackTraces();
  }
}

/** Tells check which resource it is for, as the engine does not. Check returns the inputs without it. */
function claimant(resourceName: string, parent: pulumi.Resource | undefined) {
  if (parent === undefined) return { resourceName };
  // As an output it would make the resource depend on its parent, and so, where that is a component, on itself.
  const parentUrn = new Promise<string>((resolve) => {
    parent.urn.apply(resolve);
  });
  return { resourceName, parentUrn };
}
