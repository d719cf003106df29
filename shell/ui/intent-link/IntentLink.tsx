import type { ReactNode } from "react";
import type { Intent } from "../../contract/intent.ts";
import "./IntentLink.css";

export interface IntentLinkProps {
  /** Where the link leads when it is opened in a tab of its own. */
  readonly href: string;
  readonly intent: Intent;
  readonly send: (intent: Intent) => void;
  readonly children: ReactNode;
  readonly "data-testid"?: string;
}

/** A link that stays within the page; opened with a modifier key it is a link like any other. */
export function IntentLink({ href, intent, send, children, ...rest }: IntentLinkProps) {
  return (
    <a
      {...rest}
      href={href}
      className="pl-intent-link"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        send(intent);
      }}
    >
      {children}
    </a>
  );
}
