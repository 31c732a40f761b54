import * as pulumi from "@pulumi/pulumi";
import { DialerConfig, type DialerConfigArgs, DialerFleet } from "pulumi-cxone-dialer";

const config = new pulumi.Config();

class Team extends pulumi.ComponentResource {
  constructor(name: string) {
    super("refactored:index:Team", name);
  }
}

interface Wanted extends DialerConfigArgs {
  readonly options?: pulumi.CustomResourceOptions;
  /** The component that it is in. */
  readonly team?: string;
  /** Created only when all those before it are there. */
  readonly isLast?: boolean;
}

interface Program {
  readonly resources: Readonly<Record<string, Wanted>>;
  /** The rows of a fleet. */
  readonly rows: Readonly<Record<string, DialerConfigArgs>>;
}

const { resources, rows } = config.requireObject<Program>("program");
const teams = new Map<string, Team>();
const made: DialerConfig[] = [];

function teamOf(name: string): Team {
  const team = teams.get(name) ?? new Team(name);
  teams.set(name, team);
  return team;
}

if (Object.keys(rows).length > 0) {
  made.push(...Object.values(new DialerFleet("rows", { configs: rows }).configs));
}
for (const [name, { options, team, isLast, ...args }] of Object.entries(resources)) {
  const config = new DialerConfig(name, args, {
    ...options,
    ...(team !== undefined && { parent: teamOf(team) }),
    ...(isLast && { dependsOn: [...made] }),
  });
  made.push(config);
}
