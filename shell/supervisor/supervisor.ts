import { registerApplication, start, triggerAppChange } from "single-spa";
import type { PlatformV1, RemoteLifecycles } from "../contract/platform.ts";
import type { Manifest } from "./manifest.ts";
import { loadLifecycles } from "./remotes.ts";
import { createSlot } from "./slot.ts";

/** What the supervisor works with. */
export interface SupervisorParts {
  readonly manifest: Manifest;
  /** Where the remotes' elements go. */
  readonly host: HTMLElement;
  readonly platform: PlatformV1;
  /** Told of everything a remote does wrong. */
  readonly onFailure: (name: string, error: unknown) => void;
}

/** Shows and hides micro-frontends, and stands in for those that fail. */
export interface Supervisor {
  /** Makes `name` of the manifest appear whenever `activeWhen` is true. */
  registerRemote(remote: { readonly name: string; readonly activeWhen: () => boolean }): void;
  /** Fetches `name` ahead of need, when the page has nothing better to do. */
  prepare(name: string): void;
  /** Begins to show remotes. */
  start(): void;
  /** Asks every `activeWhen` again. @returns when the page has settled. */
  refresh(): Promise<void>;
}

/** Loads `name`, or the remote that the manifest names in its place. */
async function loadByName(
  parts: SupervisorParts,
  name: string,
  tried: readonly string[] = [],
): Promise<RemoteLifecycles> {
  const remote = parts.manifest.remotes.find((entry) => entry.name === name);
  if (!remote) throw new Error(`the manifest names no remote ${name}`);
  try {
    return await loadLifecycles(parts.manifest, remote);
  } catch (error) {
    if (!remote.fallback || tried.includes(remote.fallback)) throw error;
    parts.onFailure(name, error);
    return loadByName(parts, remote.fallback, [...tried, name]);
  }
}

/** The slot ends what takes too long and says so on the page; single-spa's own, shorter limits would only warn. */
const patient = { millis: 60_000, dieOnTimeout: false, warningMillis: 60_000 };
const timeouts = { mount: patient, unmount: patient };

// Safari has no `requestIdleCallback`.
const whenIdle = (work: () => void) =>
  typeof requestIdleCallback === "undefined" ? setTimeout(work, 200) : requestIdleCallback(work, { timeout: 2_000 });

/** Makes the supervisor of this page. */
export function createSupervisor(parts: SupervisorParts): Supervisor {
  const ahead = new Map<string, Promise<RemoteLifecycles | null>>();

  async function load(name: string): Promise<RemoteLifecycles> {
    const prepared = await ahead.get(name);
    ahead.delete(name);
    return prepared ?? loadByName(parts, name);
  }

  return {
    registerRemote({ name, activeWhen }) {
      const slot = createSlot({ ...parts, name, load: () => load(name) });
      registerApplication({
        name,
        activeWhen: () => activeWhen(),
        app: async () => ({
          bootstrap: async () => undefined,
          mount: () => slot.mount(),
          unmount: () => slot.unmount(),
          timeouts,
        }),
      });
    },
    prepare(name) {
      if (ahead.has(name)) return;
      ahead.set(name, Promise.resolve(null));
      whenIdle(() => {
        // What fails now is tried again, and told of, when it is needed.
        if (ahead.has(name))
          ahead.set(
            name,
            loadByName(parts, name).catch(() => null),
          );
      });
    },
    start: () => start({ urlRerouteOnly: true }),
    refresh: async () => void (await triggerAppChange()),
  };
}
