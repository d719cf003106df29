import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { createPart } from "../../../backend/native/part.mjs";
import { pickPorts } from "../../../backend/native/ports.mjs";
import { prepareSfu } from "../../../backend/native/prepare.mjs";
import { cpuMsOf, memoryMbOf } from "../cpuTime.ts";

const SECRET = "a-secret-of-the-bench-0123456789abcdef";

/** Who is in the room: `people`, of whom `senders` send, and each of whom watches up to `watched` pictures. */
export interface Crowd {
  readonly people: number;
  readonly senders: number;
  readonly watched: number;
}

/** What a crowd costs, once everybody gets what they watch. */
export interface CrowdCost {
  /** CPU of the SFU, in ms for each second. */
  readonly cpuMs: number;
  readonly memoryMb: number;
  /** Tracks that go out, pictures and voices together. */
  readonly tracks: number;
  readonly packetsPerSecond: number;
  readonly mbitPerSecond: number;
}

interface Count {
  readonly tracks: number;
  readonly packets: number;
  readonly bytes: number;
}

/** Builds the crowd's program, which takes Go, into `dir`. @returns its file */
export async function buildLoad(dir: string): Promise<string> {
  const file = path.join(dir, "load");
  const env = { ...process.env, GOFLAGS: "-buildvcs=false" };
  await promisify(execFile)("go", ["build", "-o", file, "."], { cwd: path.join(import.meta.dirname, "load"), env });
  return file;
}

/** An SFU of its own on the loopback interface, with its files in `dir`. */
export async function startBareSfu(dir: string) {
  const ports = await pickPorts({ http: { port: 0 }, udp: { port: 0, kind: "udp" } });
  const url = `127.0.0.1:${ports["http"]}`;
  const configFile = path.join(dir, "livekit.yaml");
  const rtc = `{ tcp_port: 0, udp_port: ${ports["udp"]}, use_external_ip: false, node_ip: 127.0.0.1, enable_loopback_candidate: true, ips: { includes: ["127.0.0.1/32"] }, stun_servers: ["127.0.0.1:3478"] }`;
  await writeFile(
    configFile,
    `port: ${ports["http"]}\nbind_addresses: ["127.0.0.1"]\nrtc: ${rtc}\nkeys: { parley: ${SECRET} }\nlogging: { level: warn }\n`,
  );
  const part = createPart({
    name: "SFU",
    command: (await prepareSfu()) as string,
    args: ["--config", configFile],
    cwd: dir,
    healthUrl: `http://${url}/`,
    logFile: path.join(dir, "sfu.log"),
  } as Parameters<typeof createPart>[0]);
  await part.start();
  return { part, url: `ws://${url}` };
}

/** Puts `crowd` into a room of the SFU, and measures for `seconds` once everybody gets what they watch. */
export async function measureCrowd(
  { part, url }: Awaited<ReturnType<typeof startBareSfu>>,
  loadFile: string,
  { people, senders, watched }: Crowd,
  seconds: number,
): Promise<CrowdCost> {
  const pid = part.pid ?? 0;
  const room = `room-${people}-${senders}-${watched}`;
  const numbers = { url, people, senders, watched, room };
  const args = Object.entries(numbers).map(([name, value]) => `-${name}=${value}`);
  const child = spawn(loadFile, args, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"], LIVEKIT_SECRET: SECRET },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Count> => JSON.parse((await lines.next()).value as string) as Count;
  const others = (sends: boolean) => senders - (sends ? 1 : 0);
  const watchedBy = (sends: boolean) => Math.min(watched, others(sends)) + others(sends);
  const expected = senders * watchedBy(true) + (people - senders) * watchedBy(false);
  try {
    while ((await next()).tracks < expected);
    await next(); // the rush of joining is over
    const [before, cpuBefore, startedAt] = [await next(), cpuMsOf(pid), performance.now()];
    let after = before;
    for (let second = 0; second < seconds; second += 1) after = await next();
    const passed = (performance.now() - startedAt) / 1000;
    return {
      cpuMs: (cpuMsOf(pid) - cpuBefore) / passed,
      memoryMb: memoryMbOf(pid),
      tracks: after.tracks,
      packetsPerSecond: (after.packets - before.packets) / passed,
      mbitPerSecond: ((after.bytes - before.bytes) * 8) / 1e6 / passed,
    };
  } finally {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  }
}
