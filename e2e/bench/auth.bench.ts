import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { startAuthProcess } from "./auth/authProcess.ts";
import { measureLoad } from "./auth/load.ts";
import { startStubs } from "./auth/stubs.ts";

/** Requests of each round, and after how many the memory is told. */
const ROUND = 5000;
const LONG_RUN = 100_000;
/** Calls go on in so many rooms at the same time. */
const ROOMS = 500;

const say = (line: string) => process.stdout.write(`${line}\n`);

test("tokens, with homeserver and SFU stubbed", async () => {
  test.setTimeout(900_000);
  const dir = await mkdtemp(path.join(tmpdir(), "parley-bench-"));
  const stubs = await startStubs();
  await (await startAuthProcess(stubs, dir)).stop(); // as after a first start, its code is in the cache then
  const service = await startAuthProcess(stubs, dir);
  let sent = 0;
  const openIdToken = () => ({
    access_token: `token-${sent}`,
    token_type: "Bearer",
    matrix_server_name: stubs.serverName,
    expires_in: 3600,
  });
  const bodies = {
    "/sfu/get": () =>
      JSON.stringify({
        room: `!${(sent += 1) % ROOMS}:example.org`,
        openid_token: openIdToken(),
        device_id: `DEVICE${sent}`,
      }),
    "/get_token": () =>
      JSON.stringify({
        room_id: `!${(sent += 1) % ROOMS}:example.org`,
        slot_id: "m.call#ROOM",
        openid_token: openIdToken(),
        member: {
          id: `member-${sent}`,
          claimed_user_id: `@alice:${stubs.serverName}`,
          claimed_device_id: `DEVICE${sent}`,
        },
      }),
  };
  try {
    say(`${"".padEnd(26)}${["requests/s", "p50", "p99", "CPU each"].map((title) => title.padStart(12)).join("")}`);
    await measureLoad(service.port, "/sfu/get", bodies["/sfu/get"], 16, ROUND); // warm
    let failures = 0;
    for (const route of ["/sfu/get", "/get_token"] as const) {
      for (const clients of [1, 16, 128]) {
        const before = service.cpuMs();
        const figures = await measureLoad(service.port, route, bodies[route], clients, ROUND);
        const cpu = (service.cpuMs() - before) / ROUND;
        failures += figures.failures;
        const cells = [
          figures.perSecond.toFixed(0),
          `${figures.p50Ms.toFixed(1)} ms`,
          `${figures.p99Ms.toFixed(1)} ms`,
          `${cpu.toFixed(2)} ms`,
        ];
        say(`${`${route}, ${clients} clients`.padEnd(26)}${cells.map((cell) => cell.padStart(12)).join("")}`);
      }
    }
    const memory = [service.memoryMb()];
    for (let part = 0; part < 2; part += 1) {
      const { failures: more } = await measureLoad(service.port, "/get_token", bodies["/get_token"], 16, LONG_RUN / 2);
      failures += more;
      memory.push(service.memoryMb());
    }
    say(
      `memory after ${sent - LONG_RUN}, ${sent - LONG_RUN / 2} and ${sent} requests: ${memory.map((mb) => mb.toFixed(0)).join(", ")} MiB`,
    );
    expect(failures).toBe(0);
  } finally {
    await service.stop();
    stubs.close();
    await rm(dir, { recursive: true, force: true });
  }
});
