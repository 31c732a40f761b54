import {
  AuthenticationError,
  type CxoneError,
  type FailedRequest,
  NotFoundError,
  PermissionError,
  PreconditionFailedError,
  RateLimitedError,
  UnavailableError,
} from "../errors/index.ts";
import type { FailureKind } from "./failure.ts";
import { longestPause } from "./retry-after.ts";

interface Circumstances {
  readonly needs: string;
  readonly retryAfterMs: number | undefined;
}

/** What a status means, and what to do about it. */
interface StatusMeaning {
  readonly kind: FailureKind;
  readonly Reason: new (message: string, request: FailedRequest) => CxoneError;
  readonly advice: (circumstances: Circumstances) => string;
}

function whenAgain(otherwise: string) {
  return ({ retryAfterMs = 0 }: Circumstances) =>
    retryAfterMs > longestPause
      ? `The tenant asks to wait ${Math.ceil(retryAfterMs / 1_000)} s, and over ${longestPause / 1_000} s is not waited: run it again then.`
      : otherwise;
}

const changed: StatusMeaning = {
  kind: "final",
  Reason: PreconditionFailedError,
  advice: () =>
    "It is not as it was last seen, so this try wrote nothing: refresh, and look at what changed.",
};
const unavailable: StatusMeaning = {
  kind: "unavailable",
  Reason: UnavailableError,
  advice: whenAgain("Try again later, or look at the tenant's status page."),
};

/** By status, as far as the API gives one a meaning. */
export const meanings: Record<number, StatusMeaning> = {
  401: {
    kind: "unauthorized",
    Reason: AuthenticationError,
    advice: () =>
      "The token was new. Check that cxone:clientId and cxone:clientSecret are of this tenant, and that the client is active.",
  },
  403: {
    kind: "final",
    Reason: PermissionError,
    advice: ({ needs }) => `The call needs ${needs}: grant it to the client.`,
  },
  404: {
    kind: "final",
    Reason: NotFoundError,
    advice: () =>
      "Nothing is there: check the id, and that cxone:environmentUrl is the tenant that has it.",
  },
  // It may be repeated (RFC 9110 §15.5.9). The request has not come whole, says the RFC; but gateways also tell a slow tenant by it.
  408: unavailable,
  409: changed,
  412: changed,
  429: {
    kind: "rateLimited",
    Reason: RateLimitedError,
    advice: whenAgain(
      "Somebody else may use up this client's limit: lower cxone:requestsPerMinute or cxone:requestsPerSecond, or run it later.",
    ),
  },
  500: unavailable,
  502: unavailable,
  503: unavailable,
  504: unavailable,
};
