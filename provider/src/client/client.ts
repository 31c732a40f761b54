import type { Transport } from "../transport/transport.ts";
import { Campaigns } from "./campaigns.ts";
import { DialerConfigs } from "./dialer-configs.ts";
import { AuditExports } from "./exports.ts";

/** The tenant's API, as far as this package uses it, an area each. */
export class CxoneClient {
  readonly dialerConfigs: DialerConfigs;
  readonly campaigns: Campaigns;
  readonly exports: AuditExports;
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.dialerConfigs = new DialerConfigs(transport);
    this.campaigns = new Campaigns(transport);
    this.exports = new AuditExports(transport);
    this.#transport = transport;
  }

  /** Lets the running requests end, and closes the connections. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
