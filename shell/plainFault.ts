import type { Fault } from "../machines/domain/fault.ts";
import type { Translate } from "./contract/platform.ts";

/** Says what is wrong when not even a micro-frontend can be loaded: words on an empty page, and a way on. */
export function showPlainFault(host: HTMLElement, t: Translate, { code, url, detail }: Fault): void {
  const panel = document.createElement("main");
  const part = (tag: "h1" | "p" | "small", text: string) => {
    const element = document.createElement(tag);
    element.textContent = text;
    panel.append(element);
  };
  part("h1", t(`fault.${code}.title`));
  part("p", t(`fault.${code}.body`));
  part("small", [code, url, detail].filter(Boolean).join(" · "));
  const again = document.createElement("button");
  again.textContent = t(`fault.${code}.action`);
  again.addEventListener("click", () => location.reload());
  panel.append(again);
  panel.className = "plain-fault";
  host.replaceChildren(panel);
}
