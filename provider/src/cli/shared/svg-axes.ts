import type { ScaleLinear } from "d3-scale";
import { type Markup, markup } from "./markup.ts";

/** Where a panel lies in its drawing. A drawing is 760 wide: room for the letters of a small screen, which a page makes larger beside it. */
export interface Panel {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The width of every drawing. */
export const WIDTH = 760;

export type Scale = ScaleLinear<number, number>;

/** The class of one curve of several: a colour, and dashes for who sees no colours. */
export function toneOf(index: number): string {
  return `tone tone-${index}`;
}

/** Lines across the panel with their figures in percent, and what is counted above them. */
export function percentAxis(
  y: Scale,
  { left, right, top }: Panel,
  title: string,
  count: number,
): Markup {
  const write = y.tickFormat(count);
  const ticks = y.ticks(count).map(
    (tick) => markup`<line class="grid" x1="${left}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}"/>
<text class="tick" text-anchor="end" x="${left - 8}" y="${y(tick)}" dy="0.32em">${write(tick)} %</text>`,
  );
  return markup`<text class="panel-title" x="4" y="${top - 22}">${title}</text>
<g class="y-axis">${ticks}</g>`;
}

export interface Tick {
  readonly x: number;
  readonly text: string;
}

/** Texts below the panel, and what they are. */
export function horizontalAxis(
  ticks: readonly Tick[],
  { left, right, bottom }: Panel,
  title: string,
): Markup {
  return markup`<g class="x-axis">${ticks.map(
    ({ x, text }) =>
      markup`<text class="tick" text-anchor="middle" x="${x}" y="${bottom + 14}" dy="0.75em">${text}</text>`,
  )}</g>
<text class="axis-title" text-anchor="middle" x="${(left + right) / 2}" y="${bottom + 66}">${title}</text>`;
}
