import { useRef, useState, type FormEvent } from "react";
import { Button, ChevronRightIcon, faultLine, Field, Notice, Switch, useTranslate, IntentLink } from "@shell/ui";
import type { AccountView, HomeView, Intent, Translate } from "@shell/contract";
import { checkCallName } from "../../machines/domain/callName.ts";
import type { Fault } from "../../machines/domain/fault.ts";
import { useDraft } from "../drafts.ts";
import { wayOnFrom } from "../fault/wayOn.ts";
import { faultOn } from "../sign-in/accountFault.ts";
import { isSignedOut } from "./account.ts";
import form from "../page/PageForm.module.css";
import styles from "./StartCall.module.css";

export interface StartCallProps {
  readonly account: AccountView;
  readonly home: HomeView;
  readonly send: (intent: Intent) => void;
}

const isAboutName = (fault: Fault | null) => fault?.code === "room.name_empty" || fault?.code === "room.name_too_long";

/** The form that makes a call: its name and, signed out, one's own. What was typed stays whatever comes of it. */
export function StartCall({ account, home, send }: StartCallProps) {
  const t = useTranslate();
  const isGuestForm = isSignedOut(account);
  const [callName, setCallName] = useDraft("callName");
  const [displayName, setDisplayName] = useDraft("displayName", account.displayName ?? "");
  const [isKeyInLink, setKeyInLink] = useState(false);
  const [nameFault, setNameFault] = useState<Fault | null>(null);
  const [isOwnNameMissing, setOwnNameMissing] = useState(false);
  const callNameRef = useRef<HTMLInputElement>(null);
  const ownNameRef = useRef<HTMLInputElement>(null);
  const ownFault = isGuestForm && isOwnNameMissing ? t("home.nameNeeded") : null;
  const shownNameFault = nameFault ?? (isAboutName(home.fault) ? home.fault : null);
  const otherFault = isAboutName(home.fault)
    ? null
    : (home.fault ?? (isGuestForm ? faultOn("guest", account.fault) : null));

  function submit(event: FormEvent) {
    event.preventDefault();
    const checked = checkCallName(callName);
    const fault = checked.ok ? null : checked.fault;
    const isNameless = isGuestForm && displayName.trim() === "";
    setNameFault(fault);
    setOwnNameMissing(isNameless);
    if (fault !== null) callNameRef.current?.focus();
    else if (isNameless) ownNameRef.current?.focus();
    else
      send({
        type: "callCreation.requested",
        callName: callName.trim(),
        displayName: isGuestForm ? displayName.trim() : null,
        isKeyInLink,
      });
  }

  return (
    <form className={form["form"]} noValidate onSubmit={submit} aria-label={t("home.title")}>
      <Field
        ref={callNameRef}
        label={t("home.callName")}
        placeholder={t("home.callNamePlaceholder")}
        size="large"
        value={callName}
        fault={shownNameFault && faultLine(shownNameFault, t)}
        onChange={(typed) => {
          setCallName(typed);
          setNameFault(null);
        }}
        autoComplete="off"
        enterKeyHint="go"
        data-testid="home_callName"
      />
      {isGuestForm && (
        <Field
          ref={ownNameRef}
          label={t("home.displayName")}
          size="large"
          value={displayName}
          fault={ownFault}
          onChange={(typed) => {
            setDisplayName(typed);
            setOwnNameMissing(false);
          }}
          autoComplete="name"
          enterKeyHint="go"
          data-testid="home_displayName"
        />
      )}
      <Button type="submit" size="large" isFullWidth busy={waitOf(account, home, t)} data-testid="home_go">
        {t("home.go")}
      </Button>
      {otherFault !== null && (
        <Notice kind="bad" shape="inline" action={actionOf(otherFault, t, send)}>
          {faultLine(otherFault, t)}
        </Notice>
      )}
      <details className={styles["options"]}>
        <summary>
          <ChevronRightIcon aria-hidden="true" />
          {t("home.options")}
        </summary>
        <Switch label={t("home.keyInLink")} hint={t("home.keyInLinkHint")} isOn={isKeyInLink} onChange={setKeyInLink} />
      </details>
      {isGuestForm && (
        <p className={styles["account"]}>
          {t("home.haveAccount")}
          <IntentLink href="/login" intent={{ type: "signInPage.requested" }} send={send} data-testid="home_login">
            {t("home.logIn")}
          </IntentLink>
          <IntentLink
            href="/register"
            intent={{ type: "registerPage.requested" }}
            send={send}
            data-testid="home_register"
          >
            {t("home.register")}
          </IntentLink>
        </p>
      )}
    </form>
  );
}

/** What is being waited for, in words, or null when "Go" can be pressed. */
function waitOf(account: AccountView, home: HomeView, t: Translate): string | null {
  if (account.status === "registering") return t("home.registering");
  if (account.status === "restoring") return t("starting.label");
  if (account.status === "signing-in") return t("home.signingIn");
  return home.isCreating ? t("home.creating") : null;
}

/** A button only where it does something other than pressing "Go" again. */
function actionOf(fault: Fault, t: Translate, send: (intent: Intent) => void) {
  const { kind, intent } = wayOnFrom(fault.code);
  return kind === "signIn" ? { label: t(`fault.${fault.code}.action`), onAction: () => send(intent) } : undefined;
}
