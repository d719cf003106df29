/** A theme that `tokens.css` has. */
export type ThemeName = "dark" | "light" | "dark-high-contrast" | "light-high-contrast";

/** What a person, a link or a deployment asks for; `system` follows the device. */
export type ThemeChoice = ThemeName | "system";

/** The theme for a choice on a device. Without a wish of the device's it is dark, where pictures of people look best. */
export function themeOf(
  choice: ThemeChoice,
  device: { readonly prefersLight: boolean; readonly prefersContrast: boolean },
): ThemeName {
  const base = choice === "system" ? (device.prefersLight ? "light" : "dark") : choice;
  return device.prefersContrast && !base.endsWith("-high-contrast") ? (`${base}-high-contrast` as ThemeName) : base;
}

/** Puts the theme on the page and follows the device until `signal` aborts. */
export function applyTheme(choice: ThemeChoice, page: Document, signal: AbortSignal): void {
  const light = matchMedia("(prefers-color-scheme: light)");
  const contrast = matchMedia("(prefers-contrast: more)");
  function apply() {
    page.documentElement.dataset["theme"] = themeOf(choice, {
      prefersLight: light.matches,
      prefersContrast: contrast.matches,
    });
  }
  for (const query of [light, contrast]) query.addEventListener("change", apply, { signal });
  apply();
}
