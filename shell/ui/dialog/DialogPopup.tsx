import { Dialog } from "@base-ui/react/dialog";
import { useRef } from "react";
import { classNames } from "../classNames.ts";
import { CloseIcon } from "../icons.ts";
import { OverlayFrame } from "../overlays/OverlayFrame.tsx";
import type { DialogProps } from "./dialogProps.ts";
import "../icon-button/IconButton.css";
import "./Dialog.css";

/** What scrolls has to be reachable by the keyboard, even when it holds nothing but text. */
const scroller = { role: "region", tabIndex: 0 } as const;

/** The dialog itself. It takes the focus as a whole, so that it is read out and nothing in it looks chosen. */
export function DialogPopup({
  isOpen,
  onClose,
  title,
  description,
  children,
  actions,
  closeLabel,
  size = "narrow",
  isTitleHidden,
  testId,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <OverlayFrame>
      <Dialog.Root open={isOpen} onOpenChange={(isNowOpen) => !isNowOpen && onClose()}>
        <Dialog.Portal>
          <Dialog.Backdrop className="pl-dialog__backdrop" />
          <Dialog.Viewport className="pl-dialog__viewport">
            <Dialog.Popup ref={popup} initialFocus={popup} className="pl-dialog" data-size={size} data-testid={testId}>
              <header className="pl-dialog__header">
                <Dialog.Title className={classNames("pl-dialog__title", isTitleHidden && "pl-visually-hidden")}>
                  {title}
                </Dialog.Title>
                <Dialog.Close
                  className="pl-icon-button pl-dialog__close"
                  data-size="medium"
                  data-kind="plain"
                  aria-label={closeLabel}
                  data-testid="modal_close"
                >
                  <CloseIcon />
                </Dialog.Close>
              </header>
              <div className="pl-dialog__body" aria-label={title} {...scroller}>
                {description !== undefined && (
                  <Dialog.Description className="pl-dialog__description">{description}</Dialog.Description>
                )}
                {children}
              </div>
              {actions !== undefined && <footer className="pl-dialog__actions">{actions}</footer>}
            </Dialog.Popup>
          </Dialog.Viewport>
        </Dialog.Portal>
      </Dialog.Root>
    </OverlayFrame>
  );
}
