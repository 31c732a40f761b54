import { campaignIdsIn } from "../domain/campaign.ts";
import type { JsonObject } from "../domain/json.ts";
import { ConfigurationError, NotFoundError } from "../errors/index.ts";
import { checkedInputsOf } from "./codec.ts";
import { settingsIn, settingsOf } from "./document.ts";
import type { Run } from "./run.ts";
import { defaults } from "./schema.ts";
import type { State } from "./state.ts";

export interface Imported {
  /** The arguments that a program has to give to manage the configuration as it is; what has a default is left out. */
  readonly inputs: JsonObject;
  readonly state: State;
}

/**
 * Makes a state of a configuration by its id alone, as it is in the tenant now: that is what a destroy puts back. Writes nothing.
 *
 * @param id `CONFIG`, or `CONFIG/CAMPAIGN`.
 * @returns Nothing where the tenant has no such configuration.
 * @throws ConfigurationError where the campaign is not named and cannot be found
 */
export async function importConfig(run: Run, id: string): Promise<Imported | undefined> {
  const [configId = "", givenCampaign, ...rest] = id.split("/");
  if (rest.length > 0 || configId === "" || givenCampaign === "") throw unusableId(id);
  const found = await run.connections.client.dialerConfigs.get(configId);
  if (!found) return undefined;
  const { document, etag } = found;
  const campaignId = await campaignOf(run, configId, givenCampaign, document);
  const inputs = { configId, campaignId, ...settingsIn(document), ...raisedLimit(document) };
  const args = checkedInputsOf(inputs);
  return {
    inputs,
    state: {
      ...args,
      capacity: { status: "unchecked", campaignId },
      document,
      etag,
      managedSince: new Date().toISOString(),
      originalDocument: document,
      managedValues: settingsOf(args),
    },
  };
}

/** A ratio over the usual limit is there already: the program says so, and a person who reads its code sees it. */
function raisedLimit({ agentRatio }: JsonObject): JsonObject {
  const { agentRatioLimit: usual } = defaults();
  const isOver = typeof agentRatio === "number" && typeof usual === "number" && agentRatio > usual;
  return isOver ? { agentRatioLimit: agentRatio } : {};
}

/** The campaign that was given, or else the one that the document names. */
async function campaignOf(
  { connections }: Run,
  configId: string,
  given: string | undefined,
  document: JsonObject,
): Promise<string> {
  if (given !== undefined) return (await connections.campaign(given)).id;
  for (const id of campaignIdsIn(document)) {
    try {
      return (await connections.campaign(id)).id;
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
  throw new ConfigurationError(
    `The document of dialer configuration ${configId} does not say which campaign it dials for. Import it with the id ` +
      `${configId}/CAMPAIGN, where CAMPAIGN is the campaign's id.`,
  );
}

function unusableId(id: string): ConfigurationError {
  return new ConfigurationError(
    `${JSON.stringify(id)} names no dialer configuration. Import one with its id, or with CONFIG/CAMPAIGN: its id and the id of its campaign.`,
  );
}
