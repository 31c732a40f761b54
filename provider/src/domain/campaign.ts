/** A calling campaign, as the tenant reports it. */
export interface Campaign {
  readonly id: string;
  /** As people call it; several campaigns may have one name. Absent where it has none. */
  readonly name?: string;
  /** Agents who are logged in and take this campaign's calls. */
  readonly agentCount: number;
  /** Answered ÷ dialled over the tenant's look-back, 0–1. A campaign that never dialled has none. */
  readonly answerRate?: number;
  /** Mean time an agent spends on an answered call, wrap-up included. A campaign that never dialled has none. */
  readonly averageHandleTimeSeconds?: number;
}
