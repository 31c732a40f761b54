import { Refusal } from "./refusal.ts";

export interface Preconditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** Refuses a write without a precondition (RFC 6585 §3), or one whose precondition is false (RFC 9110 §13.1). */
export function checkPut({ ifMatch, ifNoneMatch }: Preconditions, etag: string | undefined): void {
  if (ifMatch === undefined && ifNoneMatch !== "*") {
    throw new Refusal(
      428,
      "A PUT needs If-Match with the ETag last read, or If-None-Match: * to create.",
    );
  }
  if (ifMatch !== undefined) checkIfMatch(ifMatch, etag);
  if (ifNoneMatch !== undefined && noneMatchFails(ifNoneMatch, etag)) {
    throw new Refusal(412, "It exists already. Read it, and write with If-Match and its ETag.");
  }
}

export function checkDelete({ ifMatch }: Preconditions, etag: string): void {
  if (ifMatch === undefined) {
    throw new Refusal(428, "A DELETE needs If-Match with the ETag last read.");
  }
  checkIfMatch(ifMatch, etag);
}

/** Weak comparison (RFC 9110 §13.1.2). */
export function noneMatchFails(ifNoneMatch: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  if (ifNoneMatch === "*") return true;
  return entityTags("If-None-Match", ifNoneMatch).some((tag) => tag.replace(/^W\//, "") === etag);
}

/** Strong comparison (RFC 9110 §13.1.1): a weak tag matches nothing, for the tenant's own are all strong. */
function checkIfMatch(ifMatch: string, etag: string | undefined): void {
  const matches =
    etag !== undefined && (ifMatch === "*" || entityTags("If-Match", ifMatch).includes(etag));
  if (!matches) {
    throw new Refusal(412, "It is not what If-Match names. Read it again, and merge your change.");
  }
}

const entityTag = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
const eachEntityTag = new RegExp(entityTag, "g");
const entityTagList = new RegExp(`^${entityTag}(?:[ \\t]*,[ \\t]*${entityTag})*$`);

function entityTags(header: string, value: string): readonly string[] {
  if (!entityTagList.test(value)) {
    throw new Refusal(400, `${header} must hold quoted entity tags, or be *.`);
  }
  return value.match(eachEntityTag) ?? [];
}
