import { useEffect, useMemo, useRef } from "react";
import type { Intent } from "@shell/contract";
import { createPushToTalk } from "./pushToTalk.ts";
import { isPressable, isTyping } from "./typing.ts";

export interface ShortcutsInput {
  readonly send: (intent: Intent) => void;
  readonly isMicrophoneOn: boolean;
  readonly onEscape: () => void;
}

/**
 * The keys of a call: `m` microphone, `v` camera, space to talk while held, Escape to close what is open.
 * @returns `send`, to be used by everything else, so that the microphone's button and the held key do not cross.
 */
export function useShortcuts({ send, isMicrophoneOn, onEscape }: ShortcutsInput): (intent: Intent) => void {
  const talk = useMemo(() => createPushToTalk(() => send({ type: "microphone.toggled" })), [send]);
  const isOn = useRef(isMicrophoneOn);
  const escape = useRef(onEscape);
  useEffect(() => {
    isOn.current = isMicrophoneOn;
    escape.current = onEscape;
  });
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    window.addEventListener(
      "keydown",
      (event) => {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
        if (event.key === "Escape") return escape.current();
        if (event.key === " " && !isPressable(event.target)) {
          event.preventDefault(); // it would scroll
          if (!event.repeat) talk.press(isOn.current);
          return;
        }
        if (event.repeat || event.shiftKey) return;
        const key = event.key.toLowerCase();
        if (key === "m") {
          talk.letGo();
          send({ type: "microphone.toggled" });
        }
        if (key === "v") send({ type: "camera.toggled" });
      },
      { signal },
    );
    window.addEventListener("keyup", (event) => event.key === " " && talk.release(), { signal });
    // A key that comes up elsewhere is never heard of here; better silent than overheard.
    window.addEventListener("blur", () => talk.release(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && talk.release(), { signal });
    return () => {
      talk.release();
      ending.abort();
    };
  }, [send, talk]);
  return useMemo(
    () => (intent) => {
      if (intent.type === "microphone.toggled") talk.letGo();
      send(intent);
    },
    [send, talk],
  );
}
