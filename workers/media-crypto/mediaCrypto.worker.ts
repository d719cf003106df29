import { expose, proxy } from "comlink";
import { startFrameCipher } from "./cipher/frameCipher.ts";
import type { MediaCryptoApi, TransformOptions } from "./mediaCrypto.api.ts";
import { createMediaCrypto } from "./mediaCrypto.ts";
import { measureQuickBytes } from "./quickLimit.ts";

// Everything listens before anything is awaited: a message that finds no listener is lost.
const cipher = startFrameCipher();
let quickBytes = 0;
const { transform, ...api } = createMediaCrypto({ cipher, quickBytes: () => quickBytes });
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

// Until it is known, frames take WebCrypto's way.
void measureQuickBytes(cipher).then((bytes) => (quickBytes = bytes));
