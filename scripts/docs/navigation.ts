/** What stands beside every page of the site, from top to bottom. */
export type NavigationEntry =
  | Page
  | { readonly section: string; readonly pages: readonly Page[] }
  /** Every other document of a folder, under its own title, in the order of the titles. */
  | { readonly section: string; readonly folder: string }
  /** What the package's entry points export. */
  | { readonly section: string; readonly entryPoints: true };

export interface Page {
  readonly title: string;
  /** From the repository's root. */
  readonly file: string;
}

export const navigation: readonly NavigationEntry[] = [
  { title: "Start", file: "docs/start.md" },
  { title: "Concepts", file: "docs/concepts.md" },
  { title: "Arguments and outputs", file: "docs/reference.md" },
  { title: "Dictionary", file: "docs/dictionary.md" },
  {
    section: "Guides",
    pages: [
      { title: "All guides", file: "docs/README.md" },
      { title: "Adopt a tenant", file: "docs/adopt.md" },
      { title: "The native provider", file: "docs/native.md" },
      { title: "Review a preview", file: "docs/review.md" },
      { title: "Pipelines", file: "docs/pipeline.md" },
      { title: "Conflicts", file: "docs/conflicts.md" },
      { title: "Rename, move, replace", file: "docs/refactoring.md" },
      { title: "Audit log", file: "docs/audit.md" },
      { title: "Regulations", file: "docs/regulation.md" },
      { title: "Forecast", file: "docs/forecast.md" },
      { title: "Schedules", file: "docs/schedule.md" },
      { title: "History", file: "docs/history.md" },
      { title: "Budget", file: "docs/budget.md" },
      { title: "Backtest", file: "docs/backtest.md" },
      { title: "Policies", file: "docs/policy.md" },
      { title: "Network", file: "docs/network.md" },
      { title: "Observability", file: "docs/observability.md" },
    ],
  },
  { section: "Examples", folder: "examples" },
  { section: "Reference", entryPoints: true },
  { title: "Troubleshooting", file: "docs/troubleshooting.md" },
  { title: "Exit codes", file: "docs/exit-codes.md" },
  { section: "Error codes", folder: "docs/errors" },
  {
    section: "What is proved",
    pages: [
      { title: "Fault matrix", file: "docs/fault-matrix.md" },
      { title: "Race model", file: "docs/race-model.md" },
      { title: "Compatibility", file: "docs/compatibility.md" },
    ],
  },
  {
    section: "Project",
    pages: [
      { title: "Architecture", file: "ARCHITECTURE.md" },
      { title: "Contributing", file: "CONTRIBUTING.md" },
      { title: "Changes", file: "CHANGELOG.md" },
      { title: "Security", file: "SECURITY.md" },
    ],
  },
];
