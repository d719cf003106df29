import { createContext, use, useState } from "react";

/** What was typed on one screen and may be wanted on another; never a password. */
export type Draft = "callName" | "displayName" | "userName";

/** The drafts by name; `Root` keeps them, so that going to another screen and back loses nothing. */
export const DraftsContext = createContext<Map<Draft, string>>(new Map());

/** A field's text that outlives its screen; `initial` until something was typed. */
export function useDraft(name: Draft, initial = ""): readonly [string, (typed: string) => void] {
  const drafts = use(DraftsContext);
  const [typed, setTyped] = useState<string | null>(drafts.get(name) ?? null);
  return [
    typed ?? initial,
    (next) => {
      drafts.set(name, next);
      setTyped(next);
    },
  ];
}
