import * as pulumi from "@pulumi/pulumi";
import type { Campaign } from "../domain/campaign.ts";
import { ask } from "./ask.ts";

/** Which campaign: by its id, or by its name, to the letter. */
export type GetCampaignArgs =
  | { readonly id: string; readonly name?: undefined }
  | { readonly id?: undefined; readonly name: string };

/** {@link GetCampaignArgs}, of values that may be outputs. */
export type GetCampaignOutputArgs =
  | { readonly id: pulumi.Input<string>; readonly name?: undefined }
  | { readonly id?: undefined; readonly name: pulumi.Input<string> };

/** A campaign as the tenant reports it now; its figures move with the agents who log in and out. */
export type GetCampaignResult = Campaign;

/**
 * Looks a campaign up in the tenant, with the provider's settings and within its quota. Each is asked for once a process.
 *
 * @throws {NotFoundError} there is none
 * @throws {AmbiguousError} several have the name; the message lists their ids
 * @throws {ConfigurationError} a setting of the provider is missing, or both an id and a name were given
 *
 * @example
 * ```ts
 * const { id } = await getCampaign({ name: "Spring sales" });
 * ```
 */
export function getCampaign(args: GetCampaignArgs): Promise<GetCampaignResult> {
  return ask((lookups) => lookups.campaign(args));
}

/** {@link getCampaign} for values that are outputs. Unknown in a preview where one of them is. */
export function getCampaignOutput(args: GetCampaignOutputArgs): pulumi.Output<GetCampaignResult> {
  return pulumi
    .all([args.id, args.name])
    .apply(([id, name]) => ask((lookups) => lookups.campaign({ id, name })));
}
