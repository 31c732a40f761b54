/** The services of Pulumi's provider protocol, each in terms of the resource, the functions and the settings. */
import { AsyncLocalStorage } from "node:async_hooks";
import type * as Grpc from "@grpc/grpc-js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import providerRpc, {
  type IResourceProviderService,
} from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { fields } from "../dialer-config/schema.ts";
import { jsonEquals } from "../domain/json.ts";
import { NATIVE_DIALER_CONFIG_TYPE } from "../domain/pulumi.ts";
import { inform, warn } from "../engine.ts";
import { ConfigurationError, CxoneError } from "../errors/index.ts";
import { OperationTimeout } from "../errors/internal.ts";
import { emptyMessages, grpc } from "../sdk-libraries.ts";
import { isDefaultProvider, openRun, unknownSettings } from "./configuration.ts";
import type { ChangeKind } from "./detailed-diff.ts";
import { DialerConfigResource, isReadFirst } from "./dialer-config.ts";
import { Functions } from "./functions.ts";
import { type Properties, receive, type Struct, send } from "./property-values.ts";
import { packageSchema } from "./schema.ts";
import { SecretValues } from "./secret-values.ts";
import { version } from "./version.ts";

const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;

const kinds: Record<ChangeKind, messages.PropertyDiff.Kind> = {
  add: messages.PropertyDiff.Kind.ADD,
  delete: messages.PropertyDiff.Kind.DELETE,
  update: messages.PropertyDiff.Kind.UPDATE,
  "update-replace": messages.PropertyDiff.Kind.UPDATE_REPLACE,
};

const argumentNames = Object.keys(fields);

/** A timer of more ends at once. */
const longestTimerMs = 2 ** 31 - 1;

/** What each method does with a request. */
type Methods = {
  readonly [Name in keyof IResourceProviderService]?: IResourceProviderService[Name] extends Grpc.MethodDefinition<
    infer Request,
    infer Reply
  >
    ? (request: Request) => Reply | Promise<Reply>
    : never;
};

/** One provider: the engine starts a process for each, configures it, and then calls it for its resources and functions. */
function nativeProvider() {
  const cancelled = new AbortController();
  const secretValues = new SecretValues();
  let configured:
    | { readonly resource: DialerConfigResource; readonly functions: Functions }
    | undefined;

  /** What a resource's properties hold, of which no message shows what is secret. */
  function receiveResource(struct: Struct | undefined): Properties {
    const properties = receive(struct);
    secretValues.note(properties, argumentNames);
    return properties;
  }

  function opened() {
    if (!configured)
      throw new ConfigurationError("The cxone provider was called before it was configured.");
    return configured;
  }

  function resource(urn: string): DialerConfigResource {
    const type = urn.split("::")[2]?.split("$").at(-1);
    if (type === NATIVE_DIALER_CONFIG_TYPE) return opened().resource;
    throw new ConfigurationError(
      `${type} is no resource of the cxone provider. It has ${NATIVE_DIALER_CONFIG_TYPE}.`,
    );
  }

  const methods = {
    handshake: () => new messages.ProviderHandshakeResponse().setAcceptSecrets(true),
    getPluginInfo: () => new pluginMessages.PluginInfo().setVersion(version),
    getSchema: () => new messages.GetSchemaResponse().setSchema(JSON.stringify(packageSchema())),

    async checkConfig(request) {
      const news = receive(request.getNews());
      const reply = new messages.CheckResponse();
      const secrets = [...news.secrets, ["clientSecret"]];
      reply.setInputs(send(news.values, secrets));
      for (const { name, advice } of unknownSettings(news.values)) {
        const message = `cxone:${name} is no setting of the cxone provider, which ignores it. ${advice}`;
        // The stack's namespace may hold settings of the program's own.
        if (isDefaultProvider(nameOf(request))) await warn(message, request.getUrn());
        else reply.addFailures(failure(name, `is no setting of the cxone provider. ${advice}`));
      }
      return reply;
    },

    // Never a replacement: a secret that was rotated would replace every resource.
    diffConfig(request) {
      const [olds, news] = [request.getOldInputs(), request.getNews()].map(
        (each) => receive(each).values,
      );
      return new messages.DiffResponse().setChanges(jsonEquals(olds, news) ? DIFF_NONE : DIFF_SOME);
    },

    configure(request) {
      const run = openRun({
        ...receive(request.getArgs()),
        isDefault: isDefaultProvider(request.getName() ?? "default"),
        env: process.env,
        warn: (message) => warn(secretValues.redact(message), currentCall.getStore()?.urn),
        inform: (message) => inform(secretValues.redact(message), currentCall.getStore()?.urn),
        rootUrn: async () => currentCall.getStore()?.urn,
        signal: cancelled.signal,
        deadline: () => currentCall.getStore()?.deadline,
      });
      configured = { resource: new DialerConfigResource(run), functions: new Functions(run) };
      return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    },

    async check(request) {
      const urn = request.getUrn();
      const [olds, news] = [receiveResource(request.getOlds()), receiveResource(request.getNews())];
      const { inputs, failures } = await resource(urn).check(urn, olds, news);
      const reply = new messages.CheckResponse().setInputs(send(inputs.values, inputs.secrets));
      return reply.setFailuresList(
        failures.map(({ property, reason }) => failure(property, secretValues.redact(reason))),
      );
    },

    async diff(request) {
      const urn = request.getUrn();
      const [olds, news] = [receiveResource(request.getOlds()), receiveResource(request.getNews())];
      const { changes, fields, warnings } = await resource(urn).diff(urn, olds.values, news.values);
      for (const warning of warnings) await warn(secretValues.redact(warning), urn);
      const reply = new messages.DiffResponse().setChanges(changes ? DIFF_SOME : DIFF_NONE);
      reply.setHasdetaileddiff(true).setStablesList(["configId"]);
      for (const [path, kind] of fields) {
        reply.addDiffs(path.split(/[.[]/)[0] ?? path);
        if (kind === "update-replace") reply.addReplaces(path);
        reply.getDetaileddiffMap().set(path, new messages.PropertyDiff().setKind(kinds[kind]));
      }
      return reply;
    },

    async create(request) {
      const inputs = receiveResource(request.getProperties());
      const created = await resource(request.getUrn()).create(inputs, request.getPreview());
      const { values, secrets } = created.outputs;
      const reply = new messages.CreateResponse().setId(created.id);
      return reply.setProperties(send(values, secrets)).setRefreshBeforeUpdate(isReadFirst(values));
    },

    async update(request) {
      const urn = request.getUrn();
      const [olds, news] = [receiveResource(request.getOlds()), receiveResource(request.getNews())];
      const isPreview = request.getPreview();
      const outputs = await resource(urn).update(urn, olds.values, news, isPreview);
      const reply = new messages.UpdateResponse();
      reply.setProperties(send(outputs.values, outputs.secrets));
      return reply.setRefreshBeforeUpdate(isReadFirst(outputs.values));
    },

    async read(request) {
      const urn = request.getUrn();
      const [saved, savedInputs] = [
        receiveResource(request.getProperties()),
        receiveResource(request.getInputs()),
      ];
      const found = await resource(urn).read(urn, request.getId(), saved, savedInputs);
      // Without an id it is gone.
      const reply = new messages.ReadResponse();
      if (!found) return reply;
      const { id, inputs, outputs } = found;
      reply.setId(id).setInputs(send(inputs.values, inputs.secrets));
      return reply
        .setProperties(send(outputs.values, outputs.secrets))
        .setRefreshBeforeUpdate(isReadFirst(outputs.values));
    },

    async delete(request) {
      const urn = request.getUrn();
      await resource(urn).delete(urn, receiveResource(request.getProperties()).values);
      return new emptyMessages.Empty();
    },

    async invoke(request) {
      const args = receive(request.getArgs());
      const result = await opened().functions.call(request.getTok(), args.values);
      return new messages.InvokeResponse().setReturn(send(result));
    },

    cancel() {
      cancelled.abort();
      return new emptyMessages.Empty();
    },

    attach: () => new emptyMessages.Empty(),
  } satisfies Methods;
  return { methods, redact: (message: string) => secretValues.redact(message) };
}

/** What a call of the engine says of itself. */
interface Call {
  /** The resource that it is for: a message of it stands beside that. */
  readonly urn: string | undefined;
  /** Ends it when the time of the resource's option `customTimeouts` is over. */
  readonly deadline: AbortSignal | undefined;
}

const currentCall = new AsyncLocalStorage<Call>();

/** Adds the provider to a gRPC server. */
export function serve(server: Grpc.Server): void {
  const { methods, redact } = nativeProvider();
  const entries = Object.entries<Method>(methods);
  const handlers = entries.map(([name, method]) => [name, unary(method, redact)]);
  server.addService(providerRpc.ResourceProviderService, Object.fromEntries(handlers));
}

/** Whatever its request is: the generated service gives each method its own. Written as a method, it accepts them all. */
type Method = { of(request: object): unknown }["of"];

function unary(
  method: Method,
  redact: (message: string) => string,
): Grpc.handleUnaryCall<object, unknown> {
  return async ({ request }, respond) => {
    const seconds = timeoutOf(request);
    const deadline = seconds > 0 ? new AbortController() : undefined;
    const end = () => deadline?.abort(new OperationTimeout(seconds));
    const timer = deadline && setTimeout(end, Math.min(seconds * 1_000, longestTimerMs));
    const call: Call = { urn: urnOf(request), deadline: deadline?.signal };
    try {
      respond(null, await currentCall.run(call, async () => method(request)));
    } catch (error) {
      respond({ code: grpc.status.UNKNOWN, details: redact(reportOf(error)) });
    } finally {
      clearTimeout(timer);
    }
  };
}

function urnOf(request: object): string | undefined {
  return "getUrn" in request && typeof request.getUrn === "function" ? request.getUrn() : undefined;
}

/** In seconds; 0 where the program sets none. */
function timeoutOf(request: object): number {
  return "getTimeout" in request && typeof request.getTimeout === "function"
    ? request.getTimeout()
    : 0;
}

function reportOf(error: unknown): string {
  if (error instanceof CxoneError) return error.report;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function failure(property: string, reason: string) {
  return new messages.CheckFailure().setProperty(property).setReason(reason);
}

function nameOf(request: { getName(): string; getUrn(): string }): string {
  return request.getName() || (request.getUrn().split("::").at(-1) ?? "");
}
