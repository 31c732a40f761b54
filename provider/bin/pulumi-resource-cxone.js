#!/usr/bin/env node
import { existsSync } from "node:fs";

function refuse(reason) {
  console.error(`error: ${reason}`);
  process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  refuse(`the cxone provider needs Node.js 22.19 or later, and this is ${process.version}.`);
}
const main = new URL("../dist/bundle/native.cjs", import.meta.url);
// The published package has it; a clone has it when it was built.
if (!existsSync(main)) refuse("this clone is not built yet. Run `npm run build` in it.");
await import(main);
