import type { MatrixRtcMode } from "../../../machines/domain/call.ts";
import type { RoomId } from "../../../machines/domain/ids.ts";
import type { CallEvent } from "../../../machines/events/callEvents.ts";
import { openVault } from "../../../workers/homeserver/account/vault.ts";
import type { HomeserverApi, HomeserverEvent } from "../../../workers/homeserver/homeserver.api.ts";
import { createHomeserver } from "../../../workers/homeserver/homeserver.ts";
import type { KeyMessage } from "../../../workers/media-crypto/mediaCrypto.api.ts";
import type { TestSite } from "../../support/site.ts";

/** Timings as `config.json` has them by default. */
export const timings = {
  delayedLeaveDelayMs: 18_000,
  delayedLeaveRestartMs: 4_000,
  delayedLeaveRestartTimeoutMs: 2_000,
  networkRetryMs: 1_000,
  membershipExpiryMs: 14_400_000,
};

/** Somebody's homeserver realm in this process, with its ears open. */
export interface Device {
  readonly api: HomeserverApi;
  /** Everything told of the call so far. */
  readonly events: readonly CallEvent[];
  readonly keys: readonly KeyMessage[];
  /** The first event, old or new, that `test` accepts. */
  event<T extends CallEvent["type"]>(
    type: T,
    test?: (event: CallEvent & { type: T }) => boolean,
  ): Promise<CallEvent & { type: T }>;
  key<K extends KeyMessage["kind"]>(
    kind: K,
    test?: (message: KeyMessage & { kind: K }) => boolean,
  ): Promise<KeyMessage & { kind: K }>;
  /** Opens the call and goes as far as publishing would. */
  join(
    roomId: RoomId,
    mode: MatrixRtcMode,
    password?: string | null,
  ): Promise<{ participantId: string; sfuUrl: string }>;
}

/** What `Result` holds; fails the test over a fault. */
export function valueOf<Value>(result: { ok: true; value: Value } | { ok: false; fault: object }): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

/** Registers a guest called `name` at the site. */
export async function startDevice(site: TestSite, name: string): Promise<Device> {
  const api = createHomeserver({ vault: openVault(`vault-${name}`), databaseName: name });
  const { port1, port2 } = new MessageChannel();
  const events: CallEvent[] = [];
  const keys: KeyMessage[] = [];
  const waiting = new Set<() => void>();
  const wake = () => waiting.forEach((look) => look());
  port2.onmessage = ({ data }: MessageEvent<KeyMessage>) => {
    keys.push(data);
    wake();
  };
  await api.acceptKeyPort(port1);
  await api.follow((event: HomeserverEvent) => {
    if (event.type !== "call.events") return;
    events.push(...event.events);
    wake();
  });

  function first<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  }

  const homeserver = { baseUrl: site.addresses.homeserver, serverName: site.addresses.homeserverName };
  valueOf(await api.registerGuest({ homeserver, displayName: name }));
  return {
    api,
    events,
    keys,
    event: (type, test = () => true) =>
      first(() =>
        events.find((event): event is CallEvent & { type: typeof type } => event.type === type && test(event as never)),
      ),
    key: (kind, test = () => true) =>
      first(() =>
        keys.find(
          (message): message is KeyMessage & { kind: typeof kind } => message.kind === kind && test(message as never),
        ),
      ),
    async join(roomId, mode, password = null) {
      valueOf(await api.openCall({ roomId, password, mode, timings }));
      const [transport] = valueOf(await api.askHomeserverTransports());
      if (transport === undefined) throw new Error("the site names no transport");
      const grant = valueOf(await api.requestSfuGrant({ transport, purpose: "publish" }));
      valueOf(await api.announce({ transport, intent: "video" }));
      valueOf(await api.distributeKey());
      return { participantId: grant.participantId, sfuUrl: grant.url };
    },
  };
}

/** Bytes that two keys share exactly when they are the same. */
export async function fingerprintOf(key: CryptoKey): Promise<string> {
  const salt = new TextEncoder().encode("LKFrameEncryptionKey");
  const hkdf = { name: "HKDF", hash: "SHA-256", salt, info: new Uint8Array(128) };
  const pbkdf2 = { name: "PBKDF2", hash: "SHA-256", salt, iterations: 1_000 };
  const bits = await crypto.subtle.deriveBits(key.algorithm.name === "HKDF" ? hkdf : pbkdf2, key, 128);
  return Buffer.from(bits).toString("hex");
}
