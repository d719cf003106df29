import type { ReactNode } from "react";
import { Button } from "../button/Button.tsx";
import { IconButton } from "../icon-button/IconButton.tsx";
import { CloseIcon, FaultIcon, GoodIcon, InfoIcon, WarnIcon } from "../icons.ts";
import "./Notice.css";

export interface NoticeProps {
  readonly kind?: "info" | "good" | "warn" | "bad" | undefined;
  /** One sentence, with what to do in it when there is something to do. */
  readonly children: ReactNode;
  readonly action?: { readonly label: string; readonly onAction: () => void } | undefined;
  /** Given when it can be put away, with the name of the button that does it. */
  readonly dismiss?: { readonly label: string; readonly onDismiss: () => void } | undefined;
  /** `floating` over the stage, `inline` as part of a page. */
  readonly shape?: "floating" | "inline" | undefined;
}

const icons = { info: InfoIcon, good: GoodIcon, warn: WarnIcon, bad: FaultIcon };

/** A small message that asks for nothing at once. Put it in a `NoticeRegion` to have it read out. */
export function Notice({ kind = "info", children, action, dismiss, shape = "floating" }: NoticeProps) {
  const Icon = icons[kind];
  return (
    <div className="pl-notice" data-kind={kind} data-shape={shape}>
      <Icon className="pl-notice__icon" aria-hidden="true" />
      <div className="pl-notice__words">{children}</div>
      {action !== undefined && (
        <Button kind="plain" size="small" onClick={action.onAction}>
          {action.label}
        </Button>
      )}
      {dismiss !== undefined && (
        <IconButton
          label={dismiss.label}
          icon={<CloseIcon />}
          size="small"
          hasTooltip={false}
          onClick={dismiss.onDismiss}
        />
      )}
    </div>
  );
}

/** Where notices turn up: over the stage, read out politely, in the way of nothing else. */
export function NoticeRegion({ label, children }: { readonly label: string; readonly children?: ReactNode }) {
  return (
    <section className="pl-notice-region" aria-label={label} aria-live="polite" aria-relevant="additions text">
      {children}
    </section>
  );
}
