import { expose, proxy } from "comlink";
import type { MediaCryptoApi, TransformOptions } from "./mediaCrypto.api.ts";
import { createMediaCrypto } from "./mediaCrypto.ts";

// Everything listens before anything is awaited: a message that finds no listener is lost.
const { transform, ...api } = createMediaCrypto();
expose({ ...api, follow: (onEvent) => proxy(api.follow(onEvent)) } satisfies MediaCryptoApi);

addEventListener("rtctransform", (event) => {
  const { transformer } = event as RTCTransformEvent;
  // A decoder whose frames were dropped waits for a whole picture; asking for one ends the gap at once.
  const askForPicture = () => void transformer.sendKeyFrameRequest().catch(() => {});
  const options = transformer.options as TransformOptions;
  transform(
    options,
    transformer.readable,
    transformer.writable,
    options.pipe.media === "video" ? askForPicture : undefined,
  );
});
