import { expose, proxy, type Endpoint } from "comlink";
import { faultOf } from "../../machines/domain/fault.ts";
import { failed } from "../../machines/domain/result.ts";
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

/** `homeserver` for a page that must never see a password: it is refused what takes one, and keys go where they went first. */
export function withoutPasswords(homeserver: HomeserverApi): HomeserverApi {
  const refuse = async () => failed(faultOf("homeserver.refused", { detail: "passwords are typed at the vault" }));
  return { ...homeserver, signIn: refuse, register: refuse, acceptKeyPort: async () => {} };
}
