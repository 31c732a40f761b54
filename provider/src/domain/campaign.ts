/** A calling campaign, as the tenant tells of it. */
export interface Campaign {
  readonly id: string;
  /** Agents who are logged in and take this campaign's calls. */
  readonly agentCount: number;
  /** Answered ÷ dialled over the tenant's look-back, 0–1. A campaign that never dialled has none. */
  readonly answerRate?: number;
  /** Mean time an agent spends on an answered call, wrap-up included. A campaign that never dialled has none. */
  readonly averageHandleTimeSeconds?: number;
}
