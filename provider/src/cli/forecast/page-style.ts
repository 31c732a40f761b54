/**
 * The page's look: one set of colours for light and for print, another for dark screens. No font, image or script of
 * anybody's.
 */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1f2328; --muted: #57606a; --rule: #d8dee4;
  --abandonment: #0a58b5; --occupancy: #1a7338; --over: #b42318; --over-paper: #fdeeec;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #0f1419; --ink: #e6edf3; --muted: #9aa7b4; --rule: #2d353e;
    --abandonment: #6cb0ff; --occupancy: #5ccb80; --over: #ff8f80; --over-paper: #3a1d1b;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1rem 3rem; max-width: 72rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
}
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
.setting { margin: 0.25rem 0 1.5rem; color: var(--muted); }
.highest { margin: 0 0 1.5rem; padding-left: 0.9rem; border-left: 4px solid var(--abandonment); font-size: 1.15rem; }
figure { margin: 0 0 2rem; overflow-x: auto; }
figcaption { font-weight: 600; }
svg { display: block; width: 100%; min-width: 34rem; max-width: 60rem; height: auto; font: 13px system-ui, sans-serif; }
text { fill: var(--ink); }
.tick, .axis-title { fill: var(--muted); }
.panel-title { font-weight: 600; }
.grid { stroke: var(--rule); }
.curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
.curve.abandonment { stroke: var(--abandonment); }
.curve.occupancy { stroke: var(--occupancy); }
g.abandonment { fill: var(--abandonment); }
g.occupancy { fill: var(--occupancy); }
g.abandonment .over { fill: var(--over); }
.interval { fill: var(--abandonment); opacity: 0.18; }
.limit { fill: none; stroke: var(--over); stroke-width: 1.5; stroke-dasharray: 7 4; }
.limit-label { fill: var(--over); font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.table { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 0.5rem; text-align: left; font-weight: 600; }
th, td { padding: 0.3rem 0.5rem; text-align: right; vertical-align: bottom; border-bottom: 1px solid var(--rule); }
thead th { border-bottom: 2px solid var(--muted); line-height: 1.25; }
tbody th { font-weight: 600; }
td, tbody th { white-space: nowrap; }
.words { text-align: left; }
tr.over > * { background: var(--over-paper); }
tr.over td:last-child { color: var(--over); font-weight: 600; }
ul { margin: 1.5rem 0 0; padding-left: 1.2rem; color: var(--muted); }
@media print {
  @page { margin: 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  figure, .table { overflow: visible; }
  figure, tr, .highest { break-inside: avoid; }
  svg { min-width: 0; max-width: none; }
  table { font-size: 8pt; }
  th, td { padding: 0.2rem 0.35rem; }
  * { print-color-adjust: exact; }
}
`;
