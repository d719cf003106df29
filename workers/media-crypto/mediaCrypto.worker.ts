import { expose, proxy } from "comlink";
import { FAR, measurePace } from "./cipherPace.ts";
import { takePorts } from "../ports.ts";
import { chosenCipher } from "./cipher/chosenCipher.ts";
import { startFrameCipher } from "./cipher/frameCipher.ts";
import type { MediaCryptoApi, TransformOptions } from "./mediaCrypto.api.ts";
import { createMediaCrypto } from "./mediaCrypto.ts";

// Everything listens before anything is awaited: a message that finds no listener is lost.
const cipher = startFrameCipher(chosenCipher);
let pace = FAR;
const { transform, ...api } = createMediaCrypto({ cipher, pace: () => pace });
expose({ ...api, follow: (onEvent) => proxy(api.follow(onEvent)) } satisfies MediaCryptoApi);
takePorts({ "realm.keyPort": api.acceptKeyPort });

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

void measurePace(cipher).then((measured) => (pace = measured));
