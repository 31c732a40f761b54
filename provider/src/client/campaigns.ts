import { z } from "zod";
import type { Campaign } from "../domain/campaign.ts";
import { parseBody } from "../transport/parse-body.ts";
import type { Transport } from "../transport/transport.ts";
import { pathId } from "./path-id.ts";

/** A figure that a campaign without history lacks; some serializers write that as null. */
const history = (figure: z.ZodNumber) => figure.nullish().transform((value) => value ?? undefined);

const schema = z.object({
  agentCount: z.int().min(0),
  answerRate: history(z.number().min(0).max(1)),
  averageHandleTime: history(z.number().min(0)),
});

const pageSchema = z.object({
  entities: z.array(schema.extend({ id: z.string().min(1) })),
  pageCount: z.int().min(0),
});

/** As many as a page may hold: the fewest requests. */
const PAGE_SIZE = 100;

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
      path: `/api/v2/outbound/campaigns/${pathId("campaign", id)}`,
      scope: "outbound.read",
      repeatable: true,
    });
    return campaignOf({ id, ...parseBody(schema, reply) });
  }

  /** All campaigns of the tenant, a page after the other. */
  async list(): Promise<readonly Campaign[]> {
    const campaigns: Campaign[] = [];
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const reply = await this.#transport.request({
        method: "GET",
        path: `/api/v2/outbound/campaigns?pageSize=${PAGE_SIZE}&pageNumber=${page}`,
        scope: "outbound.read",
        repeatable: true,
      });
      const { entities, pageCount } = parseBody(pageSchema, reply);
      campaigns.push(...entities.map(campaignOf));
      pages = pageCount;
    }
    return campaigns;
  }
}

function campaignOf(found: z.infer<typeof schema> & { readonly id: string }): Campaign {
  const { id, agentCount, answerRate, averageHandleTime } = found;
  return {
    id,
    agentCount,
    ...(answerRate === undefined ? {} : { answerRate }),
    ...(averageHandleTime === undefined ? {} : { averageHandleTimeSeconds: averageHandleTime }),
  };
}
