import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventsOf, foundDocument, settings, startWorld, takeRequests } from "./world.ts";

const { tenant, provider, deployed: adopted } = await startWorld();

/** A configuration that the program has taken over, before anything changes. */
const deployed = () => adopted({ found: foundDocument });

describe("an update", () => {
  test("is one write and one audit event", async () => {
    const { configId, stack, program, document } = await deployed();
    assert.equal(await stack.up(program({ dialRate: 1.5 })), "update");
    assert.deepEqual(takeRequests(tenant), [`PUT ${configId} 200`, "POST exports 201"]);
    assert.equal(document()?.dialRate, 1.5);
    assert.equal(document()?.name, foundDocument.name);
  });

  test("of nothing asks the tenant nothing", async () => {
    const { stack, program } = await deployed();
    assert.equal(await stack.up(program()), "same");
    assert.deepEqual(takeRequests(tenant), []);
  });

  test("of an argument that the tenant does not hold asks the tenant nothing, and is in the state", async () => {
    const { stack, program } = await deployed();
    assert.equal(
      await stack.up(program({ onDelete: "retain", onConflict: "fail", staffing: { agents: 90 } })),
      "update",
    );
    assert.deepEqual(takeRequests(tenant), []);
    const { onDelete, onConflict, staffing } = stack.outputs;
    assert.deepEqual(
      { onDelete, onConflict, staffing },
      {
        onDelete: "retain",
        onConflict: "fail",
        staffing: { agents: 90 },
      },
    );
  });

  test("that names a key of the rules no longer leaves it as it is", async () => {
    const { stack, program, document } = await deployed();
    assert.equal(await stack.up(program({ complianceRules: {} })), "update");
    assert.deepEqual(takeRequests(tenant), []);
    assert.deepEqual(document()?.complianceRules, {
      ...foundDocument.complianceRules,
      ringSeconds: 15,
    });
  });

  test("reaches a rule however deep, and leaves those around it", async () => {
    const { stack, program, document } = await deployed();
    await stack.up(
      program({ complianceRules: { ringSeconds: 15, callingHours: { start: "08:00" } } }),
    );
    assert.deepEqual(document()?.complianceRules, {
      ...foundDocument.complianceRules,
      ringSeconds: 15,
      callingHours: { start: "08:00", end: "20:00" },
    });
  });

  test("of the id replaces the resource, without a warning", async () => {
    const { stack, program } = await deployed();
    assert.equal((await stack.preview(program({ configId: "another" }))).operation, "replace");
    assert.deepEqual(provider.takeWarnings(), []);
  });

  test("of a configuration that is gone says how to have it again", async () => {
    const { configId, stack, program } = await deployed();
    tenant.setDialerConfig(configId, undefined);
    await assert.rejects(
      stack.up(program({ dialRate: 1.5 })),
      new Error(
        `Dialer configuration ${configId} is gone: somebody deleted it in the tenant. Run \`pulumi refresh\`, and the next \`up\` ` +
          "creates it again; or take it out of the program. [CXONE_CONFLICT]",
      ),
    );
  });

  test("never differs because of the forecast alone", async () => {
    const { stack, program } = await deployed();
    stack.rewrite((outputs) => ({
      ...outputs,
      forecast: { model: "exact", abandonmentRate: 0.0299 },
    }));
    assert.equal((await stack.preview(program())).operation, "same");
  });

  test("goes on from a read that kept an edit, as the native provider's state has it: the edit is somebody's", async () => {
    const { configId, stack, program, document, edit } = await deployed();
    const base = document() ?? {};
    edit({ dialRate: 0.7, maxQueueDepth: 80 });
    const kept = tenant.dialerConfig(configId);
    stack.rewrite((outputs) => ({
      ...outputs,
      document: kept?.document ?? {},
      etag: kept?.etag ?? "",
      base,
    }));
    takeRequests(tenant);
    await assert.rejects(
      stack.up(program({ dialRate: 1.5 })),
      /dialRate was 1, the program says 1\.5, the tenant now holds 0\.7\. Nothing was written/,
    );
    assert.deepEqual(takeRequests(tenant), []);
    await stack.up(program({ agentRatio: 2 }));
    assert.deepEqual(takeRequests(tenant), [`PUT ${configId} 200`, "POST exports 201"]);
    assert.deepEqual(document(), { ...base, dialRate: 0.7, maxQueueDepth: 80, agentRatio: 2 });
  });

  test("goes on from the state of a release that knew fewer arguments", async () => {
    const { stack, program } = await deployed();
    stack.rewrite(
      ({
        onDelete,
        onConflict,
        existing,
        capacityCheck,
        regulation,
        agentRatioLimit,
        ...outputs
      }) => outputs,
    );
    assert.equal(await stack.up(program()), "same");
    assert.equal(await stack.up(program({ maxQueueDepth: 50 })), "update");
  });
});

describe("an administrator's edit during an update", () => {
  test("survives in another field, and shows as drift that the next update ends", async () => {
    const { configId, stack, program, document, edit, on } = await deployed();
    tenant.inject({
      match: on("PUT"),
      before: () => edit({ maxQueueDepth: 80, name: "Autumn sales" }),
    });
    await stack.up(program({ dialRate: 1.5 }));
    assert.deepEqual(takeRequests(tenant), [
      `PUT ${configId} 412`,
      `GET ${configId} 200`,
      `PUT ${configId} 200`,
      "POST exports 201",
    ]);
    const { dialRate, maxQueueDepth, name } = document() ?? {};
    assert.deepEqual(
      { dialRate, maxQueueDepth, name },
      { dialRate: 1.5, maxQueueDepth: 80, name: "Autumn sales" },
    );
    assert.deepEqual(provider.takeWarnings(), [
      `Dialer configuration ${configId}: somebody changed it in the tenant since it was last seen, and that was kept: maxQueueDepth ` +
        "stays 80 (the program says 40). The next preview shows it, and the next `pulumi up` changes it to what the program says.",
    ]);

    assert.equal((await stack.preview(program({ dialRate: 1.5 }))).operation, "update");
    assert.deepEqual(provider.takeWarnings(), [
      `Dialer configuration ${configId}: the tenant holds 80 in maxQueueDepth, and the program says 40. \`pulumi up\` changes ` +
        "it from 80 to 40.",
    ]);
    await stack.up(program({ dialRate: 1.5 }));
    assert.equal(document()?.maxQueueDepth, 40);
    assert.equal((await stack.preview(program({ dialRate: 1.5 }))).operation, "same");
  });

  test("of the same field to the same value is no conflict, and is not written again", async () => {
    const { configId, stack, program, edit, on } = await deployed();
    tenant.inject({ match: on("PUT"), before: () => edit({ dialRate: 1.5 }) });
    await stack.up(program({ dialRate: 1.5 }));
    assert.deepEqual(takeRequests(tenant).slice(0, 2), [
      `PUT ${configId} 412`,
      `GET ${configId} 200`,
    ]);
    assert.equal(stack.outputs.etag, tenant.dialerConfig(configId)?.etag);
  });

  test("of the same field to the same value, and of another, leaves no event for a write that was none", async () => {
    const { configId, stack, program, edit, on } = await deployed();
    tenant.inject({ match: on("PUT"), before: () => edit({ dialRate: 1.5, name: "Autumn" }) });
    await stack.up(program({ dialRate: 1.5 }));
    assert.deepEqual(takeRequests(tenant), [`PUT ${configId} 412`, `GET ${configId} 200`]);
  });

  test("of the same field to another value stops the update, naming the field and all three values", async () => {
    const { configId, stack, program, document, edit, on } = await deployed();
    tenant.inject({ match: on("PUT"), before: () => edit({ dialRate: 0.7 }) });
    await assert.rejects(
      stack.up(program({ dialRate: 1.5 })),
      new Error(
        `Dialer configuration ${configId} was changed in the tenant since it was last seen, in fields that the program changes ` +
          "too: dialRate was 1, the program says 1.5, the tenant now holds 0.7. Nothing was written. Run `pulumi refresh`: the " +
          "next preview then shows the difference, and the next `up` goes on from what the tenant holds. Or set onConflict: " +
          '"overwrite" to take the program\'s values. [CXONE_CONFLICT]',
      ),
    );
    assert.equal(document()?.dialRate, 0.7);
  });

  test('of the same field gives way to the program with onConflict: "overwrite", and of another stays', async () => {
    const { configId, stack, program, document, edit, on } = await deployed();
    const theirs = { dialRate: 0.7, agentRatio: 1.1, maxQueueDepth: 80, answerRateThreshold: 0.3 };
    tenant.inject({ match: on("PUT"), before: () => edit(theirs) });
    await stack.up(program({ dialRate: 1.5, agentRatio: 2, onConflict: "overwrite" }));
    assert.equal(document()?.dialRate, 1.5);
    assert.equal(document()?.maxQueueDepth, 80);
    const subject = `Dialer configuration ${configId}: somebody changed it in the tenant since it was last seen, and`;
    assert.deepEqual(provider.takeWarnings(), [
      `${subject} that was kept: maxQueueDepth stays 80 (the program says 40); answerRateThreshold stays 0.3 (the program says 0.2). ` +
        "The next preview shows it, and the next `pulumi up` changes it to what the program says.",
      `${subject} onConflict "overwrite" replaced that: dialRate 0.7 → 1.5; agentRatio 1.1 → 2.`,
    ]);
  });

  test('of any field stops the update with onConflict: "fail"', async () => {
    const { stack, program, document, edit, on } = await deployed();
    tenant.inject({ match: on("PUT"), before: () => edit({ maxQueueDepth: 80 }) });
    await assert.rejects(
      stack.up(program({ dialRate: 1.5, onConflict: "fail" })),
      /changed in the tenant since it was last seen \(maxQueueDepth from 40 to 80\), and onConflict is "fail"\. Nothing was written/,
    );
    assert.equal(document()?.dialRate, 1);
  });

  test("that comes again and again ends it after three tries", async () => {
    const { configId, stack, program, document, edit, on } = await deployed();
    let edits = 0;
    tenant.inject({
      match: on("PUT"),
      times: Infinity,
      before: () => edit({ name: `edit ${++edits}` }),
    });
    await assert.rejects(
      stack.up(program({ dialRate: 1.5 })),
      /each time it was about to be written, 3 times\. Nothing was written/,
    );
    assert.equal(takeRequests(tenant).filter((line) => line === `PUT ${configId} 412`).length, 3);
    assert.equal(document()?.dialRate, 1);
    assert.equal(document()?.name, "edit 3");
  });

  test("that comes twice leaves the third try to succeed", async () => {
    const { stack, program, document, edit, on } = await deployed();
    let edits = 0;
    tenant.inject({ match: on("PUT"), times: 2, before: () => edit({ name: `edit ${++edits}` }) });
    await stack.up(program({ dialRate: 1.5 }));
    assert.equal(document()?.dialRate, 1.5);
    assert.equal(document()?.name, "edit 2");
  });

  test("is merged as well where the tenant answers 409", async () => {
    const { stack, program, document, edit, on } = await deployed();
    tenant.inject({ match: on("PUT"), before: () => edit({ name: "Autumn sales" }), status: 409 });
    await stack.up(program({ dialRate: 1.5 }));
    assert.equal(document()?.dialRate, 1.5);
    assert.equal(document()?.name, "Autumn sales");
  });
});

describe("an update whose reply was lost", () => {
  test("is recognised: one change, one audit event", async () => {
    const { configId, stack, program, on } = await deployed();
    const earlier = eventsOf(tenant, configId).length;
    tenant.inject({ match: on("PUT"), drop: "after" });
    await stack.up(program({ dialRate: 1.5 }));
    assert.deepEqual(takeRequests(tenant), [
      `PUT ${configId} dropped`,
      `PUT ${configId} 412`,
      `GET ${configId} 200`,
      "POST exports 201",
    ]);
    assert.equal(eventsOf(tenant, configId).length, earlier + 1);
    assert.equal(stack.outputs.etag, tenant.dialerConfig(configId)?.etag);
    assert.equal(await stack.up(program({ dialRate: 1.5 })), "same");
  });

  test('is recognised with onConflict: "fail"', async () => {
    const { stack, program, document, on } = await deployed();
    tenant.inject({ match: on("PUT"), drop: "after" });
    await stack.up(program({ dialRate: 1.5, onConflict: "fail" }));
    assert.equal(document()?.dialRate, 1.5);
  });
});

describe("a tenant that sends no strong ETag", () => {
  for (const etag of ["none", "weak"] as const) {
    test(`(${etag}) after a race is not written to`, async () => {
      const { stack, program, document, edit, on } = await deployed();
      tenant.inject({ match: on("PUT"), before: () => edit({ name: "Autumn sales" }) });
      tenant.inject({ match: on("GET"), times: Infinity, etag });
      await assert.rejects(stack.up(program({ dialRate: 1.5 })), /without a strong ETag/);
      assert.equal(document()?.dialRate, 1);
    });

    test(`(${etag}) in the reply to one write is asked before the next one`, async () => {
      const { configId, stack, program, document, on } = await deployed();
      tenant.inject({ match: on("PUT"), etag });
      await stack.up(program({ dialRate: 1.5 }));
      assert.equal(stack.outputs.etag, undefined);
      takeRequests(tenant);
      await stack.up(program({ dialRate: 1.6 }));
      assert.deepEqual(takeRequests(tenant), [
        `GET ${configId} 200`,
        `PUT ${configId} 200`,
        "POST exports 201",
      ]);
      assert.equal(document()?.dialRate, 1.6);
    });
  }

  test('once is still no way past onConflict: "fail"', async () => {
    const { stack, program, document, edit, on } = await deployed();
    tenant.inject({ match: on("PUT"), etag: "none" });
    await stack.up(program({ dialRate: 1.5 }));
    edit({ maxQueueDepth: 80 });
    await assert.rejects(
      stack.up(program({ dialRate: 1.6, onConflict: "fail" })),
      /maxQueueDepth from 40 to 80/,
    );
    assert.equal(document()?.dialRate, 1.5);
  });
});

test("settings that the program does not spell out have their defaults in the state", async () => {
  const { stack } = await deployed();
  const { regulation, agentRatioLimit, capacityCheck, existing, onConflict, onDelete } =
    stack.inputs;
  assert.deepEqual(
    { regulation, agentRatioLimit, capacityCheck, existing, onConflict, onDelete },
    {
      regulation: "cxone",
      agentRatioLimit: 3,
      capacityCheck: "enforce",
      existing: "adopt",
      onConflict: "merge",
      onDelete: "restore",
    },
  );
  assert.equal(stack.inputs.dialRate, settings.dialRate);
});
