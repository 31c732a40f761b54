import { percentText } from "../../shared/figures.ts";
import type { Gap } from "../../shared/preview/gaps.ts";
import { type BeforeAndAfter, type Chance, type Figure, isKnown } from "../judge/figure.ts";

/** What stands in the place of a figure. */
export const gapTexts: Readonly<Record<Gap, string>> = {
  none: "–",
  unknown: "not known yet",
  secret: "secret",
  unmeasured: "not forecast",
  missing: "not known",
};

/** With so many decimals; what would read as 0 or as 100 % but is not, says so. */
function shareText(share: number, decimals: number): string {
  if (share === 0 || share === 1) return percentText(share, 0);
  const least = 0.5 * 10 ** -(decimals + 2);
  if (share > 0 && share < least) return `< ${percentText(10 ** -(decimals + 2), decimals)}`;
  if (share < 1 && share > 1 - least)
    return `> ${percentText(1 - 10 ** -(decimals + 2), decimals)}`;
  return percentText(share, decimals);
}

/** One figure of a share. */
export function figureText(figure: Figure, decimals: number): string {
  return isKnown(figure) ? shareText(figure, decimals) : gapTexts[figure];
}

/** A rate with its 95 % interval, in percentage points; without one where a formula gave it. */
export function rateText(rate: Figure, margin: Figure): string {
  if (!isKnown(rate)) return gapTexts[rate];
  const text = shareText(rate, 2);
  if (margin === 0) return `${text} exactly`;
  return isKnown(margin) ? `${text} ± ${shareText(margin, 2).replace(" %", "")}` : text;
}

/** `before → after`, or the one that there is; one word where both are the same. */
export function movement(
  sides: BeforeAndAfter<Figure>,
  write: (figure: Figure, side: "before" | "after") => string,
): string {
  const { before, after } = sides;
  if (after === "none") return `${write(before, "before")} → gone`;
  if (before === "none") return `new: ${write(after, "after")}`;
  const [from, to] = [write(before, "before"), write(after, "after")];
  return from === to ? `${to}, as before` : `${from} → **${to}**`;
}

export function chanceText(chance: Chance): string {
  if (chance === "within") return "below";
  if (chance === "over") return "above";
  if (typeof chance !== "object") return gapTexts[chance];
  // A simulation is never certain, even where its probability is too small for a number.
  const { probability } = chance;
  return shareText(Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON), 1);
}
