import { type RemoteTrack, Room, RoomEvent, Track } from "livekit-client";

/** A LiveKit client that has no key and writes down what arrives, as `window.outsider`. */
export interface Outsider {
  join(url: string, token: string): Promise<void>;
  /** Sends camera and microphone without encryption; `announced` as if there were some, when told so. */
  publish(announced?: "plain" | "encrypted"): Promise<void>;
  /** Who sends camera and microphone to us. */
  senders(): readonly string[];
  /** The last frames that came from `identity`, one character a byte. */
  frames(identity: string, kind: "audio" | "video"): readonly string[];
}

declare global {
  interface Window {
    outsider: Outsider;
  }
}

interface FrameStreams {
  createEncodedStreams(): {
    readonly readable: ReadableStream<{ readonly data: ArrayBuffer }>;
    readonly writable: WritableStream;
  };
}

const KEPT_FRAMES = 150;
const framesByName = new Map<string, string[]>();

/** Keeps a copy of what comes through, and lets it go on to the decoder. */
function tap({ receiver }: RemoteTrack, name: string): void {
  const kept: string[] = [];
  framesByName.set(name, kept);
  const { readable, writable } = (receiver as unknown as FrameStreams).createEncodedStreams();
  const copy = new TransformStream<{ readonly data: ArrayBuffer }>({
    transform(frame, controller) {
      kept.push(Array.from(new Uint8Array(frame.data), (byte) => String.fromCharCode(byte)).join(""));
      if (kept.length > KEPT_FRAMES) kept.shift();
      controller.enqueue(frame);
    },
  });
  void readable.pipeThrough(copy).pipeTo(writable);
}

const room = new Room();
room.on(RoomEvent.TrackSubscribed, (track, _publication, { identity }) => {
  tap(track, `${identity} ${track.kind}`);
  document.body.append(track.attach());
});

window.outsider = {
  join: (url, token) => room.connect(url, token, { rtcConfig: { encodedInsertableStreams: true } as RTCConfiguration }),
  async publish(announced = "plain") {
    if (announced === "encrypted") await room.localParticipant.setE2EEEnabled(true);
    const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
    for (const track of stream.getTracks()) {
      const source = track.kind === "video" ? Track.Source.Camera : Track.Source.Microphone;
      const { track: sent } = await room.localParticipant.publishTrack(track, {
        source,
        simulcast: false,
        red: false,
        videoCodec: "vp8",
      });
      // Opened for taking frames, the connection sends nothing until they are taken.
      if (sent?.sender === undefined) throw new Error("Nothing was published");
      const { readable, writable } = (sent.sender as unknown as FrameStreams).createEncodedStreams();
      void readable.pipeTo(writable);
    }
  },
  senders: () =>
    [...room.remoteParticipants.values()]
      .filter(({ trackPublications }) => trackPublications.size === 2)
      .map(({ identity }) => identity),
  frames: (identity, kind) => framesByName.get(`${identity} ${kind}`) ?? [],
};
