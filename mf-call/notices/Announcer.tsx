import { memo, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { CallView } from "@shell/contract";
import { useTranslate } from "@shell/ui";
import { announcementOf } from "./announcements.ts";

/** How long changes are gathered before they are read out, in ms: a crowd that comes at once is one sentence. */
const GATHER_MS = 1500;

/**
 * Reads out who comes and goes. It is a child of `body` that comes once the controls are there: hosts of our origin look
 * for the controls when one comes.
 */
export const Announcer = memo(function Announcer({ people }: { readonly people: CallView["people"] }) {
  const t = useTranslate();
  const said = useRef(people);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  const [words, setWords] = useState("");
  useEffect(() => {
    const element = document.createElement("div");
    element.className = "pl-visually-hidden";
    document.body.append(element);
    setPlace(element);
    return () => element.remove();
  }, []);
  useEffect(() => {
    if (people === said.current) return undefined;
    const timer = setTimeout(() => {
      const next = announcementOf(said.current, people, t);
      said.current = people;
      if (next !== "") setWords(next);
    }, GATHER_MS);
    return () => clearTimeout(timer);
  }, [people, t]);
  return place === null
    ? null
    : createPortal(
        <div role="status" aria-live="polite">
          {words}
        </div>,
        place,
      );
});
