import type { HttpBindings } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";
import type { Scope } from "./scope.ts";

/** What a request carries through the tenant's middleware. */
export interface TenantEnvironment {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** Set where the connection was reset instead of a reply. */
    dropped?: true;
  };
}

/** Lets a request through whose token has the scope, within the client's rate. */
export type Authorize = (scope: Scope) => MiddlewareHandler<TenantEnvironment>;
