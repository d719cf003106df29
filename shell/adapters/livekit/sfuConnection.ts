import { type BaseE2EEManager, DisconnectReason, Room, RoomEvent } from "livekit-client";
import type { TrackSource } from "../../../machines/domain/call.ts";
import type { MediaQuality } from "../../../machines/domain/mediaQuality.ts";
import { type Fault, faultOf } from "../../../machines/domain/fault.ts";
import type { ParticipantId } from "../../../machines/domain/ids.ts";
import { failed, ok, type Result } from "../../../machines/domain/result.ts";
import type { CallEvent } from "../../../machines/events/callEvents.ts";
import { createContinuity } from "./continuity.ts";
import { createPublications, type Publications } from "./publications.ts";
import { roomOptions } from "./publishing.ts";
import { followRemoteTracks, type RemoteTracks } from "./remoteTracks.ts";

/** What it takes to reach one SFU. */
export interface SfuConnectionInput {
  readonly serviceUrl: string;
  readonly quality: MediaQuality;
  /** Makes the manager that encrypts this room's frames; null in a call without encryption. */
  readonly createE2eeManager: (() => BaseE2EEManager) | null;
  readonly emit: (event: CallEvent) => void;
}

/** Our way to one SFU over as many LiveKit rooms as it takes: each attempt is a new room, the tracks stay ours. */
export interface SfuConnection {
  readonly serviceUrl: string;
  /** One attempt. @faults sfu.unreachable, sfu.full, sfu.room_missing, sfu.media_blocked */
  connect(grant: { readonly url: string; readonly jwt: string }): Promise<Result<null, Fault>>;
  /** Makes `source` carry `track`; remembered and done again after a new connection. @faults sfu.publish_denied */
  carry(source: TrackSource, track: MediaStreamTrack | null, isMuted: boolean): Promise<Result<null, Fault>>;
  readonly remote: () => RemoteTracks | null;
  readonly participantIds: () => readonly ParticipantId[];
  close(): Promise<void>;
}

/** How long LiveKit may try to resume a room before we make a new one instead, in ms. It gives up by itself when refused. */
const RESUME_LIMIT_MS = 4_000;
/** How long signalling and media may each take, in ms. The join machine's deadline is longer. */
const CONNECT_TIMEOUT_MS = 8_000;

export function createSfuConnection({
  serviceUrl,
  quality,
  createE2eeManager,
  emit,
}: SfuConnectionInput): SfuConnection {
  const carried = new Map<TrackSource, { track: MediaStreamTrack | null; isMuted: boolean }>();
  let room: Room | null = null;
  let publications: Publications | null = null;
  let remote: RemoteTracks | null = null;
  /** Since when LiveKit tries to resume the room, by our clock. */
  let resumingSince: number | null = null;
  const continuity = createContinuity(emit);
  let subscriptions = 0;

  /** A new room has the same track under the same id; what was shown of it must be attached again. */
  function nameTrack(trackSid: string): string {
    subscriptions += 1;
    return `${trackSid}#${subscriptions}`;
  }

  function lose(current: Room, reason: DisconnectReason | undefined): void {
    if (room !== current) return;
    resumingSince = null;
    continuity.lose();
    const fault = faultOf("sfu.unreachable", {
      url: serviceUrl,
      detail: reason === undefined ? "" : (DisconnectReason[reason] ?? ""),
    });
    emit({ type: "leg.lost", v: 1, leg: "transport", serviceUrl, fault });
  }

  function restore(current: Room): void {
    if (room !== current) return;
    resumingSince = null;
    continuity.restore(serviceUrl, [...current.remoteParticipants.keys()] as ParticipantId[]);
    emit({ type: "leg.restored", v: 1, leg: "transport", serviceUrl });
  }

  async function carryIn(target: Publications, source: TrackSource): Promise<Result<null, Fault>> {
    const { track, isMuted } = carried.get(source) ?? { track: null, isMuted: false };
    try {
      await target.carry(source, track, isMuted);
      return ok(null);
    } catch (thrown) {
      return failed(faultOf("sfu.publish_denied", { url: serviceUrl, detail: String(thrown) }));
    }
  }

  /** LiveKit tries to keep the room; what it keeps need not be made anew. */
  function resume(current: Room): void {
    if (room !== current) return;
    resumingSince ??= Date.now();
    emit({ type: "leg.lost", v: 1, leg: "transport", serviceUrl, fault: null });
  }

  async function connect(grant: { readonly url: string; readonly jwt: string }): Promise<Result<null, Fault>> {
    if (resumingSince !== null && Date.now() - resumingSince < RESUME_LIMIT_MS) {
      return failed(faultOf("sfu.unreachable", { url: grant.url, detail: "resuming" }));
    }
    resumingSince = null;
    const previous = room;
    publications = null;
    const e2eeManager = createE2eeManager?.();
    const current = new Room({ ...roomOptions, ...(e2eeManager === undefined ? {} : { encryption: { e2eeManager } }) });
    room = current;
    remote = followRemoteTracks(
      current,
      serviceUrl,
      e2eeManager !== undefined,
      nameTrack,
      (event) => room === current && continuity.pass(event),
    );
    current.on(RoomEvent.Reconnecting, () => resume(current));
    current.on(RoomEvent.Reconnected, () => restore(current));
    void previous?.disconnect(false);
    try {
      if (e2eeManager !== undefined) await current.setE2EEEnabled(true);
      await current.connect(grant.url, grant.jwt, {
        websocketTimeout: CONNECT_TIMEOUT_MS,
        peerConnectionTimeout: CONNECT_TIMEOUT_MS,
        maxRetries: 0,
      });
    } catch (thrown) {
      const { sfuFaultOf } = await import("./sfuFault.ts");
      return failed(sfuFaultOf(thrown, grant.url));
    }
    if (room !== current) {
      void current.disconnect(false);
      return failed(faultOf("sfu.unreachable", { url: grant.url, detail: "superseded" }));
    }
    current.on(RoomEvent.Disconnected, (reason) => lose(current, reason));
    restore(current);
    publications = createPublications(current, quality);
    // A source that the SFU refuses must not keep the others from being heard.
    for (const source of carried.keys()) void carryIn(publications, source);
    return ok(null);
  }

  return {
    serviceUrl,
    connect,
    async carry(source, track, isMuted) {
      carried.set(source, { track, isMuted });
      return publications === null ? ok(null) : carryIn(publications, source);
    },
    remote: () => remote,
    participantIds: continuity.participantIds,
    async close() {
      const current = room;
      room = null;
      continuity.clear(serviceUrl);
      await current?.disconnect(false);
    },
  };
}
