/** Talking while a key is held. It undoes only what it did itself. */
export interface PushToTalk {
  /** The key went down while the microphone is on or not. */
  press(isMicrophoneOn: boolean): void;
  /** The key came up, or can no longer be known to be down. */
  release(): void;
  /** The microphone was turned on or off by other means: the key no longer owns it. */
  letGo(): void;
}

/** Push to talk over one `toggle` of the microphone. */
export function createPushToTalk(toggle: () => void): PushToTalk {
  let isTalking = false;
  return {
    press(isMicrophoneOn) {
      if (isTalking || isMicrophoneOn) return;
      isTalking = true;
      toggle();
    },
    release() {
      if (!isTalking) return;
      isTalking = false;
      toggle();
    },
    letGo() {
      isTalking = false;
    },
  };
}
