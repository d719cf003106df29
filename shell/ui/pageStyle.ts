import type { UrlParams } from "../../machines/domain/urlParams.ts";

/** Puts the letters and the background that the address asks for on the page; `decodeUrlParams` let nothing else through. */
export function applyPageStyle(
  { fonts, fontScale, background }: Pick<UrlParams, "fonts" | "fontScale" | "background">,
  page: Document,
): void {
  const { style, dataset } = page.documentElement;
  if (fonts.length > 0) style.setProperty("--font-chosen", fonts.map((font) => `"${font}"`).join(", "));
  if (fontScale !== 1) style.setProperty("--font-scale", String(fontScale));
  dataset["background"] = background;
}
