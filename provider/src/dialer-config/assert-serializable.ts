import * as pulumi from "@pulumi/pulumi";
import { obstacleIn } from "../domain/json.ts";

/**
 * The rules, where all that is in them reaches the provider as it is. The SDK loses without a word what it cannot carry: it
 * makes a function or a Date an empty object, and of the rules under a key `__proto__` rules of their own. So they are looked
 * at in the program, as far as they are known there; what an input among them resolves to later is not.
 *
 * @throws {pulumi.RunError} naming the rule; of an output or a promise, when it resolves
 */
export function assertSerializable<T extends object>(
  resource: string,
  rules: pulumi.Input<T> | undefined,
): pulumi.Input<T> | undefined {
  const check = (known: T): T => {
    const obstacle = obstacleIn(known, { isOpaque: isDeferred });
    if (obstacle === undefined) return known;
    const path = ["complianceRules", ...obstacle.path].join(".");
    throw new pulumi.RunError(
      `DialerConfig "${resource}": ${path} ${obstacle.problem}. Give complianceRules plain JSON values.`,
    );
  };
  if (pulumi.Output.isInstance(rules)) return rules.apply(check);
  if (rules instanceof Promise) return rules.then(check);
  return rules && labelled(check(rules));
}

/** The SDK writes an argument into a label of its own, and fails on an object whose key `toString` is data. */
function labelled<T>(rules: T): T | Promise<T> {
  try {
    void String(rules);
    return rules;
  } catch {
    return Promise.resolve(rules);
  }
}

function isDeferred(value: object): boolean {
  return value instanceof Promise || pulumi.Output.isInstance(value);
}
