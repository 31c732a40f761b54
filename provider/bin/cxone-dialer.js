#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `error: cxone-dialer needs Node.js 22.19 or later, and this is ${process.version}.`,
  );
  process.exit(1);
}
await import("../dist/cli/main.js");
