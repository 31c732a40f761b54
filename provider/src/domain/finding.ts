/** What a rule of the domain has to say about one property. */
export interface Finding {
  readonly severity: "error" | "warning";
  /** The argument, as a program writes it: `staffing.agents`. */
  readonly property: string;
  /** What, how much, which limit, and what to do next. */
  readonly message: string;
}

export function error(property: string, message: string): Finding {
  return { severity: "error", property, message };
}

export function warning(property: string, message: string): Finding {
  return { severity: "warning", property, message };
}
