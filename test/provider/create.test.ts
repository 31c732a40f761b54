import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ProviderProcess } from "../support/provider-process.ts";
import {
  environmentOf,
  eventsOf,
  foundDocument,
  settings,
  startWorld,
  takeRequests,
} from "./world.ts";

const { tenant, provider, scene } = await startWorld();

describe("a configuration that the tenant does not have", () => {
  test("is created, under the precondition that nobody else did", async () => {
    const { configId, campaignId, stack, program, document } = scene();
    assert.equal(await stack.up(program()), "create");
    assert.deepEqual(takeRequests(tenant), [
      `GET ${campaignId} 200`,
      `GET ${configId} 404`,
      `PUT ${configId} 201`,
      "POST exports 201",
    ]);
    assert.deepEqual(document(), settings);
    assert.equal(stack.outputs.etag, tenant.dialerConfig(configId)?.etag);
    assert.equal(stack.outputs.originalDocument, undefined);
    assert.equal(await stack.up(program()), "same");
  });

  test("and that somebody else creates at that moment is taken over, with what they made", async () => {
    const { configId, stack, program, document, on } = scene();
    tenant.inject({
      match: on("PUT"),
      before: () => tenant.setDialerConfig(configId, foundDocument),
    });
    await stack.up(program());
    assert.deepEqual(stack.outputs.originalDocument, foundDocument);
    assert.equal(document()?.name, "Spring sales");
    assert.equal(document()?.dialRate, 1);
    assert.equal(eventsOf(tenant, configId)[0]?.event.audit_trail.action, "UPDATE");
  });

  test('and that somebody else creates at that moment is refused with existing: "refuse"', async () => {
    const { configId, stack, program, document, on } = scene();
    tenant.inject({
      match: on("PUT"),
      before: () => tenant.setDialerConfig(configId, foundDocument),
    });
    await assert.rejects(
      stack.up(program({ existing: "refuse" })),
      new Error(
        `Dialer configuration ${configId} exists in the tenant, and existing is "refuse". Set existing: "adopt" to take it over as it ` +
          "is found, or choose another configId. Where the resource was only renamed, give it its old name as an alias: " +
          'aliases: [{ name: "OLD NAME" }]. [CXONE_CONFLICT]',
      ),
    );
    assert.deepEqual(document(), foundDocument);
  });

  test("and that the tenant refuses to create is not asked for again", async () => {
    const { configId, campaignId, stack, program, on } = scene();
    tenant.inject({ match: on("PUT"), status: 403 });
    await assert.rejects(stack.up(program()), /403 Forbidden/);
    assert.deepEqual(takeRequests(tenant), [
      `GET ${campaignId} 200`,
      `GET ${configId} 404`,
      `PUT ${configId} 403`,
    ]);
  });

  test("and that still does not exist after a creation without a reply is reported as the tenant replied", async () => {
    const { stack, program, on } = scene();
    tenant.inject({ match: on("PUT"), drop: "before" });
    tenant.inject({ match: on("PUT"), status: 403 });
    await assert.rejects(stack.up(program()), /403 Forbidden/);
  });

  test("is created by a process that checked nothing, which says so", async () => {
    const { campaignId, program } = scene();
    const { inputs } = await provider.check(program());
    await using other = await ProviderProcess.start({ env: environmentOf(tenant) });
    const { outputs } = await other.create(inputs);
    assert.deepEqual(outputs.capacity, { status: "unchecked", campaignId });
  });

  test("and that somebody else creates alike at that moment is theirs, and stays when the program goes", async () => {
    const { configId, stack, program, document, on } = scene();
    const theirs = { ...settings, name: "theirs" };
    tenant.inject({ match: on("PUT"), before: () => tenant.setDialerConfig(configId, theirs) });
    await stack.up(program());
    assert.deepEqual(eventsOf(tenant, configId), []);
    await stack.destroy();
    assert.deepEqual(document(), theirs);
  });

  test("is created although every reply to it is lost", async () => {
    const { configId, stack, program, document, on } = scene();
    tenant.inject({ match: on("PUT"), times: 4, drop: "after" });
    await stack.up(program());
    assert.deepEqual(document(), settings);
    assert.deepEqual(
      eventsOf(tenant, configId).map(({ event }) => event.event_type),
      ["DIALER_CONFIG_CREATE"],
    );
  });

  test("is known as ours where the reply to its creation was lost", async () => {
    const { configId, stack, program, on } = scene();
    tenant.inject({ match: on("PUT"), drop: "after" });
    await stack.up(program({ existing: "refuse" }));
    assert.equal(stack.outputs.originalDocument, undefined);
    assert.deepEqual(takeRequests(tenant).slice(1), [
      `GET ${configId} 404`,
      `PUT ${configId} dropped`,
      `PUT ${configId} 412`,
      `GET ${configId} 200`,
      "POST exports 201",
    ]);
    assert.deepEqual(
      eventsOf(tenant, configId).map(({ event }) => event.event_type),
      ["DIALER_CONFIG_CREATE"],
    );
  });
});

describe("a configuration that the tenant has", () => {
  test("is taken over: the settings are the program's, and everything else stays", async () => {
    const { configId, stack, program, document } = scene({ found: foundDocument });
    await stack.up(program());
    assert.deepEqual(document(), {
      ...foundDocument,
      ...settings,
      complianceRules: { ...foundDocument.complianceRules, ringSeconds: 15 },
    });
    assert.deepEqual(stack.outputs.originalDocument, foundDocument);
    // Each value is in the state once: the settings are outputs of their own.
    const { complianceRules, ...unmanaged } = foundDocument;
    for (const name of Object.keys(settings)) Reflect.deleteProperty(unmanaged, name);
    assert.deepEqual(stack.outputs.unmanagedFields, {
      ...unmanaged,
      complianceRules: document()?.complianceRules,
    });
    assert.equal(stack.outputs.managedValues, undefined);
    assert.deepEqual(takeRequests(tenant).slice(1), [
      `GET ${configId} 200`,
      `PUT ${configId} 200`,
      "POST exports 201",
    ]);
    assert.equal(eventsOf(tenant, configId)[0]?.event.event_type, "DIALER_CONFIG_UPDATE");
    assert.equal(await stack.up(program()), "same");
  });

  test("is taken over without a write and without an event where it says what the program says", async () => {
    const found = { ...foundDocument, ...settings };
    const { configId, stack, program, document } = scene({ found });
    await stack.up(program());
    assert.deepEqual(takeRequests(tenant).slice(1), [`GET ${configId} 200`]);
    assert.deepEqual(stack.outputs.originalDocument, found);
    assert.deepEqual(document(), found);
    assert.equal(stack.outputs.audit, undefined);
    assert.equal(await stack.up(program()), "same");
  });

  test("and that somebody edits at that moment keeps the edit, and is remembered with it", async () => {
    const { configId, stack, program, document, on } = scene({ found: foundDocument });
    const edit = { division: "Service" };
    tenant.inject({ match: on("PUT"), before: () => tenant.editDialerConfig(configId, edit) });
    await stack.up(program());
    assert.equal(document()?.division, "Service");
    assert.equal(document()?.dialRate, 1);
    assert.deepEqual(stack.outputs.originalDocument, { ...foundDocument, ...edit });
  });

  for (const etag of ["none", "weak"] as const) {
    const name = { none: "without an ETag", weak: "with a weak ETag" }[etag];
    test(`but sends it ${name} is not written`, async () => {
      const { configId, stack, program, document, on } = scene({ found: foundDocument });
      tenant.inject({ match: on("GET"), times: Infinity, etag });
      await assert.rejects(
        stack.up(program()),
        new Error(
          `The tenant answers for dialer configuration ${configId} without a strong ETag, so a write could not be kept from ` +
            "overwriting somebody's change (RFC 9110, section 13.1.1). Nothing was written. Check whether a proxy between here and " +
            "the tenant takes the ETag header out or makes it weak. [CXONE_CONFLICT]",
        ),
      );
      assert.deepEqual(document(), foundDocument);
    });
  }

  test("is refused by the tenant in the program's own terms", async () => {
    const { stack, program, on } = scene({ found: foundDocument });
    tenant.inject({
      match: on("PUT"),
      status: 400,
      body: {
        message: "The configuration is not valid.",
        errors: [
          { field: "maxQueueDepth", message: "is over what the licence allows", code: "LICENCE" },
        ],
      },
    });
    await assert.rejects(stack.up(program()), /maxQueueDepth: is over what the licence allows/);
  });
});
