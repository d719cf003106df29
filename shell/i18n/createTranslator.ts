import { createInstance } from "i18next";
import type { Translate } from "../contract/platform.ts";

/** Words by key, nested as in the file. */
type Words = Record<string, unknown>;

export interface TranslatorOptions {
  /** BCP 47, one that there are words for; `chooseLanguage` finds it. */
  readonly language: string;
  /** Fetches the file of a language; called for English too, whose words stand in for missing ones. */
  readonly load: (language: string) => Promise<unknown>;
  /** The page, whose `lang` and `dir` follow the language; left out where there is none. */
  readonly page?: Pick<Document, "documentElement"> | undefined;
}

/**
 * Makes the one function that words come from. A language that cannot be fetched gives way to English; when that
 * cannot be fetched either, keys are shown rather than nothing, so that the page still works.
 */
export async function createTranslator({ language, load, page }: TranslatorOptions): Promise<Translate> {
  const wanted = [...new Set([language, "en"])];
  const files = await Promise.all(wanted.map(async (name) => [name, await wordsOf(name, load)] as const));
  const resources = Object.fromEntries(
    files.filter(([, words]) => words !== null).map(([name, words]) => [name, { app: words ?? {} }]),
  );
  const spoken = language in resources ? language : "en";
  const i18n = createInstance();
  await i18n.init({
    lng: spoken,
    fallbackLng: "en",
    ns: "app",
    defaultNS: "app",
    resources,
    interpolation: { escapeValue: false }, // React and textContent escape; a second time would show entities
    returnNull: false,
  });
  if (page !== undefined) {
    page.documentElement.lang = spoken;
    page.documentElement.dir = i18n.dir(spoken);
  }
  return (key, values) => i18n.t(key, { ...values });
}

async function wordsOf(language: string, load: TranslatorOptions["load"]): Promise<Words | null> {
  try {
    const words = await load(language);
    return typeof words === "object" && words !== null ? (words as Words) : null;
  } catch {
    return null;
  }
}
