/** Words by key, flat: `lobby.join`. Plurals end in `_one`, `_other` and so on, as i18next writes them. */
export type Words = ReadonlyMap<string, string>;

/** Values to put in, by name. */
export type Values = Readonly<Record<string, string | number>>;

/** Flattens a language's file, whose keys are nested. What is neither text nor a table of texts is left out. */
export function wordsOf(file: unknown, prefix = ""): Words {
  if (typeof file !== "object" || file === null) return new Map();
  const entries = Object.entries(file).flatMap(([name, value]: [string, unknown]): (readonly [string, string])[] =>
    typeof value === "string" ? [[prefix + name, value]] : [...wordsOf(value, `${prefix}${name}.`)],
  );
  return new Map(entries);
}

/** Puts values where a text has `{{name}}`. A name without a value stays, so that it is seen. */
export function fill(text: string, values: Values): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** The text of `key` in one language: for a `count`, the form that the language has for it. */
export function findText(words: Words, key: string, values: Values, plurals: Intl.PluralRules): string | undefined {
  const { count } = values;
  const form = typeof count === "number" ? words.get(`${key}_${plurals.select(count)}`) : undefined;
  return form ?? words.get(key);
}

const rightToLeft = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

/** How `language` (BCP 47) is written. */
export function directionOf(language: string): "ltr" | "rtl" {
  return rightToLeft.has(language.split("-")[0]?.toLowerCase() ?? "") ? "rtl" : "ltr";
}
