/** Changes of a program that are no change of what it wants of the tenant, or hardly one. */

export interface Wanted {
  readonly configId: string;
  readonly dialRate: number;
  readonly team?: string;
  readonly isLast?: boolean;
  readonly options?: {
    readonly deleteBeforeReplace?: true;
    readonly aliases?: readonly { readonly name: string }[];
  };
}

type Resources = Readonly<Record<string, Wanted>>;

export interface Program {
  readonly resources: Resources;
  /** The rows of a fleet. */
  readonly rows: Resources;
}

export interface Move {
  readonly what: string;
  readonly before: Program;
  readonly after: Program;
  /** The resources that the run is asked to replace. */
  readonly replace?: readonly string[];
  /** What the warning of each configuration has to say; undefined where there is nothing to warn of. */
  readonly warning: RegExp | undefined;
}

/** What the tenant has before the program comes. */
export function isFound(configId: string): boolean {
  return configId.includes("found");
}

type Options = Pick<Wanted, "options">;
type Maker = (options: Options) => Move;

/** Two configurations, one that the tenant has and one that the program creates, in resources of such names. */
function pair(id: string, name: string, wanted: Omit<Wanted, "configId">): Resources {
  return {
    [`${name}-found`]: { configId: `${id}-found`, ...wanted },
    [`${name}-made`]: { configId: `${id}-made`, ...wanted },
  };
}

const aliased = (resources: Resources, earlier: string, later: string): Resources =>
  Object.fromEntries(
    Object.entries(resources).map(([name, { options, ...wanted }]) => [
      name,
      { ...wanted, options: { ...options, aliases: [{ name: name.replace(later, earlier) }] } },
    ]),
  );

const ofResources = (resources: Resources): Program => ({ resources, rows: {} });
const ofRows = (rows: Resources): Program => ({ resources: {}, rows });

const renamed: Maker = (options) => ({
  what: "a renamed resource",
  before: ofResources(pair("renamed", "old-name", { dialRate: 3, ...options })),
  after: ofResources(pair("renamed", "new-name", { dialRate: 3, ...options })),
  warning: /aliases/,
});

const renamedAndChanged: Maker = (options) => ({
  what: "a resource that is renamed and changed",
  before: ofResources(pair("changed", "old-and-3", { dialRate: 3, ...options })),
  after: ofResources(pair("changed", "new-and-4", { dialRate: 4, ...options })),
  warning: /aliases/,
});

const renamedWithAlias: Maker = (options) => ({
  what: "a resource that is renamed with an alias",
  before: ofResources(pair("aliased", "earlier", { dialRate: 3, ...options })),
  after: ofResources(
    aliased(pair("aliased", "later", { dialRate: 3, ...options }), "earlier", "later"),
  ),
  warning: undefined,
});

const renamedRow: Maker = () => ({
  what: "a renamed row of a fleet",
  before: ofRows(pair("row", "old-row", { dialRate: 3 })),
  after: ofRows(pair("row", "new-row", { dialRate: 3 })),
  warning: /aliases/,
});

const replaced: Maker = (options) => ({
  what: "a forced replacement",
  before: ofResources(pair("replaced", "replaced", { dialRate: 3, ...options })),
  after: ofResources(pair("replaced", "replaced", { dialRate: 3, ...options })),
  replace: ["replaced-found", "replaced-made"],
  warning: /replace/i,
});

const replacedAndChanged: Maker = (options) => ({
  what: "a forced replacement with another value",
  before: ofResources(pair("forced", "forced", { dialRate: 3, ...options })),
  after: ofResources(pair("forced", "forced", { dialRate: 4, ...options })),
  replace: ["forced-found", "forced-made"],
  warning: /replace/i,
});

const intoComponent: Maker = (options) => ({
  what: "a resource that moves into a component",
  before: ofResources(pair("into", "into", { dialRate: 3, ...options })),
  after: ofResources(pair("into", "into", { dialRate: 3, ...options, team: "joined" })),
  warning: /aliases/,
});

const outOfComponent: Maker = (options) => ({
  what: "a resource that moves out of a component",
  before: ofResources(pair("out", "out", { dialRate: 3, ...options, team: "left" })),
  after: ofResources(pair("out", "out", { dialRate: 3, ...options })),
  warning: /aliases/,
});

/** Each resource takes the next one's configuration, the last one the first one's. */
function turn(what: string, configIds: readonly string[], options: Options): Move {
  const turned = (by: number) =>
    ofResources(
      Object.fromEntries(
        configIds.map((id, i) => {
          const configId = configIds[(i + by) % configIds.length] ?? id;
          return [`first-of-${id}`, { configId, dialRate: 3 + i, ...options }];
        }),
      ),
    );
  return { what, before: turned(0), after: turned(1), warning: /configId|replace/i };
}

const swapped: Maker = (options) =>
  turn("two resources that swap their configurations", ["swap-found", "swap-made"], options);

const rotated: Maker = (options) =>
  turn(
    "three resources that rotate their configurations",
    ["turn-found-1", "turn-made", "turn-found-2"],
    options,
  );

const renames: readonly Maker[] = [renamed, renamedAndChanged, renamedWithAlias, renamedRow];
const exchanges: readonly Maker[] = [swapped, rotated];
const others: readonly Maker[] = [replaced, replacedAndChanged, intoComponent, outOfComponent];

const deleteFirst: Options = { options: { deleteBeforeReplace: true } };

/** What a program may do in one run. */
export const moves = {
  all: [...renames, ...others, ...exchanges].map((make) => make({})),
  deleteFirst: [...renames, ...others].map((make) => make(deleteFirst)),
  exchangesDeletedFirst: exchanges.map((make) => make(deleteFirst)),
  renames: renames.map((make) => make({})),
  replacementsDeletedFirst: [replacedAndChanged].map((make) => make(deleteFirst)),
} satisfies Record<string, readonly Move[]>;

export function programOf(
  those: readonly Move[],
  when: "before" | "after",
  more: Resources = {},
): Program {
  const merge = (part: keyof Program) =>
    Object.assign({}, ...those.map((move) => move[when][part])) as Resources;
  return { resources: { ...merge("resources"), ...more }, rows: merge("rows") };
}

export function wantedBy({ after }: Move): readonly Wanted[] {
  return [...Object.values(after.resources), ...Object.values(after.rows)];
}
