import type { Translate } from "../contract/platform.ts";

/** Says in `element` that a part of the page does not work, with a way to try again. Needs no framework: it is what is left. */
export function showFallbackPanel(element: HTMLElement, t: Translate, onTryAgain: () => void): void {
  const panel = document.createElement("section");
  panel.className = "fallback-panel";
  panel.setAttribute("role", "alert");
  const title = document.createElement("h2");
  title.textContent = t("remoteFailed.title");
  const text = document.createElement("p");
  text.textContent = t("remoteFailed.text");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = t("remoteFailed.tryAgain");
  button.addEventListener("click", onTryAgain, { once: true });
  panel.append(title, text, button);
  element.replaceChildren(panel);
}
