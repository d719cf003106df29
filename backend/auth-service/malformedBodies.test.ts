import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heapMb } from "./heapMb.fixture.ts";
import { startService, startSfu, tokenRequest, useWorld } from "./world.fixture.ts";

useWorld();

describe("[AU2] malformed bodies", () => {
  const routes = ["/sfu/get", "/get_token", "/delegate_delayed_leave"];
  const whole = {
    ...tokenRequest("localhost:1", "bad"),
    delay_id: "delay",
    delay_timeout: 1000,
  };
  const text = JSON.stringify(whole);
  const fields = Object.keys(whole);
  const shortBody = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.json(),
    fc
      .record({ at: fc.nat(text.length), length: fc.nat(20), piece: fc.string({ unit: "binary", maxLength: 8 }) })
      .map(({ at, length, piece }) => text.slice(0, at) + piece + text.slice(at + length)),
    fc
      .record({ field: fc.constantFrom(...fields), value: fc.jsonValue() })
      .map(({ field, value }) => JSON.stringify({ ...whole, [field]: value })),
    fc
      .record({ name: fc.string(), value: fc.jsonValue() })
      .map(({ name, value }) => JSON.stringify({ ...whole, [name]: value })),
    fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  );
  const broken = fc.oneof(
    { weight: 20, arbitrary: shortBody },
    { weight: 1, arbitrary: fc.nat(5000).map((depth) => `${'{"member":'.repeat(depth)}1`) },
    { weight: 1, arbitrary: fc.nat(70_000).map((length) => `{"room":"${"x".repeat(length)}"}`) },
  );

  test("ten thousand of them: never a token, never a crash, memory flat", async () => {
    const sfu = await startSfu();
    const { server } = await startService(sfu.url, { allowedNetworks: [] });
    let heap = 0;
    let count = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), broken, async (url, payload) => {
        const answer = await server.inject({ method: "POST", url, payload });
        expect([400, 401, 413]).toContain(answer.statusCode);
        expect(answer.json()).toHaveProperty("errcode");
        expect(answer.body).not.toContain("jwt");
        count += 1;
        if (count === 2000) heap = heapMb();
      }),
      { numRuns: 10_000 },
    );
    expect(count).toBeGreaterThanOrEqual(10_000);
    expect(heapMb() - heap).toBeLessThan(10);
    expect(sfu.calls).toEqual([]);
  }, 240_000);
});
