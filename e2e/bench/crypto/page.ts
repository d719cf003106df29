import { benchCases, type Run } from "./benchCases.ts";

const worker = new Worker(new URL("./bench.worker.ts", import.meta.url), { type: "module" });

window.bench = (request) =>
  new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<{ readonly run: Run } | { readonly fault: string }>) => {
      port1.close();
      if ("run" in data) resolve(data.run);
      else reject(new Error(data.fault));
    };
    worker.postMessage(request, [port2]);
  });

/** How often the bursts are run where nobody drives the page, if they are to be. */
const rounds = Number(new URLSearchParams(location.search).get("rounds") ?? 0);
if (rounds > 0) {
  const totals: Record<string, { livekit: number[]; ours: number[] }> = {};
  for (const benchCase of benchCases) {
    const times = { livekit: [] as number[], ours: [] as number[] };
    for (let round = 0; round <= rounds; round += 1) {
      for (const side of round % 2 ? (["ours", "livekit"] as const) : (["livekit", "ours"] as const)) {
        await window.bench({ kind: "prepare", benchCase });
        const { totalMs } = await window.bench({ kind: "burst", side, benchCase });
        if (round > 0) times[side].push(totalMs);
      }
    }
    totals[benchCase.name] = times;
  }
  await fetch("/result", { method: "POST", body: JSON.stringify(totals) });
}
