import { Agent, request } from "node:http";

/** What clients met. */
export interface LoadFigures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly failures: number;
}

/** One body after the other, none like another: a fresh token and device each, in one of many rooms. */
export type NextBody = () => string;

function post(agent: Agent, port: number, path: string, body: string): Promise<number> {
  return new Promise((resolve) => {
    const outgoing = request({
      agent,
      host: "127.0.0.1",
      port,
      path,
      method: "POST",
      headers: { "Content-Length": Buffer.byteLength(body) },
    });
    outgoing.on("response", (incoming) => incoming.resume().on("end", () => resolve(incoming.statusCode ?? 0)));
    outgoing.on("error", () => resolve(0));
    outgoing.end(body);
  });
}

/** Sends `count` requests from `clients` at once, each of which asks again as soon as it was answered. */
export async function measureLoad(
  port: number,
  path: string,
  nextBody: NextBody,
  clients: number,
  count: number,
): Promise<LoadFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const times = new Float64Array(count);
  let begun = 0;
  let failures = 0;
  async function runClient(): Promise<void> {
    while (begun < count) {
      const at = begun;
      begun += 1;
      const startedAt = performance.now();
      if ((await post(agent, port, path, nextBody())) !== 200) failures += 1;
      times[at] = performance.now() - startedAt;
    }
  }
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: clients }, runClient));
  const seconds = (performance.now() - startedAt) / 1000;
  agent.destroy();
  times.sort();
  const share = (part: number): number => times[Math.min(count - 1, Math.floor(count * part))] ?? 0;
  return { perSecond: count / seconds, p50Ms: share(0.5), p99Ms: share(0.99), failures };
}
