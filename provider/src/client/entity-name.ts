import { z } from "zod";

/** The name that people gave: a text that is not empty, or else none. What only has a name is not refused for a wrong one. */
export const entityName = z.string().min(1).optional().catch(undefined);
