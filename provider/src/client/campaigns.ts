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

/** Campaigns, `/api/v2/outbound/campaigns/{id}`. */
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
    const { agentCount, answerRate, averageHandleTime } = parseBody(schema, reply);
    return {
      id,
      agentCount,
      ...(answerRate === undefined ? {} : { answerRate }),
      ...(averageHandleTime === undefined ? {} : { averageHandleTimeSeconds: averageHandleTime }),
    };
  }
}
