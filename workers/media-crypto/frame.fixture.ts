import type { ParticipantId } from "../../machines/domain/ids.ts";
import type { EncodedFrame, FrameMetadata } from "./encodedFrame.ts";
import type { TrackPipe } from "./mediaCrypto.api.ts";

/** What a test says about a frame; `type` absent makes it audio. */
export interface FrameFacts extends FrameMetadata {
  readonly data: Uint8Array;
  readonly type?: "key" | "delta";
  readonly timestamp?: number;
}

/** A frame as a browser would hand it over. */
export function frameOf({
  data,
  type,
  timestamp = 0x10203,
  synchronizationSource = 0x11223344,
  ...rest
}: FrameFacts): EncodedFrame {
  const metadata: FrameMetadata = { synchronizationSource, ...rest };
  const frame = { data: new Uint8Array(data).buffer, timestamp, getMetadata: () => metadata };
  return type === undefined ? frame : { ...frame, type };
}

/** A pipe with defaults that fit most tests. */
export function pipeOf(over: Partial<TrackPipe> = {}): TrackPipe {
  return {
    connectionId: "sfu-1",
    trackId: "track-1",
    participantId: "@bob:example.org:DEVICE" as ParticipantId,
    media: "video",
    codec: null,
    hasPacketTrailer: false,
    ...over,
  };
}

/** The bytes of `hex`. */
export function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** `data` in hexadecimal. */
export function hexOf(data: ArrayBuffer | Uint8Array): string {
  return Array.from(new Uint8Array(data), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Key material as the homeserver worker makes it of a member's key. */
export function hkdfMaterial(raw: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new Uint8Array(raw), "HKDF", false, ["deriveBits", "deriveKey"]);
}

/** Key material as the homeserver worker makes it of a call's password. */
export function passwordMaterial(password: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new TextEncoder().encode(password), "PBKDF2", false, [
    "deriveBits",
    "deriveKey",
  ]);
}

/** Takes a frame as a browser does at the end of its way: with a copy of its bytes, which may then be gone. */
export function taken(frame: EncodedFrame): EncodedFrame {
  frame.data = frame.data.slice(0);
  return frame;
}

/** Sends frames through a pipe one at a time. */
export interface FrameLine {
  /** What comes out for `frame`; null when it was dropped. */
  readonly through: (frame: EncodedFrame) => Promise<EncodedFrame | null>;
  /** Sends a frame of which nothing is expected back; resolves once the pipe has taken it. */
  readonly push: (frame: EncodedFrame) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** Makes a line through the pipe that `attach` lays. An empty frame, which every pipe lets pass, marks each frame's end. */
export function frameLine(attach: (readable: ReadableStream, writable: WritableStream) => void): FrameLine {
  const entry = new TransformStream<EncodedFrame, EncodedFrame>();
  const exit = new TransformStream<EncodedFrame, EncodedFrame>({
    transform: (frame, controller) => controller.enqueue(taken(frame)),
  });
  attach(entry.readable, exit.writable);
  const writer = entry.writable.getWriter();
  const reader = exit.readable.getReader();
  return {
    through: async (frame) => {
      const mark = frameOf({ data: new Uint8Array(), type: "delta" });
      void writer.write(frame);
      void writer.write(mark);
      const first = (await reader.read()).value;
      if (first === undefined) throw new Error("The pipe ended");
      if (first === mark) return null;
      await reader.read();
      return first;
    },
    push: (frame) => writer.write(frame),
    end: async () => {
      await writer.close();
      await reader.read();
    },
  };
}
