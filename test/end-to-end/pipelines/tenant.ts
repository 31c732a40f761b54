import { sampleData, startTenant, type Tenant } from "pulumi-cxone-dialer/sandbox";
import { requestsOf } from "../../support/call-centre.ts";

/** The first configuration of `examples/spring-sales`. */
export const FIRST_CALL = "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743";

/** The sample tenant, without limits. */
export function startSampleTenant(): Promise<Tenant> {
  return startTenant({
    data: sampleData,
    requestsPerMinute: Number.POSITIVE_INFINITY,
    requestsPerSecond: Number.POSITIVE_INFINITY,
  });
}

/** How often something was written. */
export function writes(tenant: Tenant): number {
  return requestsOf(tenant, "PUT", "DELETE").length;
}
