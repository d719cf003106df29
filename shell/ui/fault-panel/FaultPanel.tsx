import { useId, useState, type ReactNode } from "react";
import { Button } from "../button/Button.tsx";
import { ChevronRightIcon, CopyIcon } from "../icons.ts";
import "./FaultPanel.css";

export interface FaultPanelProps {
  /** One sentence: what happened. */
  readonly title: string;
  /** One sentence: what to do. */
  readonly body: string;
  /** The one button that does it. */
  readonly action: { readonly label: string; readonly onAction: () => void; readonly busy?: string | null | undefined };
  /** A way out beside it, such as home. */
  readonly other?: { readonly label: string; readonly onAction: () => void } | undefined;
  readonly details?: FaultDetails | undefined;
  readonly picture?: ReactNode;
}

/** What a person passes on to somebody who can mend it, with the words around it. */
export interface FaultDetails {
  readonly label: string;
  readonly copyLabel: string;
  readonly copiedLabel: string;
  /** Name and value of each line: the hop, the code, the address, what the other side said. */
  readonly lines: readonly { readonly name: string; readonly value: string }[];
}

/** A failure in words, with the way on. Never a dead end. */
export function FaultPanel({ title, body, action, other, details, picture }: FaultPanelProps) {
  const titleId = useId();
  return (
    <section className="pl-fault-panel" aria-labelledby={titleId}>
      {picture}
      <div role="alert">
        <h2 className="pl-fault-panel__title" id={titleId}>
          {title}
        </h2>
        <p className="pl-fault-panel__body">{body}</p>
      </div>
      <div className="pl-fault-panel__actions">
        <Button size="large" onClick={action.onAction} busy={action.busy}>
          {action.label}
        </Button>
        {other !== undefined && (
          <Button size="large" kind="quiet" onClick={other.onAction}>
            {other.label}
          </Button>
        )}
      </div>
      {details !== undefined && <Details {...details} />}
    </section>
  );
}

function Details({ label, copyLabel, copiedLabel, lines }: FaultDetails) {
  const [isCopied, setCopied] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(lines.map(({ name, value }) => `${name}: ${value}`).join("\n"));
      setCopied(true);
    } catch {
      setCopied(false); // the page may not write to the clipboard; the lines can still be marked by hand
    }
  }
  return (
    <details className="pl-fault-panel__details">
      <summary>
        <ChevronRightIcon aria-hidden="true" />
        {label}
      </summary>
      <div className="pl-fault-panel__facts">
        <dl>
          {lines.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Button kind="quiet" size="small" icon={<CopyIcon />} onClick={() => void copy()}>
          {isCopied ? copiedLabel : copyLabel}
        </Button>
      </div>
    </details>
  );
}
