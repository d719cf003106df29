import type { EncryptionMode, TrackSource } from "../../machines/domain/call.ts";
import type { MediaQuality } from "../../machines/domain/mediaQuality.ts";
import { type Fault, faultOf } from "../../machines/domain/fault.ts";
import type { ParticipantId } from "../../machines/domain/ids.ts";
import { failed, type Result } from "../../machines/domain/result.ts";
import type { Transport } from "../../machines/domain/transport.ts";
import type { CallEvent } from "../../machines/events/callEvents.ts";
import type { HomeserverApi, SfuGrant } from "../../workers/homeserver/homeserver.api.ts";
import type { MediaCryptoClient } from "../../workers/media-crypto/mediaCrypto.api.ts";
import type { LiveKitAdapter, SfuConnection } from "../adapters/livekit/index.ts";
import type { LocalMedia } from "../adapters/browser/localMedia.ts";

/** What the connections of one call need. */
export interface SfuConnectionsInput {
  readonly homeserver: Pick<HomeserverApi, "requestSfuGrant">;
  readonly mediaCrypto: MediaCryptoClient;
  readonly localMedia: LocalMedia;
  readonly loadLiveKit: () => Promise<LiveKitAdapter>;
  readonly encryption: EncryptionMode;
  readonly quality: MediaQuality;
  readonly emit: (event: CallEvent) => void;
  /** Whether our microphone is muted though its track is open. */
  readonly isMicrophoneMuted: () => boolean;
}

/** What a connection is for: where memberships are not sticky, whoever publishes goes by another identity than who only looks on. */
type Purpose = "publish" | "subscribe";

/** An attempt to connect that is under way. */
interface Attempt {
  readonly purpose: Purpose;
  readonly result: Promise<Result<null, Fault>>;
}

/** All SFUs of one call: we publish at one and subscribe at each that a member publishes at. */
export interface SfuConnections {
  /** Gets the token ahead of time, so that joining need not wait for it. @faults as `requestSfuGrant` */
  authorise(transport: Transport): Promise<Result<SfuGrant, Fault>>;
  /**
   * One attempt to connect, with a fresh token unless one was got ahead; the one under way if there is one. For what: told
   * by where we publish now, unless it is said.
   * @faults as `requestSfuGrant` and `SfuConnection.connect`
   */
  connect(serviceUrl: string, purpose?: Purpose): Promise<Result<null, Fault>>;
  /** From now on our tracks go to `transport`. Resolves when what is open now is published. @faults sfu.publish_denied */
  publishAt(transport: Transport): Promise<Result<null, Fault>>;
  /** Makes the set of connections this one (ours included), opening and closing as needed. */
  subscribeTo(transports: readonly Transport[]): void;
  carry(source: TrackSource): Promise<Result<null, Fault>>;
  all(): Iterable<SfuConnection>;
  participantIds(): readonly ParticipantId[];
  /** Our own identity where we publish; null until authorised. */
  ownParticipantId(): ParticipantId | null;
  publishingServiceUrl(): string | null;
  /** Leaves every SFU. A later `connect` begins anew. */
  close(): Promise<void>;
}

/** A token got ahead is used for at most this long, in ms: its hour less a wide margin. */
const GRANT_LIFE_MS = 30 * 60_000;
const SOURCES: readonly TrackSource[] = ["microphone", "camera", "screen", "screen_audio"];

export function createSfuConnections(input: SfuConnectionsInput): SfuConnections {
  const { homeserver, mediaCrypto, localMedia, loadLiveKit, encryption, quality, emit, isMicrophoneMuted } = input;
  const connections = new Map<string, SfuConnection>();
  const grants = new Map<string, { readonly grant: SfuGrant; readonly at: number }>();
  /** Attempts under way: a second one at the same SFU would end the first, and so on for as long as they are slow. */
  const attempts = new Map<string, Attempt>();
  /** Where members publish. */
  let wanted: ReadonlySet<string> = new Set();
  let publishing: string | null = null;
  let ownParticipantId: ParticipantId | null = null;
  /** Counts endings, so that an answer that comes after one is dropped. */
  let generation = 0;

  async function connectionFor(serviceUrl: string): Promise<SfuConnection> {
    const { createSfuConnection, createE2eeManager } = await loadLiveKit();
    const known = connections.get(serviceUrl);
    if (known !== undefined) return known;
    const connection = createSfuConnection({
      serviceUrl,
      quality,
      emit,
      createE2eeManager:
        encryption === "none" ? null : () => createE2eeManager({ mediaCrypto, connectionId: serviceUrl }),
    });
    connections.set(serviceUrl, connection);
    return connection;
  }

  async function requestGrant(serviceUrl: string, purpose: Purpose): Promise<Result<SfuGrant, Fault>> {
    const granted = await homeserver.requestSfuGrant({ transport: { type: "livekit", serviceUrl }, purpose });
    if (granted.ok && purpose === "publish") ownParticipantId = granted.value.participantId;
    return granted;
  }

  async function carryAt(connection: SfuConnection, source: TrackSource): Promise<Result<null, Fault>> {
    return connection.carry(source, localMedia.trackOf(source), source === "microphone" && isMicrophoneMuted());
  }

  function connect(serviceUrl: string, purpose = purposeAt(serviceUrl)): Promise<Result<null, Fault>> {
    const underWay = attempts.get(serviceUrl);
    if (underWay?.purpose === purpose) return underWay.result;
    const result = attemptAt(serviceUrl, purpose).finally(() => {
      if (attempts.get(serviceUrl) === attempt) attempts.delete(serviceUrl);
    });
    const attempt = { purpose, result };
    attempts.set(serviceUrl, attempt);
    return result;
  }

  function purposeAt(serviceUrl: string): Purpose {
    return serviceUrl === publishing ? "publish" : "subscribe";
  }

  async function attemptAt(serviceUrl: string, purpose: Purpose): Promise<Result<null, Fault>> {
    const begun = generation;
    const ahead = grants.get(serviceUrl);
    // A token opens the door once: after a loss the SFU may have forgotten the room that it was made for.
    grants.delete(serviceUrl);
    const isFresh = ahead !== undefined && Date.now() - ahead.at < GRANT_LIFE_MS;
    const granted = isFresh ? { ok: true as const, value: ahead.grant } : await requestGrant(serviceUrl, purpose);
    if (!granted.ok) return granted;
    const connection = await connectionFor(serviceUrl);
    if (begun !== generation) return failed(faultOf("sfu.unreachable", { url: serviceUrl, detail: "closed" }));
    return connection.connect(granted.value);
  }

  async function subscribeAt(serviceUrl: string): Promise<void> {
    const begun = generation;
    const connected = await connect(serviceUrl);
    if (begun !== generation) return;
    if (!isNeeded(serviceUrl)) await drop(serviceUrl);
    else if (!connected.ok && !attempts.has(serviceUrl))
      emit({ type: "leg.lost", v: 1, leg: "transport", serviceUrl, fault: connected.fault });
  }

  function isNeeded(serviceUrl: string): boolean {
    return serviceUrl === publishing || wanted.has(serviceUrl);
  }

  async function drop(serviceUrl: string): Promise<void> {
    const connection = connections.get(serviceUrl);
    connections.delete(serviceUrl);
    attempts.delete(serviceUrl);
    await connection?.close();
  }

  return {
    async authorise({ serviceUrl }) {
      publishing = serviceUrl;
      const granted = await requestGrant(serviceUrl, "publish");
      if (granted.ok) grants.set(serviceUrl, { grant: granted.value, at: Date.now() });
      return granted;
    },
    connect,
    async publishAt({ serviceUrl }) {
      const previous = publishing;
      publishing = serviceUrl;
      const connection = await connectionFor(serviceUrl);
      const old = previous === null || previous === serviceUrl ? undefined : connections.get(previous);
      for (const source of SOURCES) void old?.carry(source, null, false);
      const results = await Promise.all(
        SOURCES.filter((source) => localMedia.trackOf(source) !== null).map((source) => carryAt(connection, source)),
      );
      return results.find((result) => !result.ok) ?? { ok: true, value: null };
    },
    subscribeTo(transports) {
      wanted = new Set(transports.map(({ serviceUrl }) => serviceUrl));
      for (const serviceUrl of connections.keys()) if (!isNeeded(serviceUrl)) void drop(serviceUrl);
      for (const serviceUrl of wanted) {
        const isThere = connections.has(serviceUrl) || attempts.has(serviceUrl);
        if (!isThere && serviceUrl !== publishing) void subscribeAt(serviceUrl);
      }
    },
    async carry(source) {
      const connection = publishing === null ? undefined : connections.get(publishing);
      return connection === undefined ? { ok: true, value: null } : carryAt(connection, source);
    },
    all: () => connections.values(),
    participantIds: () => [...connections.values()].flatMap((connection) => [...connection.participantIds()]),
    ownParticipantId: () => ownParticipantId,
    publishingServiceUrl: () => publishing,
    async close() {
      generation += 1;
      grants.clear();
      attempts.clear();
      await Promise.all([...connections.keys()].map(drop));
    },
  };
}
