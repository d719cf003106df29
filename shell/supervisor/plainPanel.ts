import "./plainPanel.css";

/** What a plain panel says. */
export interface PlainPanel {
  readonly title: string;
  readonly text: string;
  /** The hop, the code: for whoever has to mend it. */
  readonly details?: string;
  readonly action: string;
  readonly onAction: () => void;
}

/** Says in `element` what is wrong, with one way on. Needs no framework: it is what is left when one cannot be had. */
export function showPlainPanel(element: HTMLElement, { title, text, details, action, onAction }: PlainPanel): void {
  const panel = document.createElement("section");
  panel.className = "plain-panel";
  panel.setAttribute("role", "alert");
  const heading = document.createElement("h1");
  heading.textContent = title;
  const body = document.createElement("p");
  body.textContent = text;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = action;
  button.addEventListener("click", onAction, { once: true });
  panel.append(heading, body, button);
  if (details !== undefined) {
    const small = document.createElement("small");
    small.textContent = details;
    panel.append(small);
  }
  element.replaceChildren(panel);
}
