import { createContext, useContext } from "react";
import type { Translate } from "../contract/platform.ts";

/** Where the views of a page find their words; without a provider a key stands for itself. */
export const TranslateContext = createContext<Translate>((key) => key);

/** The words of the page that this view is on. */
export function useTranslate(): Translate {
  return useContext(TranslateContext);
}
