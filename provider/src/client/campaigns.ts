import { z } from "zod";
import type { Campaign } from "../domain/campaign.ts";
import { parseBody } from "../transport/parse-body.ts";
import type { Transport } from "../transport/transport.ts";
import { entityName } from "./entity-name.ts";
import { allPages, getPage, type Page } from "./paging.ts";
import { pathId } from "./path-id.ts";

/** A figure that a campaign without history lacks; some serializers write that as null. */
const history = (figure: z.ZodNumber) => figure.nullish().transform((value) => value ?? undefined);

const schema = z.object({
  name: entityName,
  agentCount: z.int().min(0),
  answerRate: history(z.number().min(0).max(1)),
  averageHandleTime: history(z.number().min(0)),
});

const entity = schema.extend({ id: z.string().min(1) }).transform(campaignOf);

const path = "/api/v2/outbound/campaigns";
const scope = "outbound.read";

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
      repeatable: true,
    });
    return campaignOf({ id, ...parseBody(schema, reply) });
  }

  /** One page of the tenant's campaigns, from 1. */
  page(pageNumber: number): Promise<Page<Campaign>> {
    return getPage(this.#transport, { path, scope, pageNumber, entity });
  }

  /** All campaigns of the tenant, a page after the other. */
  list(): Promise<readonly Campaign[]> {
    return allPages((pageNumber) => this.page(pageNumber));
  }

  /** The campaigns of exactly this name: none, one, or several. */
  async named(name: string): Promise<readonly Campaign[]> {
    const query = { name };
    const found = await allPages((pageNumber) =>
      getPage(this.#transport, { path, scope, pageNumber, query, entity }),
    );
    // A tenant that does not know the parameter lists them all.
    return found.filter((campaign) => campaign.name === name);
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
