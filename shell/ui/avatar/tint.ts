/** How many shades there are: few enough to be told apart, enough that a small call seldom has two alike. */
const SHADES = 18;

/** The hue of an id's shade in degrees: a pure function of the id, so that everybody sees a person in the same shade. */
export function tintOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  // The low bits of FNV-1a differ little between ids that differ in the last letter only.
  hash ^= hash >>> 15;
  return ((hash >>> 0) % SHADES) * (360 / SHADES);
}

/** One or two letters for a name: of its first and last word, whole characters whatever the script. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .replace(/^[@#!]([^:]+):.*$/u, "$1")
    .split(/[\s._-]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Emoji}]/u.test(word));
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1);
  return chosen
    .map((word) => firstLetter(word ?? ""))
    .join("")
    .toLocaleUpperCase();
}

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function firstLetter(word: string): string {
  for (const { segment } of letters.segment(word)) if (/[\p{L}\p{N}\p{Emoji}]/u.test(segment)) return segment;
  return "";
}
