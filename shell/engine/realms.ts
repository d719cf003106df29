import { type Fault, faultOf } from "../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../machines/domain/result.ts";
import type { Manifest } from "../supervisor/manifest.ts";

/** The workers, each a realm of its own memory. */
export type RealmName = "homeserver" | "media-crypto" | "event-log";

/** A worker that was asked to start. */
export interface Realm<Far extends Worker | MessagePort = Worker> {
  /** The worker, or a port to it. Usable at once: what is posted before it runs waits for it. */
  readonly far: Far;
  /** Resolves when it runs, or cannot. A failed start gives no other sign. @faults browser.unsupported, interface.failed */
  readonly started: Promise<Result<null, Fault>>;
}

/** How long a worker may take to say that it runs, in ms (ours; on a slow phone its code takes seconds to arrive). */
export const HELLO_DEADLINE_MS = 20_000;

/** The first message of every worker; `workers/hello.ts` sends it. */
function isHello(data: unknown): boolean {
  return typeof data === "object" && data !== null && Reflect.get(data, "type") === "realm.hello";
}

let policy: TrustedTypePolicyLike | null = null;
interface TrustedTypePolicyLike {
  createScriptURL(url: string): URL;
}
interface TrustedTypesLike {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): TrustedTypePolicyLike;
}

/** The address as the browser wants it where Trusted Types are enforced; only addresses of this origin pass. */
function trusted(url: URL): URL {
  const types = (globalThis as { trustedTypes?: TrustedTypesLike }).trustedTypes;
  if (!types) return url;
  policy ??= types.createPolicy("parley-realms", {
    createScriptURL(href) {
      if (new URL(href).origin !== location.origin) throw new TypeError(`not a realm of this origin: ${href}`);
      return href;
    },
  });
  return policy.createScriptURL(url.href);
}

/** Starts the worker that the manifest has under `name`. It ends with `signal`. Throws when the manifest has none. */
export function startRealm(
  name: RealmName,
  signal: AbortSignal,
  manifest: Pick<Manifest, "baseUrl" | "realms">,
): Realm {
  const entry = manifest.realms[name];
  if (!entry) throw new Error(`the manifest names no realm ${name}`);
  const url = new URL(entry.url, manifest.baseUrl);
  const worker = new Worker(/* webpackIgnore: true */ trusted(url), { type: "module", name });
  const started = new Promise<Result<null, Fault>>((resolve) => {
    const fail = (detail: string) =>
      resolve(failed(faultOf("interface.failed", { url: url.href, detail: `${name}: ${detail}` })));
    const timer = setTimeout(() => fail("did not start in time"), HELLO_DEADLINE_MS);
    const settle = () => clearTimeout(timer);
    worker.addEventListener("message", function onMessage({ data }) {
      if (!isHello(data)) return;
      worker.removeEventListener("message", onMessage);
      settle();
      resolve(ok(null));
    });
    worker.addEventListener("error", (event) => {
      settle();
      fail(event.message ?? "could not be loaded");
    });
    signal.addEventListener(
      "abort",
      () => {
        settle();
        worker.terminate();
        fail("was ended");
      },
      { once: true },
    );
  });
  return { far: worker, started };
}
