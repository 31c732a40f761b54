import { z } from "zod";
import {
  AuthenticationError,
  type CxoneError,
  type FailedRequest,
  PermissionError,
} from "../errors/index.ts";
import { answerFailure } from "./answer-failure.ts";
import { errorBody } from "./error-body.ts";
import type { Answer } from "./exchange.ts";
import type { Failure } from "./failure.ts";
import { jsonBody } from "./json-body.ts";
import type { Quote } from "./quote.ts";
import { scopes } from "./scopes.ts";

/** RFC 6749 §5.2. */
const schema = z
  .object({ error: z.string(), error_description: z.string().optional().catch(undefined) })
  .optional()
  .catch(undefined);

interface Meaning {
  readonly Reason: new (message: string, request: FailedRequest) => CxoneError;
  readonly advice: string;
}

const badCredentials: Meaning = {
  Reason: AuthenticationError,
  advice:
    "Check that cxone:clientId and cxone:clientSecret are of this tenant, and that the secret was not rotated meanwhile.",
};

/** By the tenant's code. Any other speaks of the credentials. */
const meanings = new Map<string | undefined, Meaning>([
  [
    "invalid_scope",
    {
      Reason: PermissionError,
      advice: `Grant these scopes to the client: ${scopes.join(", ")}.`,
    },
  ],
  [
    "unauthorized_client",
    {
      Reason: PermissionError,
      advice: "Allow the client the grant client_credentials.",
    },
  ],
]);

/** Why the tenant gave no token (400 or 401): asking again with the same credentials changes nothing. */
export function tokenRefusal(answer: Answer, request: FailedRequest, quote: Quote): Failure {
  const body = jsonBody(answer);
  const refused = schema.parse(body.ok ? body.value : undefined);
  const { Reason, advice } = meanings.get(refused?.error) ?? badCredentials;
  const said = refused && [refused.error, refused.error_description].filter(Boolean).join(": ");
  return answerFailure(
    answer,
    { request, quote },
    {
      kind: "final",
      said: said && quote(said),
      advice,
      toError: (message, failed) => new Reason(message, failed),
    },
  );
}

/** Nothing is looked up there and nothing has a version: what answers so speaks of an address, not of something in the tenant. */
export function noTokenEndpoint(answer: Answer, request: FailedRequest, quote: Quote): Failure {
  const { message: said } = errorBody(answer, quote);
  return answerFailure(
    answer,
    { request, quote },
    {
      kind: "final",
      said,
      advice:
        "This is not how a token endpoint answers: check cxone:environmentUrl, and what stands between here and the tenant.",
    },
  );
}
