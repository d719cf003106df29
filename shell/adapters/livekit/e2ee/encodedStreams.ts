/** A sender or receiver of a browser that hands encoded frames over as streams (Chromium). */
interface EncodedStreamSource {
  createEncodedStreams?: () => { readonly readable: ReadableStream; readonly writable: WritableStream };
}

/** What both senders and receivers have, for reaching encoded frames. */
export type FrameEnd = Pick<RTCRtpSender | RTCRtpReceiver, "transform"> & EncodedStreamSource;

/** How a browser hands encoded frames over: as streams to take once (Chromium), or to a script in a worker. */
export type FrameAccess = "streams" | "script";

/** This browser's way to encoded frames; null when it has none, so that it cannot join encrypted calls. */
export function frameAccess(): FrameAccess | null {
  if (typeof RTCRtpSender === "undefined") return null;
  // LiveKit opens its connections for streams wherever they exist, and then nothing flows until they are taken.
  if ("createEncodedStreams" in RTCRtpSender.prototype) return "streams";
  return typeof RTCRtpScriptTransform === "undefined" ? null : "script";
}
