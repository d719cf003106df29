import type { FastifyInstance, FastifyServerOptions } from "fastify";
import type { Redis } from "ioredis";
import type { Config } from "./config.ts";
import { createClientApiFinder } from "./delegation/clientApi.ts";
import { createDelayedEvents } from "./delegation/delayedEvents.ts";
import { createDelegations } from "./delegation/delegations.ts";
import { createMemoryStore } from "./delegation/jobStore.ts";
import type { JobStore } from "./delegation/jobStore.ts";
import { createWebhookReceiver } from "./delegation/webhook.ts";
import { createDoctor } from "./doctor/doctor.ts";
import { createSigner } from "./jwt.ts";
import { createMetrics } from "./metrics.ts";
import { createAddressRule } from "./network/addresses.ts";
import { createAgents } from "./network/agents.ts";
import { createOpenIdVerifier } from "./openid.ts";
import { createAuthServer } from "./server.ts";
import { createNetworkDiscovery } from "./serverDiscovery.ts";
import { createSfu } from "./sfu.ts";
import { createSfuApi } from "./sfuApi.ts";

/** A running service, but for listening. */
export interface Service {
  readonly server: FastifyInstance;
  /** Answers what it has begun to answer, takes nothing over any more, and ends. */
  readonly stop: () => Promise<void>;
}

/** Headroom for many homeservers that are slow at the same time; the SFU is one. */
const STRANGERS = { perHost: 64, total: 4096 };
const TRUSTED = { perHost: 128, total: 512 };

/** Redis is loaded only where it is used, as its client takes 15 MB. */
async function openCounts(url: string | null): Promise<Redis | null> {
  if (url === null) return null;
  const { openSharedCounts } = await import("./sharedCounts.ts");
  return openSharedCounts(url);
}

async function openStore(url: string | null, onFault: (reason: string) => void): Promise<JobStore> {
  if (url === null) return createMemoryStore();
  const { createRedisStore } = await import("./delegation/redisStore.ts");
  return createRedisStore(url, onFault);
}

/** Puts the service together from its settings. */
export async function createService(
  config: Config,
  logger: FastifyServerOptions["logger"],
  options = { hasProcessMetrics: true },
): Promise<Service> {
  const strangers = createAgents(createAddressRule(config.allowedNetworks), STRANGERS, config.isTlsChecked);
  const trusted = createAgents(() => true, TRUSTED, config.isTlsChecked);
  const sign = createSigner(config.livekitSecret);
  const askSfu = createSfuApi(config, sign, trusted);
  const sfu = createSfu(config, sign, askSfu);
  const overrides = config.clientApiOverrides;
  const findServer = createNetworkDiscovery(strangers);
  const findClientApi = createClientApiFinder(strangers, overrides);
  const onStoreFault = (reason: string): void => server.log.error({ reason }, "delegated leaves could not be kept");
  const store = await openStore(config.redisUrl, onStoreFault);
  const sharedCounts = await openCounts(config.requestsPerMinute > 0 ? config.redisUrl : null);
  const metrics = createMetrics(() => delegations.count(), { ofProcess: options.hasProcessMetrics });
  const delegations = createDelegations({
    sfu,
    act: createDelayedEvents(findClientApi, overrides, { strangers, trusted }),
    store,
    sanityCheckMs: config.sanityCheckMs,
    onJob({ room, serverName }, what) {
      metrics.onJob(what);
      server.log.info({ livekitRoom: room, serverName, what }, "delegated leave");
    },
    onStoreFault,
  });
  const server = createAuthServer({
    config,
    verifyOpenId: createOpenIdVerifier(
      strangers,
      findServer,
      config.fullAccess === "everyone" ? new Set() : config.fullAccess,
    ),
    sfu,
    findClientApi,
    delegations,
    receiveWebhook: createWebhookReceiver(config.livekitKey, config.livekitSecret),
    doctor: createDoctor({
      config,
      livekitUrl: config.livekitUrl,
      askSfu,
      store,
      strangers,
      trusted,
      overrides,
      findServer,
      findClientApi,
    }),
    metrics,
    sharedCounts,
    logger,
  });
  return {
    server,
    async stop() {
      await delegations.close();
      await server.close();
      sharedCounts?.disconnect();
      strangers.close();
      trusted.close();
    },
  };
}
