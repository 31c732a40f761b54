/** Previews of a program with one campaign, as `pulumi preview --json` prints them. */
export const campaignId = "2ce68a91-f07b-4d35-8e42-b95d1a60c7f4";

const figures = { answerRate: 0.3, averageHandleTimeSeconds: 180 };
export const intervals = [
  { start: "09:00", end: "13:00", agents: 12, ...figures },
  { start: "13:00", end: "15:00", agents: 8, ...figures },
];
export const settings = {
  configId: "config-1",
  campaignId,
  pacingType: "predictive",
  dialRate: 0.15,
  agentRatio: 2,
  maxAbandonmentRate: 0.03,
  maxQueueDepth: 40,
  answerRateThreshold: 0.15,
  regulation: "us",
  staffing: { intervals },
};

type Inputs = Readonly<Record<string, unknown>>;

export interface Step {
  readonly op: string;
  readonly before?: Inputs;
  readonly after?: Inputs;
  readonly name?: string;
}

/** What `pulumi preview --json` prints. */
export function digest(steps: readonly Step[], more: object = {}): string {
  return JSON.stringify({
    steps: steps.map(({ op, before, after, name = "spring-sales" }) => ({
      op,
      urn: `urn:pulumi:production::call-centre::pulumi-nodejs:dynamic/cxone:DialerConfig::${name}`,
      ...(before && { oldState: { inputs: before } }),
      ...(after && { newState: { inputs: after } }),
    })),
    duration: 1,
    ...more,
  });
}

export const raised: Step = {
  op: "update",
  before: settings,
  after: { ...settings, dialRate: 0.4, agentRatio: 3 },
};
