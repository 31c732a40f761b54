import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "selfsigned";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";

export interface Certificate {
  /** In PEM. */
  readonly certificate: string;
  /** In PEM. */
  readonly key: string;
}

export interface Authority extends Certificate {
  /** A certificate for loopback, and for a client, that this authority signs. */
  readonly issue: (options?: IssueOptions) => Promise<Certificate>;
}

export interface IssueOptions {
  /** @default "tenant.test" and loopback */
  readonly host?: string;
  /** @default a year from now */
  readonly until?: Date;
}

const day = 24 * 60 * 60 * 1_000;
const kind = { keyType: "ec", algorithm: "sha256" } as const;

/** A certificate authority of a company's own. */
export async function authority(name = "a company's own authority"): Promise<Authority> {
  const root = await generate([{ name: "commonName", value: name }], {
    ...kind,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    certificate: root.cert,
    key: root.private,
    issue: async ({ host, until } = {}) => {
      const issued = await generate([{ name: "commonName", value: host ?? "tenant.test" }], {
        ...kind,
        ca: { cert: root.cert, key: root.private },
        ...(until && { notBeforeDate: new Date(until.getTime() - day), notAfterDate: until }),
        extensions: [
          { name: "basicConstraints", cA: false },
          { name: "extKeyUsage", serverAuth: true, clientAuth: true },
          {
            name: "subjectAltName",
            altNames:
              host === undefined
                ? [
                    { type: 2, value: "tenant.test" },
                    { type: 2, value: "localhost" },
                    { type: 7, ip: "127.0.0.1" },
                  ]
                : [{ type: 2, value: host }],
          },
        ],
      });
      return { certificate: issued.cert, key: issued.private };
    },
  };
}

/** Texts in files of a folder that goes when the test ends. */
export async function files<const T extends Readonly<Record<string, string>>>(
  texts: T,
): Promise<TemporaryFolder & { readonly file: (name: keyof T & string) => string }> {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder.path, name), text);
  return { ...folder, file: (name) => join(folder.path, name) };
}
