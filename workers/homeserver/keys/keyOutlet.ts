import type { KeyMessage } from "../../media-crypto/mediaCrypto.api.ts";

/** Where keys go: to the media-crypto worker, and nowhere else. */
export interface KeyOutlet {
  post(message: KeyMessage): void;
  /** Takes the port; what was posted before goes out first. Only the first port is taken. */
  connect(port: MessagePort): void;
}

/** Makes an outlet that keeps what is posted until it is connected. */
export function createKeyOutlet(): KeyOutlet {
  let port: MessagePort | null = null;
  let waiting: KeyMessage[] = [];
  return {
    post(message) {
      if (port !== null) return port.postMessage(message);
      if (message.kind === "keys.cleared") waiting = [];
      waiting.push(message);
    },
    connect(next) {
      if (port !== null) return;
      port = next;
      for (const message of waiting) next.postMessage(message);
      waiting = [];
    },
  };
}
