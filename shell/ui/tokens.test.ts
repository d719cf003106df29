import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contrastOf, over, parseOklch, srgbOf, type Srgb } from "./colour.fixture.ts";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");
const themes = ["dark", "light", "dark-high-contrast", "light-high-contrast"] as const;

const surfaces = ["stage", "surface-1", "surface-2", "surface-3"];
const texts = ["text", "text-soft", "text-faint", "accent-text", "good-text", "warn-text", "bad-text"];
const soft = ["accent-soft", "good-soft", "warn-soft", "bad-soft"];

/** Who is read on what: every colour role has to turn up here. */
const textPairs: readonly (readonly [string, string])[] = [
  ...texts.flatMap((text) => [...surfaces, "field", "float", "glow"].map((surface) => [text, surface] as const)),
  ...soft.flatMap((surface) => ["text", "text-soft"].map((text) => [text, surface] as const)),
  ["good-text", "good-soft"],
  ["warn-text", "warn-soft"],
  ["bad-text", "bad-soft"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["on-accent-soft", "accent-soft"],
  ["on-good", "good"],
  ["on-warn", "warn"],
  ["on-bad", "bad"],
  ["on-bad", "bad-strong"],
  ["on-off", "off"],
  ["on-tag", "tag"],
];
const iconPairs: readonly (readonly [string, string])[] = [
  ...[...surfaces, "field", "float"].flatMap((surface) =>
    ["focus", "line-strong"].map((role) => [role, surface] as const),
  ),
  ...["stage", "surface-1", "surface-2"].flatMap((surface) =>
    ["accent", "good", "off"].map((role) => [role, surface] as const),
  ),
];
/** Lines that only divide, and shades that nothing is told by. */
const decorative = ["line", "scrim", "inner-line", "on-tint"];

describe.each(themes)("theme %s", (theme) => {
  const tokens = tokensOf(theme);
  const isHighContrast = theme.endsWith("high-contrast");
  const least = { text: isHighContrast ? 7 : 4.5, icon: isHighContrast ? 7 : 3 };

  test.each(textPairs)("%s can be read on %s", (text, surface) => {
    expect(lowestContrast(tokens, text, surface)).toBeGreaterThanOrEqual(least.text);
  });

  test.each(iconPairs)("%s can be made out on %s", (icon, surface) => {
    expect(lowestContrast(tokens, icon, surface)).toBeGreaterThanOrEqual(least.icon);
  });

  test("initials can be read on the tint of every id, and the tint of a tile is never the face's", () => {
    for (let hue = 0; hue < 360; hue += 1) {
      const tint = srgbOf({
        lightness: number(tokens, "tint-lightness"),
        chroma: number(tokens, "tint-chroma"),
        hue,
        alpha: 1,
      });
      expect(contrastOf(srgbOf(parseOklch(value(tokens, "on-tint"))), tint)).toBeGreaterThanOrEqual(least.text);
    }
    expect(number(tokens, "tint-deep-lightness")).not.toBeCloseTo(number(tokens, "tint-lightness"), 1);
  });

  test("every colour role is in a pair", () => {
    const known = new Set([...textPairs, ...iconPairs].flat().concat(decorative));
    const roles = [...tokens].filter(([, written]) => written.startsWith("oklch(")).map(([name]) => name);
    expect(roles.filter((role) => !known.has(role))).toEqual([]);
  });
});

test("every theme gives every role that the dark one gives", () => {
  for (const theme of themes) expect([...tokensOf(theme).keys()].sort()).toEqual([...tokensOf("dark").keys()].sort());
});

test("no other style sheet of the interface writes a colour by value", () => {
  const folder = import.meta.dirname;
  const sheets = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".css") && !name.endsWith("tokens.css"),
  );
  const raw = sheets.filter((name) =>
    /#[\da-f]{3,8}\b|\b(?:rgba?|hsla?)\(|oklch\((?!var)/iu.test(readFileSync(join(folder, name), "utf8")),
  );
  expect(raw).toEqual([]);
});

/** The custom properties of the theme's block over those of the dark one, which is the default. */
function tokensOf(theme: string): ReadonlyMap<string, string> {
  const tokens = new Map<string, string>();
  for (const name of ["dark", theme]) {
    const block = new RegExp(`data-theme="${name}"\\] \\{([^}]*)\\}`, "u").exec(css)?.[1];
    if (block === undefined) throw new Error(`no block for ${name}`);
    for (const [, key, written] of block.matchAll(/--([\w-]+): ([^;]+);/gu)) {
      if (key !== "shadow") tokens.set(key as string, written as string);
    }
  }
  return tokens;
}

/** The worst contrast over white and over black, which matters when the surface lets a picture through. */
function lowestContrast(tokens: ReadonlyMap<string, string>, front: string, back: string): number {
  const surface = parseOklch(value(tokens, back));
  const behind: readonly Srgb[] =
    back === "tag"
      ? [
          [0, 0, 0],
          [1, 1, 1],
        ]
      : [srgbOf(parseOklch(value(tokens, "stage")))];
  const top = srgbOf(parseOklch(value(tokens, front)));
  return Math.min(...behind.map((below) => contrastOf(top, over(srgbOf(surface), surface.alpha, below))));
}

function value(tokens: ReadonlyMap<string, string>, name: string): string {
  const written = tokens.get(name);
  if (written === undefined) throw new Error(`no token ${name}`);
  return written;
}

function number(tokens: ReadonlyMap<string, string>, name: string): number {
  return Number(value(tokens, name));
}
