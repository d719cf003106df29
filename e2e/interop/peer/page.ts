import { RoomEvent, Track, type VideoCodec } from "livekit-client";
import { createLivekitSide, createPlainSide } from "./livekitSide.ts";
import { createOurSide } from "./ourSide.ts";
import { drawCamera, listenTo, type Picture, playTone, readPicture } from "./pattern.ts";
import type { Side } from "./side.ts";

/** Which code encrypts. */
export type SideName = "ours" | "ours-script" | "livekit" | "livekit-shared" | "plain";

/** What a test can have the page do, as `window.peer`. */
export interface Peer {
  join(input: { readonly side: SideName; readonly url: string; readonly token: string }): Promise<void>;
  setKey(identity: string, keyIndex: number, keyHex: string): Promise<void>;
  useOwnKey(keyIndex: number, keyHex: string): Promise<void>;
  setPassword(password: string): Promise<void>;
  publish(input: { readonly colour: string; readonly hz: number; readonly codec: VideoCodec }): Promise<void>;
  unpublish(): Promise<void>;
  setMuted(isMuted: boolean): Promise<void>;
  /** Loses the connection as if by chance, and comes back by itself. */
  reconnect(scenario: "signal-reconnect" | "full-reconnect"): Promise<void>;
  picture(identity: string): Picture | null;
  tone(identity: string): number;
  said(): readonly string[];
  /** Blank frames of the SFU that were let through. */
  serverFrames(): Promise<number>;
  /** How far the camera of `identity` comes, hop by hop: for the message of a test that fails. */
  explain(identity: string): Promise<Readonly<Record<string, unknown>>>;
  /** MIME type that the camera of `identity` really arrives in. */
  receivedCodec(identity: string): Promise<string>;
}

declare global {
  interface Window {
    peer: Peer;
  }
}

async function inboundOf(track: Track | undefined): Promise<unknown> {
  const report = await track?.getRTCStatsReport();
  const stats = [...(report?.values() ?? [])] as readonly Readonly<Record<string, unknown>>[];
  const inbound = stats.find((entry) => entry["type"] === "inbound-rtp");
  const names = ["packetsReceived", "framesReceived", "framesDecoded", "keyFramesDecoded", "pliCount", "frameWidth"];
  return inbound && Object.fromEntries(names.map((name) => [name, inbound[name]]));
}

let side: Side | null = null;
const toneByIdentity = new Map<string, { readonly element: HTMLMediaElement; readonly read: () => number }>();
const videoByIdentity = new Map<string, HTMLVideoElement>();

const current = (): Side => {
  if (side === null) throw new Error("Not joined");
  return side;
};

function create(name: SideName): Promise<Side> {
  if (name === "ours") return createOurSide("streams");
  if (name === "ours-script") return createOurSide("script");
  return name === "plain" ? createPlainSide() : createLivekitSide(name === "livekit-shared");
}

window.peer = {
  join: async ({ side: name, url, token }) => {
    side = await create(name);
    side.room
      .on(RoomEvent.TrackSubscribed, (track, _publication, { identity }) => {
        const element = track.attach();
        element.muted = true;
        document.body.append(element);
        if (track.kind === Track.Kind.Audio)
          toneByIdentity.set(identity, { element, read: listenTo(track.mediaStreamTrack) });
        else videoByIdentity.set(identity, element as HTMLVideoElement);
      })
      .on(RoomEvent.TrackUnsubscribed, (track, _publication, { identity }) => {
        for (const element of track.detach()) {
          element.remove();
          // A track of the same member may have come before this one went.
          if (videoByIdentity.get(identity) === element) videoByIdentity.delete(identity);
          if (toneByIdentity.get(identity)?.element === element) toneByIdentity.delete(identity);
        }
      });
    await side.room.connect(url, token);
  },
  setKey: (identity, keyIndex, keyHex) => current().setKey(identity, keyIndex, keyHex),
  useOwnKey: (keyIndex, keyHex) => current().useOwnKey(current().room.localParticipant.identity, keyIndex, keyHex),
  setPassword: (password) => current().setPassword(password),
  publish: async ({ colour, hz, codec }) => {
    const { localParticipant } = current().room;
    const options = { videoCodec: codec, backupCodec: false, red: false, dtx: true } as const;
    await localParticipant.publishTrack(drawCamera(colour), { ...options, source: Track.Source.Camera });
    await localParticipant.publishTrack(playTone(hz), { ...options, source: Track.Source.Microphone });
  },
  unpublish: async () => {
    const { localParticipant } = current().room;
    for (const { track } of localParticipant.trackPublications.values())
      if (track) await localParticipant.unpublishTrack(track);
  },
  setMuted: async (isMuted) => {
    for (const publication of current().room.localParticipant.trackPublications.values()) {
      await (isMuted ? publication.mute() : publication.unmute());
    }
  },
  reconnect: async (scenario) => {
    const { room } = current();
    const back = new Promise<void>((resolve) => room.once(RoomEvent.Reconnected, () => resolve()));
    await room.simulateScenario(scenario);
    await back;
  },
  picture: (identity) => {
    const video = videoByIdentity.get(identity);
    return video === undefined ? null : readPicture(video);
  },
  tone: (identity) => toneByIdentity.get(identity)?.read() ?? 0,
  said: () => side?.said ?? [],
  serverFrames: async () => (await current().counters()).reduce((sum, { serverFrames }) => sum + serverFrames, 0),
  explain: async (identity) => {
    const { room, said, counters } = current();
    const publication = room.getParticipantByIdentity(identity)?.getTrackPublication(Track.Source.Camera);
    const track = publication?.track;
    const stats = await inboundOf(track);
    const later = new Promise((resolve) => setTimeout(resolve, 1_000)).then(() => inboundOf(track));
    const video = videoByIdentity.get(identity);
    return {
      room: room.state,
      participants: [...room.remoteParticipants.values()].map(
        (participant) => `${participant.identity} ${participant.sid}`,
      ),
      publication: publication && [publication.trackSid, publication.isSubscribed, publication.isMuted],
      track: track && [track.mediaStreamTrack.id, track.mediaStreamTrack.readyState, track.mediaStreamTrack.muted],
      stats,
      aSecondLater: await later,
      picture: video && [readPicture(video), video.videoWidth, video.paused, video.srcObject !== null],
      counters: await counters(),
      said: said.slice(-20),
    };
  },
  receivedCodec: async (identity) => {
    const publication = current().room.getParticipantByIdentity(identity)?.getTrackPublication(Track.Source.Camera);
    const report = await publication?.track?.getRTCStatsReport();
    const stats = [...(report?.values() ?? [])] as readonly { readonly type: string; readonly mimeType?: string }[];
    return stats.find(({ type }) => type === "codec")?.mimeType ?? "";
  },
};
