import type { Preferences } from "./preferences.ts";

const prefersLight = () => matchMedia("(prefers-color-scheme: light)");
const prefersContrast = () => matchMedia("(prefers-contrast: more)");

/** Puts `theme` on the page; `system` follows the device until `signal` aborts. */
export function showTheme(theme: Preferences["theme"], signal: AbortSignal): void {
  const apply = () => {
    const base = prefersLight().matches ? "light" : "dark";
    document.documentElement.dataset["theme"] = theme === "system" ? `${base}${prefersContrast().matches ? "-high-contrast" : ""}` : theme;
  };
  apply();
  if (theme !== "system") return;
  prefersLight().addEventListener("change", apply, { signal });
  prefersContrast().addEventListener("change", apply, { signal });
}
