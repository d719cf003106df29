import type { Translate } from "../contract/platform.ts";
import { directionOf, fill, findText, type Words, wordsOf } from "./words.ts";

export interface TranslatorOptions {
  /** BCP 47, one that there are words for; `chooseLanguage` finds it. */
  readonly language: string;
  /** Fetches the file of a language; called for English too, whose words stand in for missing ones. */
  readonly load: (language: string) => Promise<unknown>;
  /** The page, whose `lang` and `dir` follow the language; left out where there is none. */
  readonly page?: Pick<Document, "documentElement"> | undefined;
}

interface Spoken {
  readonly language: string;
  readonly words: Words;
  readonly plurals: Intl.PluralRules;
}

async function learn(language: string, load: TranslatorOptions["load"]): Promise<Spoken | null> {
  try {
    return { language, words: wordsOf(await load(language)), plurals: new Intl.PluralRules(language) };
  } catch {
    return null;
  }
}

/**
 * Makes the one function that words come from. A language that cannot be fetched gives way to English; when that
 * cannot be fetched either, keys are shown rather than nothing, so that the page still works.
 * The files are in i18next's format; its library is a tenth of all that may be fetched before the lobby, and we use
 * three things of it.
 */
export async function createTranslator({ language, load, page }: TranslatorOptions): Promise<Translate> {
  const wanted = [...new Set([language, "en"])];
  const known = (await Promise.all(wanted.map((name) => learn(name, load)))).filter((spoken) => spoken !== null);
  if (page !== undefined) {
    const spoken = known[0]?.language ?? "en";
    page.documentElement.lang = spoken;
    page.documentElement.dir = directionOf(spoken);
  }
  return (key, values = {}) => {
    for (const { words, plurals } of known) {
      const text = findText(words, key, values, plurals);
      if (text !== undefined) return fill(text, values);
    }
    return key;
  };
}
