import {
  type BaseE2EEManager,
  DeviceUnsupportedError,
  type E2EEManagerCallbacks,
  EncryptionEvent,
  EngineEvent,
  isLocalTrack,
  ParticipantEvent,
  type RemoteTrack,
  type RemoteTrackPublication,
  type Room,
  RoomEvent,
  type Track,
} from "livekit-client";
import type { ParticipantId } from "../../../../machines/domain/ids.ts";
import type { MediaCryptoClient, VideoCodec } from "../../../../workers/media-crypto/mediaCrypto.api.ts";
import { codecOf } from "./codec.ts";
import { type FrameAccess, frameAccess } from "./encodedStreams.ts";
import { createTrackPipes, type PipeLoad } from "./trackPipes.ts";

/** What the manager notices by itself; what the worker notices comes from `MediaCryptoClient.follow`. */
export type E2eeEvent =
  /** The SFU says that this member's track is not encrypted. Its frames are dropped like any others that do not decrypt. */
  { readonly type: "track.declaredPlain"; readonly participantId: ParticipantId; readonly trackSid: string };

/** What a manager is made of. */
export interface E2eeManagerInput {
  readonly mediaCrypto: MediaCryptoClient;
  /** Names the connection in the worker's events: they carry it with a suffix, as each room gets its own pipes. */
  readonly connectionId: string;
  readonly onEvent?: (event: E2eeEvent) => void;
  /** The way to encoded frames, where a browser has both; its usual one unless said. */
  readonly access?: FrameAccess | null;
}

/**
 * Connects one LiveKit room with the media-crypto worker, in place of LiveKit's own manager: for one `new Room` only.
 * Pass it as `e2ee` or `encryption` option. Media are always encrypted and never taken in clear; packets of the
 * data channel are read either way and sent in clear, since Element Call does not read encrypted ones.
 */
export function createE2eeManager({
  mediaCrypto,
  connectionId: name,
  onEvent,
  access = frameAccess(),
}: E2eeManagerInput): BaseE2EEManager {
  const connectionId = `${name}#${crypto.randomUUID()}`;
  const pipes = createTrackPipes(mediaCrypto, access);
  const loadOf = (
    track: Pick<Track, "kind">,
    identity: string,
    codec: VideoCodec | null,
    hasPacketTrailer: boolean,
  ): PipeLoad => {
    const media = track.kind === "video" ? "video" : "audio";
    return { connectionId, participantId: identity as ParticipantId, media, codec, hasPacketTrailer };
  };
  const listeners: { [Event in keyof E2EEManagerCallbacks]: E2EEManagerCallbacks[Event][] } = {
    [EncryptionEvent.ParticipantEncryptionStatusChanged]: [],
    [EncryptionEvent.EncryptionError]: [],
  };
  let room: Room | null = null;
  let isEnabled = false;

  const subscribed = (track: RemoteTrack, publication: RemoteTrackPublication, identity: string) => {
    const { trackInfo } = publication;
    if (!publication.isEncrypted) {
      onEvent?.({
        type: "track.declaredPlain",
        participantId: identity as ParticipantId,
        trackSid: publication.trackSid,
      });
    }
    if (track.receiver === undefined) return;
    const hasPacketTrailer = (trackInfo?.packetTrailerFeatures.length ?? 0) > 0;
    pipes.decrypt(track.receiver, track, loadOf(track, identity, codecOf(trackInfo?.mimeType), hasPacketTrailer));
  };

  const manager: BaseE2EEManager = {
    get isEnabled() {
      return isEnabled;
    },
    get isDataChannelEncryptionEnabled() {
      return false;
    },
    // LiveKit sets it to true when we are given as `encryption` rather than `e2ee`.
    set isDataChannelEncryptionEnabled(_isEnabled) {},
    setup: (ofRoom) => {
      if (access === null) throw new DeviceUnsupportedError("This browser gives no access to encoded frames");
      room = ofRoom;
      const { localParticipant } = ofRoom;
      ofRoom
        .on(RoomEvent.SignalConnected, () =>
          manager.setParticipantCryptorEnabled(localParticipant.isE2EEEnabled, localParticipant.identity),
        )
        .on(RoomEvent.TrackSubscribed, (track, publication, participant) =>
          subscribed(track, publication, participant.identity),
        )
        .on(RoomEvent.TrackUnsubscribed, (track) => pipes.release(connectionId, track));
      localParticipant
        .on(ParticipantEvent.LocalSenderCreated, (sender, track) => {
          if (isLocalTrack(track)) pipes.encrypt(sender, track, loadOf(track, localParticipant.identity, null, false));
        })
        .on(ParticipantEvent.LocalTrackPublished, ({ track, trackInfo }) => {
          const codec = codecOf(trackInfo?.mimeType);
          if (track !== undefined && codec !== null)
            pipes.name(track, loadOf(track, localParticipant.identity, codec, false));
        });
    },
    setupEngine: (engine) => {
      engine.on(EngineEvent.RTPVideoMapUpdate, (codecByPayloadType) => {
        void mediaCrypto.setPayloadTypes(connectionId, codecByPayloadType);
      });
    },
    setParticipantCryptorEnabled: (enabled, identity) => {
      // Only turning on is heard: nobody, least of all the SFU, can have us send or take media in clear.
      if (!enabled || room === null || identity !== room.localParticipant.identity) return;
      isEnabled = true;
      for (const onChange of listeners[EncryptionEvent.ParticipantEncryptionStatusChanged])
        onChange(true, room.localParticipant);
    },
    setSifTrailer: (trailer) => void mediaCrypto.setSifTrailer(connectionId, trailer),
    encryptData: async (data) => {
      const packet = await mediaCrypto.encryptPacket(data);
      if (packet === null) throw new Error("There is no key to encrypt a packet with");
      return { uuid: crypto.randomUUID(), ...packet };
    },
    handleEncryptedData: async (payload, iv, identity, keyIndex) => {
      const plain = await mediaCrypto.decryptPacket(identity as ParticipantId, { payload, iv, keyIndex });
      if (plain === null) throw new Error("A packet could not be decrypted");
      return { uuid: crypto.randomUUID(), payload: plain };
    },
    on: (event, listener) => {
      listeners[event].push(listener);
      return manager;
    },
  };
  return manager;
}
