import type {
  EnforcementLevel,
  Policy,
  PolicyComplianceFramework,
  PolicyConfigSchema,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  Severity,
} from "@pulumi/policy";
import * as z from "zod";
import {
  DIALER_CONFIG_TYPE,
  isDialerConfigType,
  NATIVE_DIALER_CONFIG_TYPE,
} from "../domain/pulumi.ts";
import { userError } from "../errors/internal.ts";
import { put, type Subject, subjectOf } from "./subject.ts";

/** What every rule takes besides its own configuration. */
export interface RuleOptions {
  /**
   * What a violation does: `"advisory"` is printed, `"mandatory"` stops the deployment, `"remediate"` is mended where the rule
   * knows how and stops the deployment where it does not, `"disabled"` is not looked for. The policy pack's configuration
   * (`--policy-pack-config`, or Pulumi Cloud) wins over it.
   */
  readonly enforcementLevel?: EnforcementLevel;
  /** How grave a violation is, for whoever lists it. */
  readonly severity?: Severity;
}

/** Makes a rule for a policy pack. Throws `ConfigurationError` where the configuration is wrong. */
export type Rule<Config extends RuleOptions> = (config?: Config) => ResourceValidationPolicy;

/** Values to set, by dotted path. */
type Mending = Readonly<Record<string, unknown>>;

interface RuleDefinition<Shape extends z.ZodRawShape> {
  readonly name: string;
  /** One sentence: what a configuration that keeps to the rule does. It is printed above each violation. */
  readonly description: string;
  readonly displayName: string;
  readonly enforcementLevel: EnforcementLevel;
  readonly severity: Severity;
  /** Every setting of the rule's own, each with its default. */
  readonly config: z.ZodObject<Shape>;
  readonly law?: { readonly framework: PolicyComplianceFramework; readonly url: string };
  /** What to say of the configuration: what, how much, which limit, what next. Nothing of what is not known yet. */
  judge(subject: Subject, config: z.output<z.ZodObject<Shape>>): readonly string[];
  /** What puts it right. Absent where only a person can. */
  mend?(subject: Subject, config: z.output<z.ZodObject<Shape>>): Mending;
}

export function rule<Shape extends z.ZodRawShape>(
  definition: RuleDefinition<Shape>,
): Rule<z.input<z.ZodObject<Shape>> & RuleOptions> {
  const { name, description, displayName, law, config: schema, judge, mend } = definition;
  return (options) => {
    const { enforcementLevel, severity, ...given }: RuleOptions = options ?? {};
    const settings = schema.safeParse(given);
    if (!settings.success) {
      throw userError(`Rule ${name}: ${problems(settings.error)}.`);
    }
    /** What the program gave, under what the engine gave: Pulumi Cloud, or a file. */
    const configured = (args: ResourceValidationArgs) =>
      schema.safeParse({ ...settings.data, ...args.getConfig() });
    const policy: Policy = {
      name,
      description,
      displayName,
      enforcementLevel: enforcementLevel ?? definition.enforcementLevel,
      severity: severity ?? definition.severity,
      configSchema: configSchema(schema, settings.data),
      tags: ["cxone-dialer"],
      ...law,
    };
    return {
      ...policy,
      validateResource(args, report) {
        onlyDialerConfigs(args);
        const { data, error } = configured(args);
        const violations = data
          ? judge(subjectOf(args), data)
          : [`The rule's configuration cannot be used, so nothing was judged: ${problems(error)}`];
        for (const violation of violations) report(violation);
      },
      ...(mend && {
        remediateResource(args: ResourceValidationArgs) {
          onlyDialerConfigs(args);
          const { data } = configured(args);
          const mending = Object.entries(data ? mend(subjectOf(args), data) : {});
          const mended = mending.filter(([path, value]) => put(args.props, path, value));
          return mended.length > 0 ? args.props : undefined;
        },
      }),
    };
  };
}

function onlyDialerConfigs(args: ResourceValidationArgs): void {
  if (!isDialerConfigType(args.type)) {
    args.notApplicable(
      `The rule is for dialer configurations (${DIALER_CONFIG_TYPE} and ${NATIVE_DIALER_CONFIG_TYPE}).`,
    );
  }
}

/** The rule's settings as the engine and Pulumi Cloud read them, with what the policy pack gave as their defaults. */
function configSchema(schema: z.ZodObject, settings: object): PolicyConfigSchema {
  const { properties = {} } = z.toJSONSchema(schema, { target: "draft-7", io: "input" });
  const defaults = new Map(Object.entries(settings));
  return {
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, property]) => {
        const value = defaults.get(name);
        return [name, { ...Object(property), ...(value !== undefined && { default: value }) }];
      }),
    ),
  };
}

function problems(error: z.ZodError | undefined): string {
  const issues = error?.issues ?? [];
  return issues.map(({ path, message }) => [...path, message].join(" ")).join("; ");
}
