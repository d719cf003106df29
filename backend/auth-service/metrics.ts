import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";

/** The service's figures, for Prometheus. No label holds what callers choose, so their number is bounded. */
export interface Metrics {
  readonly onRequest: (route: string, status: number, seconds: number) => void;
  readonly onOpenId: (outcome: "verified" | "refused" | "too_many", seconds: number) => void;
  readonly onRoom: (isOpened: boolean) => void;
  readonly onWebhook: (outcome: "heard" | "ignored" | "forged") => void;
  readonly onJob: (what: string) => void;
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Begins to count. `jobCount` tells how many delegated leaves are looked after. `ofProcess` adds memory, CPU and event loop. */
export function createMetrics(jobCount: () => number, { ofProcess }: { readonly ofProcess: boolean }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: "parley_auth_request_seconds",
    help: "Answered requests, by route and status.",
    labelNames: ["route", "status"],
    buckets: BUCKETS,
    registers,
  });
  const openIds = new Histogram({
    name: "parley_auth_openid_seconds",
    help: "OpenID tokens that were shown, by what the homeserver said.",
    labelNames: ["outcome"],
    buckets: BUCKETS,
    registers,
  });
  const counterOf = (name: string, help: string): Counter<"outcome"> =>
    new Counter({ name, help, labelNames: ["outcome"], registers });
  const rooms = counterOf("parley_auth_rooms_total", "Rooms that the SFU was asked to open.");
  const webhooks = counterOf("parley_auth_webhooks_total", "Webhooks, by whether they were the SFU's and of concern.");
  const jobs = counterOf("parley_auth_delegated_leaves_total", "What became of delegated leaves.");
  new Gauge({
    name: "parley_auth_delegated_leaves",
    help: "Delegated leaves that are looked after now.",
    registers,
    collect() {
      this.set(jobCount());
    },
  });
  if (ofProcess) collectDefaultMetrics({ register: registry });
  return {
    onRequest: (route, status, seconds) => requests.observe({ route, status }, seconds),
    onOpenId: (outcome, seconds) => openIds.observe({ outcome }, seconds),
    onRoom: (isOpened) => rooms.inc({ outcome: isOpened ? "opened" : "failed" }),
    onWebhook: (outcome) => webhooks.inc({ outcome }),
    onJob: (what) => jobs.inc({ outcome: what }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
