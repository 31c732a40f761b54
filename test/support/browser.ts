import { existsSync } from "node:fs";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";
import puppeteer, { type Browser } from "puppeteer-core";

/** Why there is no browser here, or false where there is: the package holds one for Linux on x64. */
export const noBrowser =
  process.platform === "linux" && process.arch === "x64"
    ? false
    : "the browser of @sparticuz/chromium runs on Linux on x64 only";

/** A headless browser with everything it needs from npm: no library and no font of this machine. */
export async function launchBrowser(): Promise<Browser> {
  const folder = await unpackedBrowser();
  return puppeteer.launch({
    executablePath: join(folder, "chromium"),
    headless: "shell",
    // In containers and as root there is no sandbox to be had; the pages are our own.
    args: ["--no-sandbox", "--disable-gpu"],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
    },
  });
}

/** The folder of the unpacked browser. It takes seconds and 250 MB, so it is kept, one for each version. */
async function unpackedBrowser(): Promise<string> {
  const root = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "..");
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const folder = join(tmpdir(), `cxone-dialer-chromium-${version}`);
  if (existsSync(folder)) return folder;

  const unpacking = await mkdtemp(`${folder}-`);
  await unpack(join(root, "bin"), unpacking);
  await writeFile(join(unpacking, "fonts.conf"), fontConfiguration(folder));
  try {
    // At once, so that nobody finds half of it.
    await rename(unpacking, folder);
  } catch (error) {
    await rm(unpacking, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The package unpacks into the temporary folder of the process, and nowhere else. */
async function unpack(packed: string, into: string): Promise<void> {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = into;
  try {
    const archives = ["chromium.br", "fonts.tar.br", "al2023.tar.br"];
    await Promise.all(archives.map((archive) => inflate(join(packed, archive))));
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}

/** In place of the package's own, which looks for the fonts in /tmp only. */
function fontConfiguration(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>
`;
}
