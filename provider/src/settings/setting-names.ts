/** The settings of the `cxone` namespace, in the order of the documentation. */
export const settingNames = [
  "environmentUrl",
  "clientId",
  "clientSecret",
  "requestsPerMinute",
  "requestsPerSecond",
  "telemetry",
  "history",
  "linesCounted",
  "lineRounding",
  "auditLog",
  "auditLogKey",
  "journal",
  "caFile",
  "clientCertificateFile",
  "clientKeyFile",
] as const;

export type SettingName = (typeof settingNames)[number];
