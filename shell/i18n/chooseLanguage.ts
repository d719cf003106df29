/** The languages there are words for, by folder of `locales/`. */
export const languages = ["en"] as const;

/** A language there are words for. */
export type Language = (typeof languages)[number];

/** The first wanted language (BCP 47) that we have, by its full tag or else by its first part; English when there is none. */
export function chooseLanguage(wanted: readonly string[], available: readonly string[] = languages): string {
  for (const tag of wanted) {
    const lower = tag.toLowerCase();
    const exact = available.find((name) => name.toLowerCase() === lower);
    const near = available.find((name) => name.toLowerCase() === lower.split("-")[0]);
    const found = exact ?? near;
    if (found !== undefined) return found;
  }
  return "en";
}
