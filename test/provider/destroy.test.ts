import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { JsonObject } from "pulumi-cxone-dialer";
import { payloadHash } from "./canonical.ts";
import { eventsOf, foundDocument, settings, startWorld, takeRequests } from "./world.ts";

const world = await startWorld();
const { tenant, provider } = world;

async function deployed({ found, ...args }: { readonly found?: JsonObject } & JsonObject) {
  const given = await world.deployed(found ? { found } : {}, args);
  const written = eventsOf(tenant, given.configId).length;
  return {
    ...given,
    newEvents: () =>
      eventsOf(tenant, given.configId)
        .slice(written)
        .map(({ event }) => event),
  };
}

const found = foundDocument;

/** The refusal to delete what somebody edited. */
function editedError(configId: string, fields: string): Error {
  return new Error(
    `Dialer configuration ${configId} was changed in the tenant since it was last seen (${fields}), and deleting it would lose that. ` +
      "Nothing was deleted. Run `pulumi refresh` to accept the change and destroy again, or set " +
      'onDelete: "retain" to leave the configuration to the tenant. [CXONE_CONFLICT]',
  );
}

test("a deletion whose reply was lost leaves its event, and just one", async () => {
  const { stack, document, newEvents } = await deployed({});
  tenant.inject({ match: { method: "DELETE" }, drop: "after" });
  await stack.destroy();
  assert.equal(document(), undefined);
  assert.deepEqual(
    newEvents().map(({ event_type }) => event_type),
    ["DIALER_CONFIG_DELETE"],
  );
});

describe("destroying an adopted configuration", () => {
  test("puts it back as found, and takes away the rules that were not there", async () => {
    const { configId, stack, document, newEvents } = await deployed({ found });
    await stack.destroy();
    assert.deepEqual(document(), foundDocument);
    assert.deepEqual(takeRequests(tenant), [`PUT ${configId} 200`, "POST exports 201"]);
    assert.deepEqual(
      newEvents().map(({ event_type, payload_hash, audit_trail }) => ({
        event_type,
        payload_hash,
        validated: audit_trail.validated,
      })),
      [
        {
          event_type: "DIALER_CONFIG_UPDATE",
          payload_hash: payloadHash(foundDocument),
          validated: false,
        },
      ],
    );
  });

  test("keeps an edit that came before it to a field that the program does not manage", async () => {
    const { stack, document, edit } = await deployed({ found });
    edit(({ division, ...rest }) => ({ ...rest, name: "Autumn sales" }));
    await stack.destroy();
    const { division, ...rest } = foundDocument;
    assert.deepEqual(document(), { ...rest, name: "Autumn sales" });
  });

  test("leaves an edit of a field that it would put back, and says so", async () => {
    const { configId, stack, document, edit } = await deployed({ found });
    edit({ dialRate: 0.7, agentRatio: 1.1 });
    await stack.destroy();
    assert.deepEqual(document(), { ...foundDocument, dialRate: 0.7, agentRatio: 1.1 });
    assert.deepEqual(provider.takeWarnings(), [
      `Dialer configuration ${configId} was put back as found, but for what somebody changed since: dialRate stays 0.7 (as found it ` +
        "was 0.5); agentRatio stays 1.1 (as found it was 1).",
    ]);
  });

  test("leaves an edit that a refresh took into the state", async () => {
    const { stack, document, edit } = await deployed({ found });
    edit({ dialRate: 0.7 });
    await stack.refresh();
    await stack.destroy();
    assert.deepEqual(document(), { ...foundDocument, dialRate: 0.7 });
  });

  test('with onConflict: "fail" stops at an edit of a field that it would put back', async () => {
    const { stack, document, edit } = await deployed({ found, onConflict: "fail" });
    edit({ dialRate: 0.7 });
    await assert.rejects(stack.destroy(), /dialRate from 1 to 0\.7.*onConflict is "fail"/);
    assert.equal(document()?.dialRate, 0.7);
    assert.ok(!stack.isEmpty);
  });

  test('with onConflict: "fail" leaves an edit that a refresh took into the state, and says so', async () => {
    const { stack, document, edit } = await deployed({ found, onConflict: "fail" });
    edit({ dialRate: 0.7 });
    await stack.refresh();
    await stack.destroy();
    assert.deepEqual(document(), { ...foundDocument, dialRate: 0.7 });
    assert.match(provider.takeWarnings().join(), /dialRate stays 0\.7 \(as found it was 0\.5\)/);
  });

  test("puts back a rule that the program set once and names no longer", async () => {
    const rules = { ...foundDocument.complianceRules, ringSeconds: 10 };
    const { stack, program, document } = await deployed({
      found: { ...foundDocument, complianceRules: rules },
    });
    await stack.up(program({ complianceRules: {} }));
    await stack.destroy();
    assert.deepEqual(document(), { ...foundDocument, complianceRules: rules });
  });

  test('with onConflict: "overwrite" puts an edited field back as found', async () => {
    const { stack, document, edit } = await deployed({ found, onConflict: "overwrite" });
    edit({ dialRate: 0.7 });
    await stack.destroy();
    assert.deepEqual(document(), foundDocument);
  });

  test("leaves an edit of a field in which the program never differed from what it found", async () => {
    const { stack, document, edit } = await deployed({ found, maxQueueDepth: 10 });
    edit({ maxQueueDepth: 80 });
    await stack.destroy();
    assert.deepEqual(document(), { ...foundDocument, maxQueueDepth: 80 });
  });

  test("leaves an edit that an update let survive, in a field that it would put back", async () => {
    const { stack, program, document, edit, on } = await deployed({ found });
    tenant.inject({ match: on("PUT"), before: () => edit({ maxQueueDepth: 80 }) });
    await stack.up(program({ dialRate: 1.5 }));
    await stack.destroy();
    assert.deepEqual(document(), { ...foundDocument, maxQueueDepth: 80 });
  });

  test("writes nothing where somebody put it back already", async () => {
    const { configId, stack, newEvents } = await deployed({ found });
    tenant.setDialerConfig(configId, foundDocument);
    await stack.refresh();
    takeRequests(tenant);
    await stack.destroy();
    assert.deepEqual(takeRequests(tenant), []);
    assert.deepEqual(newEvents(), []);
  });

  test('with onDelete: "delete" deletes it', async () => {
    const { configId, stack, document, newEvents } = await deployed({ found, onDelete: "delete" });
    const deleted = document() ?? {};
    await stack.destroy();
    assert.equal(document(), undefined);
    assert.deepEqual(takeRequests(tenant), [`DELETE ${configId} 204`, "POST exports 201"]);
    assert.deepEqual(
      newEvents().map(({ event_type, payload_hash }) => ({ event_type, payload_hash })),
      [{ event_type: "DIALER_CONFIG_DELETE", payload_hash: payloadHash(deleted) }],
    );
  });

  test('with onDelete: "retain" asks the tenant nothing', async () => {
    const { stack, document } = await deployed({ found, onDelete: "retain" });
    const retained = document();
    await stack.destroy();
    assert.deepEqual(document(), retained);
    assert.deepEqual(takeRequests(tenant), []);
  });
});

describe("destroying a configuration that the program made", () => {
  test("deletes it", async () => {
    const { stack, document, newEvents } = await deployed({});
    await stack.destroy();
    assert.equal(document(), undefined);
    const [event] = newEvents();
    assert.equal(event?.event_type, "DIALER_CONFIG_DELETE");
    assert.deepEqual(
      [event?.audit_trail.validated, event?.audit_trail.compliance_check],
      [false, "not_checked"],
    );
  });

  test("stops where somebody edited it, and names what", async () => {
    const { configId, stack, document, edit } = await deployed({});
    edit({ maxQueueDepth: 80, dialRate: 0.7, name: "Autumn sales" });
    const fields = "dialRate from 1 to 0.7, maxQueueDepth from 40 to 80";
    await assert.rejects(stack.destroy(), editedError(configId, fields));
    assert.equal(document()?.maxQueueDepth, 80);
    assert.deepEqual(takeRequests(tenant), [`DELETE ${configId} 412`, `GET ${configId} 200`]);
  });

  test("stops where somebody edited what the program does not manage, and says so", async () => {
    const { configId, stack, document, edit } = await deployed({});
    edit({ name: "Autumn sales" });
    const fields = "only in fields that the program does not manage";
    await assert.rejects(stack.destroy(), editedError(configId, fields));
    assert.equal(document()?.name, "Autumn sales");
  });

  test("goes on after a refresh has shown the edit", async () => {
    const { stack, document, edit } = await deployed({});
    edit({ maxQueueDepth: 80 });
    await stack.refresh();
    await stack.destroy();
    assert.equal(document(), undefined);
  });

  test('deletes it edited or not with onConflict: "overwrite"', async () => {
    const { stack, document, edit } = await deployed({ onConflict: "overwrite" });
    edit({ maxQueueDepth: 80 });
    await stack.destroy();
    assert.equal(document(), undefined);
  });

  test("ends after three tries where somebody keeps editing it", async () => {
    const { configId, stack, document, edit, on } = await deployed({ onConflict: "overwrite" });
    let edits = 0;
    tenant.inject({
      match: on("DELETE"),
      times: Infinity,
      before: () => edit({ name: `edit ${++edits}` }),
    });
    await assert.rejects(stack.destroy(), /3 times/);
    assert.equal(
      takeRequests(tenant).filter((line) => line === `DELETE ${configId} 412`).length,
      3,
    );
    assert.equal(document()?.name, "edit 3");
  });

  test("is done where somebody edits it at that moment and then deletes it, and is not the program's deletion", async () => {
    const { configId, stack, program, document, edit, on, newEvents } = await deployed({});
    edit({ name: "Spring sales" });
    await stack.refresh();
    tenant.inject({ match: on("DELETE"), before: () => edit({ name: "Autumn sales" }) });
    const deleted = () => tenant.setDialerConfig(configId, undefined);
    tenant.inject({ match: on("GET"), before: deleted });
    await stack.destroy();
    assert.deepEqual(newEvents(), []);
    await stack.up(program());
    assert.deepEqual(document(), settings);
  });

  test("is the program's deletion where its reply was lost, whatever somebody made and deleted since", async () => {
    const { configId, stack, program, document, edit, on, newEvents } = await deployed({});
    edit({ name: "Spring sales" });
    await stack.refresh();
    tenant.inject({ match: on("DELETE"), drop: "after" });
    const made = () => tenant.setDialerConfig(configId, { ...settings, name: "Spring sales" });
    tenant.inject({ match: on("DELETE"), before: made });
    const deleted = () => tenant.setDialerConfig(configId, undefined);
    tenant.inject({ match: on("GET"), before: deleted });
    await stack.destroy();
    assert.deepEqual(
      newEvents().map(({ event_type }) => event_type),
      ["DIALER_CONFIG_DELETE"],
    );
    await stack.up(program());
    assert.deepEqual(document(), { ...settings, name: "Spring sales" });
  });

  test("asks once more where the reply to the last write had no ETag", async () => {
    const given = world.scene();
    tenant.inject({ match: given.on("PUT"), etag: "none" });
    await given.stack.up(given.program());
    takeRequests(tenant);
    await given.stack.destroy();
    assert.deepEqual(takeRequests(tenant), [
      `GET ${given.configId} 200`,
      `DELETE ${given.configId} 204`,
      "POST exports 201",
    ]);
  });

  test("is done where it is gone already, without an event", async () => {
    const { configId, stack, newEvents } = await deployed({});
    tenant.setDialerConfig(configId, undefined);
    await stack.destroy();
    assert.ok(stack.isEmpty);
    assert.deepEqual(newEvents(), []);
  });

  for (const etag of ["none", "weak"] as const) {
    test(`is refused where the tenant sends no strong ETag (${etag})`, async () => {
      const { stack, document, on } = await deployed({});
      tenant.inject({ match: on("GET"), times: Infinity, etag });
      await stack.refresh();
      await assert.rejects(stack.destroy(), /without a strong ETag/);
      assert.ok(document());
    });
  }
});

test("destroying an adopted configuration that is gone is done, without an event", async () => {
  const { configId, stack, newEvents } = await deployed({ found });
  tenant.setDialerConfig(configId, undefined);
  await stack.destroy();
  assert.deepEqual(newEvents(), []);
});
