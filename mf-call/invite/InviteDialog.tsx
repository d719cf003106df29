import { lazy, memo, Suspense, useRef, useState } from "react";
import type { Intent } from "@shell/contract";
import { Button, CheckIcon, CopyIcon, Dialog, useTranslate } from "@shell/ui";
import styles from "./InviteDialog.module.css";

const QrCode = lazy(() =>
  import(/* webpackChunkName: "qr-code" */ "./QrCode.tsx").then((code) => ({ default: code.QrCode })),
);

export interface InviteDialogProps {
  readonly url: string;
  readonly isKeyInLink: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly send: (intent: Intent) => void;
}

/** The link to this call, to give to others. */
export const InviteDialog = memo(function InviteDialog({ url, isKeyInLink, isOpen, onClose, send }: InviteDialogProps) {
  const t = useTranslate();
  const field = useRef<HTMLInputElement>(null);
  const [isCopied, setCopied] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(url);
      setCopied(true);
      send({ type: "link.copied" });
    } catch {
      field.current?.select(); // not allowed to write: one key press of theirs copies what is marked
    }
  }
  function close() {
    setCopied(false);
    onClose();
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={t("invite.title")}
      description={t(isKeyInLink ? "invite.descriptionKey" : "invite.description")}
      closeLabel={t("invite.close")}
    >
      <div className={styles["ways"]}>
        <Suspense fallback={<div className={styles["code"]} />}>
          <QrCode text={url} label={t("invite.qrCode")} />
        </Suspense>
        <div className={styles["line"]}>
          <input
            ref={field}
            className={styles["link"]}
            readOnly
            value={url}
            aria-label={t("invite.link")}
            dir="ltr"
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button
            data-testid="modal_inviteLink"
            icon={isCopied ? <CheckIcon /> : <CopyIcon />}
            onClick={() => void copy()}
          >
            {t(isCopied ? "invite.copied" : "invite.copy")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
});
