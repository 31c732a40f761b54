import { Hono } from "hono";
import type { Authorize, TenantEnvironment } from "./access.ts";
import type { TenantCampaign } from "./data.ts";
import { ErrorReply, pageOf } from "./http.ts";

/** `/api/v2/outbound/campaigns` */
export function campaignRoutes(
  campaigns: ReadonlyMap<string, TenantCampaign>,
  authorize: Authorize,
) {
  const authorized = authorize("outbound.read");
  return new Hono<TenantEnvironment>()
    .get("/", authorized, (c) => {
      const name = c.req.query("name");
      const entities = [...campaigns]
        .filter(([, campaign]) => name === undefined || campaign.name === name)
        .map(([id, campaign]) => ({ id, ...campaign }));
      return c.json(pageOf(entities, c.req.query()));
    })
    .get("/:id", authorized, (c) => {
      const id = c.req.param("id");
      const campaign = campaigns.get(id);
      if (!campaign) throw new ErrorReply(404, `There is no campaign ${id}.`);
      return c.json({ id, ...campaign });
    });
}
