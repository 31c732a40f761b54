import type { StackName } from "../read/preview.ts";

const marked = /^<!-- cxone-dialer comment on (\S*) of (\S*) -->/;

/** The line by which a comment is found again, and which nobody sees. */
export function markerOf({ project, stack }: StackName): string {
  return `<!-- cxone-dialer comment on ${encode(stack)} of ${encode(project)} -->`;
}

/** Whether a comment begins with this stack's marker. */
export function isMarked(body: string, { project, stack }: StackName): boolean {
  const [, ofStack, ofProject] = marked.exec(body.trimStart()) ?? [];
  return ofStack === encode(stack) && ofProject === encode(project);
}

/** Without spaces and brackets, so that no name ends the HTML comment before its time. */
function encode(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}
