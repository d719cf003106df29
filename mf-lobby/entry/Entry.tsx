import { useRef, useState, type FormEvent } from "react";
import { Button, faultLine, Field, Notice, useTranslate, IntentLink } from "@shell/ui";
import type { AccountView, BrandView, Intent, RoomView } from "@shell/contract";
import { useDraft } from "../drafts.ts";
import { Page } from "../page/Page.tsx";
import { faultOn } from "../sign-in/accountFault.ts";
import styles from "../page/PageForm.module.css";

export interface EntryProps {
  readonly brand: BrandView;
  readonly account: AccountView;
  readonly room: RoomView | null;
  readonly send: (intent: Intent) => void;
}

/** A link was opened signed out: a name is enough to go on. */
export function Entry({ brand, account, room, send }: EntryProps) {
  const t = useTranslate();
  const [displayName, setDisplayName] = useDraft("displayName", account.displayName ?? "");
  const [isMissing, setMissing] = useState(false);
  const fieldRef = useRef<HTMLInputElement>(null);
  const name = room?.name ?? "";
  const fault = faultOn("guest", account.fault);

  function submit(event: FormEvent) {
    event.preventDefault();
    const chosen = displayName.trim();
    setMissing(chosen === "");
    if (chosen === "") fieldRef.current?.focus();
    else send({ type: "guestName.chosen", displayName: chosen });
  }

  return (
    <Page brand={brand}>
      <div className={styles["head"]}>
        <h1 className={styles["title"]}>{name === "" ? t("entry.titleUnknown") : t("entry.title", { name })}</h1>
        <p className={styles["promise"]}>{t("entry.promise")}</p>
      </div>
      <form className={styles["form"]} noValidate onSubmit={submit} aria-label={t("entry.titleUnknown")}>
        <Field
          ref={fieldRef}
          label={t("entry.displayName")}
          size="large"
          value={displayName}
          fault={isMissing ? t("home.nameNeeded") : null}
          onChange={(typed) => {
            setDisplayName(typed);
            setMissing(false);
          }}
          autoComplete="name"
          enterKeyHint="go"
          data-testid="joincall_displayName"
        />
        <Button
          type="submit"
          size="large"
          isFullWidth
          busy={account.status === "registering" ? t("entry.busy") : null}
          data-testid="joincall_joincall"
        >
          {t("entry.continue")}
        </Button>
        {fault !== null && (
          <div role="alert">
            <Notice kind="bad" shape="inline">
              {faultLine(fault, t)}
            </Notice>
          </div>
        )}
      </form>
      <p className={styles["after"]}>
        {t("home.haveAccount")}{" "}
        <IntentLink href="/login" intent={{ type: "signInPage.requested" }} send={send}>
          {t("home.logIn")}
        </IntentLink>
      </p>
    </Page>
  );
}
