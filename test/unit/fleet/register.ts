import * as pulumi from "@pulumi/pulumi";
import { DialerFleet, type DialerFleetArgs, type JsonObject } from "pulumi-cxone-dialer";

export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: JsonObject;
}

/** What the engine gets of a fleet; it rejects as the program would. */
export async function registeredBy(args: DialerFleetArgs): Promise<readonly Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs: { __provider, ...inputs } }) => {
      if (type !== "pulumi:pulumi:Stack") registered.push({ type, name, inputs });
      return { id: name, state: inputs };
    },
    call: () => ({}),
  });
  const fleet = new DialerFleet("fleet", args);
  const resources = [fleet, ...Object.values(fleet.configs)];
  await new Promise((resolve) => pulumi.all(resources.map(({ urn }) => urn)).apply(resolve));
  // The component tells the engine of its outputs after that, and the next test has another engine.
  await pulumi.runtime.disconnect();
  return registered;
}

/** The arguments of each configuration, by its name; without what the constructor tells check of the resource. */
export async function configsOf(
  args: DialerFleetArgs,
): Promise<Readonly<Record<string, JsonObject>>> {
  const registered = await registeredBy(args);
  return Object.fromEntries(
    registered
      .filter(({ type }) => type === "pulumi-nodejs:dynamic/cxone:DialerConfig")
      .map(({ name, inputs: { resourceName, parentUrn, ...args } }) => [name, args]),
  );
}
