import type { PersonView, Translate } from "@shell/contract";

/** How many are told by name before the rest becomes a number (look: a line, not a list). */
const NAMED = 2;

/** Who is in the call, in one line: "Aino and Bilal are here", "Aino, Bilal and 3 more". */
export function presentLine(present: readonly PersonView[], language: string, t: Translate): string {
  const names = present.map((person) => person.displayName);
  if (names.length <= NAMED + 1) {
    return t("lobby.here", {
      names: new Intl.ListFormat(language, { type: "conjunction" }).format(names),
      count: names.length,
    });
  }
  const first = names.slice(0, NAMED).join(", ");
  return t("lobby.andMore", { names: first, count: names.length - NAMED });
}
