/** A colour in OKLCH with its opacity, all as written in the style sheet (hue in degrees, the rest 0 to 1). */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
  readonly alpha: number;
}

/** Red, green and blue in gamma-encoded sRGB, 0 to 1, clipped to the gamut as a screen does. */
export type Srgb = readonly [number, number, number];

/** Reads `oklch(L C H)` or `oklch(L C H / A)`; throws on anything else, as tokens are written in no other way. */
export function parseOklch(value: string): Oklch {
  const match = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)(?: \/ ([\d.]+))?\)$/.exec(value.trim());
  if (match === null) throw new Error(`not a plain oklch() colour: ${value}`);
  return { lightness: Number(match[1]), chroma: Number(match[2]), hue: Number(match[3]), alpha: Number(match[4] ?? 1) };
}

/** Converts OKLCH to sRGB. @see CSS Color 4 "Sample code for color conversions" */
export function srgbOf({ lightness, chroma, hue }: Oklch): Srgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** Lays a translucent colour over an opaque one, in sRGB as browsers do. */
export function over(top: Srgb, alpha: number, below: Srgb): Srgb {
  return [0, 1, 2].map((i) => top[i as 0] * alpha + below[i as 0] * (1 - alpha)) as unknown as Srgb;
}

/** The contrast ratio of two opaque colours, 1 to 21. @see WCAG 2.2 "contrast ratio" */
export function contrastOf(one: Srgb, other: Srgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance([r, g, b]: Srgb): number {
  return 0.2126 * decode(r) + 0.7152 * decode(g) + 0.0722 * decode(b);
}

function encode(linear: number): number {
  const x = Math.min(1, Math.max(0, linear));
  return x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055;
}

function decode(encoded: number): number {
  return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
}
