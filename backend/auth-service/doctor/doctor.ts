import type { Config } from "../config.ts";
import type { JobStore } from "../delegation/jobStore.ts";
import { bad, good } from "./findings.ts";
import type { Finding } from "./findings.ts";
import { checkHomeserver } from "./homeserverChecks.ts";
import type { HomeserverCheckParts } from "./homeserverChecks.ts";
import { checkSfu } from "./sfuChecks.ts";
import type { SfuCheckParts } from "./sfuChecks.ts";

/** Checks what the service depends on, and says what to change. */
export interface Doctor {
  /** @param homeserver one to check besides those with full access */
  readonly examine: (
    homeserver: string | null,
  ) => Promise<{ readonly isGood: boolean; readonly findings: readonly Finding[] }>;
  /** Hears that a webhook about `room` came. */
  readonly hearWebhook: (room: string) => void;
}

/** What the checks take. */
export interface DoctorParts extends HomeserverCheckParts, Omit<SfuCheckParts, "awaitWebhook"> {
  readonly config: Pick<Config, "fullAccess" | "redisUrl">;
  readonly store: Pick<JobStore, "check">;
}

/** A list of homeservers may be long; the first ones tell enough. */
const MAX_HOMESERVERS = 20;

async function checkStore({ config, store }: DoctorParts): Promise<Finding> {
  if (config.redisUrl === null) return good("store", "delegated leaves are kept in memory, and end with this process");
  try {
    await store.check();
    return good("store", "Redis answers");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return bad("store", `Redis does not answer: ${reason}`, "Start it, or correct LIVEKIT_REDIS_URL.");
  }
}

/** A doctor for this service. */
export function createDoctor(parts: DoctorParts): Doctor {
  const waiting = new Map<string, (isHeard: boolean) => void>();

  function awaitWebhook(room: string, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const finish = (isHeard: boolean): void => {
        clearTimeout(timer);
        waiting.delete(room);
        resolve(isHeard);
      };
      const timer = setTimeout(() => finish(false), ms);
      waiting.set(room, finish);
    });
  }

  return {
    async examine(homeserver) {
      const { fullAccess } = parts.config;
      const names = fullAccess === "everyone" ? [] : [...fullAccess].slice(0, MAX_HOMESERVERS);
      if (homeserver !== null && !names.includes(homeserver)) names.push(homeserver);
      const findings = await Promise.all([
        checkSfu({ ...parts, awaitWebhook }),
        checkStore(parts).then((finding) => [finding]),
        ...names.map((name) => checkHomeserver(parts, name)),
      ]);
      const all = findings.flat();
      return { isGood: all.every(({ isGood }) => isGood), findings: all };
    },
    hearWebhook: (room) => waiting.get(room)?.(true),
  };
}
