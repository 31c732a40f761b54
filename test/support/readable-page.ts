/** What every page of the product owes to those who read it, whatever is on it. */
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { contrast, luminance, type PageElement } from "./open-page.ts";

type Property = "color" | "backgroundColor" | "fill" | "stroke";

/** Something drawn: its first element, which of its colours counts, and whose background it is on: the page's, unless it is named. */
export type Drawn = readonly [selector: string, property: Property, on?: string];

declare const document: PageElement & { readonly documentElement: PageElement };
declare function getComputedStyle(
  element: PageElement | undefined,
): Readonly<Record<Property, string>>;

function colourOf(page: Page, selector: string, property: Property): Promise<string> {
  return page.evaluate(
    (wanted, name) => getComputedStyle(document.querySelectorAll(wanted)[0])[name],
    selector,
    property,
  );
}

/** Text has a contrast of at least 4.5, and what else is drawn of 3: WCAG 2.2 AA. */
export async function assertContrast(
  page: Page,
  scheme: "light" | "dark",
  { text, lines }: Readonly<Record<"text" | "lines", readonly Drawn[]>>,
): Promise<void> {
  const paper = await colourOf(page, "body", "backgroundColor");
  assert.equal(luminance(paper) > 0.5, scheme === "light", paper);
  for (const [drawn, least] of [
    [text, 4.5],
    [lines, 3],
  ] as const) {
    for (const [selector, property, on = "body"] of drawn) {
      const ink = await colourOf(page, selector, property);
      const ground = await colourOf(page, on, "backgroundColor");
      assert.ok(contrast([ink, ground]) >= least, `${selector}: ${ink} on ${ground}`);
    }
  }
}

/** On paper it is dark on white, whatever the screen is. */
export async function assertPrintsDarkOnWhite(page: Page): Promise<void> {
  await page.emulateMediaType("print");
  const paper = await colourOf(page, "body", "backgroundColor");
  const ink = await colourOf(page, "body", "color");
  assert.ok(luminance(paper) > 0.9 && luminance(ink) < 0.1, `${ink} on ${paper}`);
}

/** A telephone shows it without scrolling sideways as a whole, and its charts with figures that can be read. */
export async function assertFitsTelephone(page: Page): Promise<void> {
  for (const width of [390, 360]) {
    await page.setViewport({ width, height: 640 });
    const found = await page.evaluate(() => {
      const box = (selector: string) =>
        document.querySelectorAll(selector)[0]?.getBoundingClientRect();
      return {
        page: document.documentElement.scrollWidth,
        chart: box("figure > svg")?.width ?? 0,
        letters: box("svg .tick")?.height ?? 0,
      };
    });
    assert.equal(found.page, width);
    assert.ok(found.chart > 0 && found.chart < width, `the chart is ${found.chart} wide`);
    assert.ok(found.letters >= 11, `a figure beside an axis is ${found.letters} high`);
  }
}
