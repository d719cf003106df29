import { expose, proxy, type Endpoint } from "comlink";
import type { HomeserverApi } from "./homeserver.api.ts";

/** Offers `homeserver` at `endpoint`, the worker itself unless given: a subscription's end crosses as a live function. */
export function serveHomeserver(homeserver: HomeserverApi, endpoint?: Endpoint): void {
  expose(
    {
      ...homeserver,
      follow: async (...args: Parameters<HomeserverApi["follow"]>) => proxy(await homeserver.follow(...args)),
    },
    endpoint,
  );
}
