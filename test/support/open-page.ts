/** A page in a browser, and what can be said of how it is to be read. */
import { pathToFileURL } from "node:url";
import type { Browser, Page, SerializedAXNode } from "puppeteer-core";

/** As much of a page's globals as is looked at. The DOM's own types would give Node's code globals that it does not have. */
export interface PageElement {
  readonly textContent: string | null;
  readonly children: ArrayLike<PageElement>;
  readonly scrollWidth: number;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): Readonly<Record<"top" | "left" | "width" | "height", number>>;
  querySelectorAll(selector: string): ArrayLike<PageElement>;
}
declare const document: PageElement;

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** What the page asked for beside itself, and what went wrong in it. */
  readonly complaints: readonly string[];
}

export async function openPage(
  browser: Browser,
  file: string,
  scheme: "light" | "dark" = "light",
): Promise<OpenPage> {
  const page = await browser.newPage();
  const url = pathToFileURL(file).href;
  const complaints: string[] = [];
  page
    .on("request", (request) => request.url() !== url && complaints.push(request.url()))
    .on("console", (message) => complaints.push(message.text()))
    .on("pageerror", (error) => complaints.push(String(error)));
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(url);
  return { page, complaints, [Symbol.asyncDispose]: () => page.close() };
}

export function textsOf(page: Page, selector: string): Promise<string[]> {
  return page.evaluate(
    (wanted) =>
      Array.from(document.querySelectorAll(wanted)).map(({ textContent }) => textContent ?? ""),
    selector,
  );
}

/** A node of the accessibility tree, and all under it. */
export function flat(node: SerializedAXNode | null | undefined): SerializedAXNode[] {
  return node ? [node, ...(node.children ?? []).flatMap(flat)] : [];
}

/** Relative luminance and contrast as WCAG 2.2 defines them, of `rgb(…)`. */
export function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((channel) => {
    const share = Number(channel) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast([first, second]: readonly [string, string]): number {
  const [darker = 0, lighter = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}
