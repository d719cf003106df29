declare global {
  interface Window {
    /** What the encoders made before anything could encrypt it, one character a byte. */
    sentFrames: string[];
  }
}

/** Runs in a page before its own scripts: keeps a copy of every encoded frame on its way from encoder to encryption. */
export function captureSentFrames(): void {
  const kept: string[] = [];
  window.sentFrames = kept;
  const prototype = RTCRtpSender.prototype as unknown as {
    createEncodedStreams(): {
      readonly readable: ReadableStream<{ readonly data: ArrayBuffer }>;
      readonly writable: WritableStream;
    };
  };
  const create = prototype.createEncodedStreams;
  prototype.createEncodedStreams = function take() {
    const { readable, writable } = create.call(this);
    const copy = new TransformStream<{ readonly data: ArrayBuffer }>({
      transform(frame, controller) {
        kept.push(Array.from(new Uint8Array(frame.data), (byte) => String.fromCharCode(byte)).join(""));
        if (kept.length > 800) kept.shift();
        controller.enqueue(frame);
      },
    });
    return { readable: readable.pipeThrough(copy), writable };
  };
}
