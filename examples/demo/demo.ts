import assert from "node:assert/strict";
import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleData, startTenant } from "pulumi-cxone-dialer/sandbox";
import { chapter, say, table } from "./narrator.ts";
import { chooseTool, cxoneDialer } from "./tool.ts";

/** The configuration that the story is about: the first call of the campaign "Spring sales". */
const FIRST_CALL = "4f1c9e52-7a3d-4086-b5e1-c8d26f90a743";

await using tenant = await startTenant({ data: sampleData });
await using folder = await mkdtempDisposable(join(tmpdir(), "cxone-dialer-demo-"));
const auditLog = join(folder.path, "audit.jsonl");
await using tool = await chooseTool({
  CXONE_ENVIRONMENT_URL: tenant.url,
  CXONE_CLIENT_ID: tenant.clientId,
  CXONE_CLIENT_SECRET: tenant.clientSecret,
  CXONE_AUDIT_LOG: auditLog,
  CXONE_JOURNAL: join(folder.path, "journal"),
});
const originalDocument = liveDocument();

chapter("A call centre");
say(
  `A sandbox tenant answers at ${tenant.url}, with what somebody typed into its console. ${tool.introduction}\n`,
);
table(
  ["campaign", "agents", "answered", "handle time"],
  Object.values(sampleData.campaigns).map(({ name, agentCount, answerRate, averageHandleTime }) => [
    name ?? "",
    agentCount,
    `${100 * (answerRate ?? 0)} %`,
    `${averageHandleTime} s`,
  ]),
);
say("");
table(
  ["configuration", "pacing", "dials a second", "lines an agent"],
  Object.values(sampleData.dialerConfigs).map(({ name, pacingType, dialRate, agentRatio }) => [
    String(name),
    String(pacingType),
    Number(dialRate),
    Number(agentRatio),
  ]),
);

chapter("A program takes two of them over");
say(
  "examples/spring-sales puts the two spring configurations under review. The preview asks the campaign what it carries,",
);
say("and forecasts what the settings do to the people who are called. Nothing is written yet.");
succeeded(await tool.run("preview"));

chapter("It is deployed");
succeeded(await tool.run("up"));
assert.equal(liveRules().ringSeconds, 18);
say("\nOnly the keys that the program names are managed. The tenant still holds the others:");
say(`  complianceRules: ${JSON.stringify(liveRules())}`);

chapter("Somebody asks for a faster pace");
say(
  "The pull request changes one number, from 1 line for each free agent to 2. Its preview shows that number, and what it",
);
say("does to the people who are called and to the agents.");
succeeded(await tool.run("preview", { agentRatio: 2 }));

chapter("An administrator edits meanwhile");
say(
  "Before the pipeline deploys it, an administrator cuts the queue from 40 to 25 calls in the console: an emergency.",
);
tenant.editDialerConfig(FIRST_CALL, { maxQueueDepth: 25 });
tenant.clearRequests();
succeeded(await tool.run("up", { agentRatio: 2 }));
assert.deepEqual([liveDocument().agentRatio, liveDocument().maxQueueDepth], [2, 25]);
say(
  "\nThe write went out under the ETag that was reviewed, so the tenant refused it; it was merged and written again:\n",
);
table(
  ["request", "status"],
  tenant.requests
    .filter(({ path }) => path.includes(FIRST_CALL))
    .map(({ method, path, status }) => [`${method} ${path}`, status]),
);
say(
  "\nBoth changes are in the tenant, agentRatio 2 and maxQueueDepth 25. The next preview tells of the one that is not in the",
);
say("program, for a person to decide:");
succeeded(await tool.run("preview", { agentRatio: 2 }));

chapter("A change that the law forbids");
say("Three lines for each free agent: too many people would pick up a silent phone.");
assert.equal(await tool.run("preview", { agentRatio: 3 }), false, "it had to be refused");

chapter("Prove it");
say("Every write left an event in the tenant's audit export, with the hash of what was written:\n");
table(
  ["time", "event", "configuration", "validated", "compliance", "payload"],
  tenant.exports.map(({ event }) => [
    event.timestamp,
    event.event_type,
    String(tenant.dialerConfig(event.resource_id)?.document.name),
    String(event.audit_trail.validated),
    event.audit_trail.compliance_check,
    `${event.payload_hash.slice(0, 19)}…`,
  ]),
);

say(
  "\nAnd a record in a file of one's own (cxone:auditLog), with what was changed and why it passed; each record carries the hash",
);
say("of the one before. The last one, and the verdict on all of them:");
await audit("show", auditLog, "--since", tenant.exports.at(-1)?.event.timestamp ?? "");
succeeded(await audit("verify", auditLog));
say("\nSomebody makes that change look smaller than it was:");
const forged = join(folder.path, "forged.jsonl");
await writeFile(
  forged,
  (await readFile(auditLog, "utf8")).replace('"after":2,"before":1', '"after":1.5,"before":1'),
);
assert.equal(await audit("verify", forged), false, "the forgery had to be found");

chapter("How much of the month is left, and how right were the forecasts");
say(
  "The law counts 30 days. Another campaign of the call centre has six months behind it, half-hour by half-hour, and an audit log of",
);
say("what its dialer was set to. In the midst of March, this much of the period is spent:");
const sample = join(folder.path, "sample");
const history = join(sample, "history.csv");
succeeded(await cxoneDialer(["sandbox", "history", sample]));
succeeded(await cxoneDialer(["budget", history, "--from", "2026-03-02", "--as-of", "2026-03-16"]));
say(
  "\nAnd this is how a forecast of each day would have done. The call centre was simulated with other assumptions than the forecast's:",
);
const settings = ["--audit-log", join(sample, "audit.jsonl"), "--time-zone", "America/Denver"];
succeeded(await cxoneDialer(["backtest", history, ...settings]));

chapter("And back");
say(
  "Destroying the stack undoes what the program changed, and nothing else: the administrator's queue of 25 stays.",
);
succeeded(await tool.run("destroy"));
assert.deepEqual(liveDocument(), { ...originalDocument, maxQueueDepth: 25 });

function audit(command: "show" | "verify", ...args: readonly string[]): Promise<boolean> {
  return cxoneDialer(["audit", command, ...args]);
}

function liveDocument() {
  return tenant.dialerConfig(FIRST_CALL)?.document ?? {};
}

function liveRules(): Readonly<Record<string, unknown>> {
  return Object(liveDocument().complianceRules);
}

function succeeded(ok: boolean): void {
  assert.ok(ok, "the command above failed, and the story ends here");
}
