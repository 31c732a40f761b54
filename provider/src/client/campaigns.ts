import * as z from "zod";
import type { Campaign } from "../domain/campaign.ts";
import { AmbiguousError, NotFoundError } from "../errors/index.ts";
import { parseBody } from "../transport/reply.ts";
import type { Transport } from "../transport/transport.ts";
import { entityName, getPage, getPages, type Page, pathId } from "./entities.ts";

/** A figure that a campaign without history lacks; some serializers write that as null. */
const history = (figure: z.ZodNumber) => figure.nullish().transform((value) => value ?? undefined);

const schema = z.object({
  name: entityName,
  agentCount: z.int().min(0),
  answerRate: history(z.number().min(0).max(1)),
  averageHandleTime: history(z.number().min(0)),
});

const path = "/api/v2/outbound/campaigns";
const scope = "outbound.read";
const list = {
  path,
  scope,
  entity: schema.extend({ id: z.string().min(1) }).transform(campaignOf),
} as const;

/** Campaigns, `/api/v2/outbound/campaigns` and below. */
export class Campaigns {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** @throws {NotFoundError} there is none */
  async get(id: string): Promise<Campaign> {
    const reply = await this.#transport.request({
      method: "GET",
      path: `${path}/${pathId("campaign", id)}`,
      scope,
    });
    return campaignOf({ id, ...parseBody(schema, reply) });
  }

  /** One page of the tenant's campaigns, from 1. */
  page(pageNumber: number): Promise<Page<Campaign>> {
    return getPage(this.#transport, list, pageNumber);
  }

  /** All campaigns of the tenant, a page after the other. */
  async list(): Promise<readonly Campaign[]> {
    return (await getPages(this.#transport, list)).entities;
  }

  /**
   * The one campaign of exactly this name.
   *
   * @throws {NotFoundError} there is none
   * @throws {AmbiguousError} there are several
   */
  async getNamed(name: string): Promise<Campaign> {
    const { entities, request } = await getPages(this.#transport, { ...list, query: { name } });
    // A tenant that does not know the parameter lists them all.
    const named = entities.filter((campaign) => campaign.name === name);
    const [campaign, ...others] = named;
    const quoted = JSON.stringify(name);
    if (campaign === undefined) {
      throw new NotFoundError(
        `The tenant has no campaign named ${quoted}. Check the name, to the letter, or give the campaign's id.`,
        request,
      );
    }
    if (others.length === 0) return campaign;
    const ids = named.map(({ id }) => id).sort();
    throw new AmbiguousError(
      `The tenant has ${ids.length} campaigns named ${quoted}: ${ids.join(", ")}. Give the id of the one that is meant.`,
      ids,
    );
  }
}

function campaignOf(found: z.infer<typeof schema> & { readonly id: string }): Campaign {
  const { id, name, agentCount, answerRate, averageHandleTime } = found;
  return {
    id,
    ...(name === undefined ? {} : { name }),
    agentCount,
    ...(answerRate === undefined ? {} : { answerRate }),
    ...(averageHandleTime === undefined ? {} : { averageHandleTimeSeconds: averageHandleTime }),
  };
}
