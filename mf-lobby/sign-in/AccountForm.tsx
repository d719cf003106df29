import { useState, type FormEvent, type ReactNode } from "react";
import { BackIcon, Button, faultLine, faultWords, Field, IconButton, Notice, useTranslate } from "@shell/ui";
import type { BrandView, Intent, Translate } from "@shell/contract";
import type { Fault } from "../../machines/domain/fault.ts";
import { useDraft } from "../drafts.ts";
import { Page } from "../page/Page.tsx";
import styles from "../page/PageForm.module.css";
import { placeOf, type FaultPlace } from "./accountFault.ts";

export interface AccountFormProps {
  readonly kind: "login" | "register";
  readonly brand: BrandView;
  readonly title: string;
  readonly promise: string;
  readonly submitLabel: string;
  /** The name of the wait while the homeserver is asked. */
  readonly busy: string | null;
  readonly fault: Fault | null;
  /** What is wrong before the homeserver is asked, by field. */
  readonly check: (typed: Typed) => Partial<Record<keyof Typed, string>>;
  readonly onSubmit: (typed: Typed) => void;
  readonly send: (intent: Intent) => void;
  readonly children: ReactNode;
}

/** What the form holds; `confirm` only when an account is made. */
export interface Typed {
  readonly userName: string;
  readonly password: string;
  readonly confirm: string;
}

/** User name and password, with each fault beside the field that it is about. */
export function AccountForm({
  kind,
  brand,
  title,
  promise,
  submitLabel,
  busy,
  fault,
  check,
  onSubmit,
  send,
  children,
}: AccountFormProps) {
  const t = useTranslate();
  const [userName, setUserName] = useDraft("userName");
  const [password, setPassword] = useState("");
  const [confirm, setConfirm] = useState("");
  const [own, setOwn] = useState<Partial<Record<keyof Typed, string>>>({});
  const told = (place: FaultPlace) => (fault !== null && placeOf(fault) === place ? faultLine(fault, t) : null);
  const reveal = { show: t("signIn.showPassword"), hide: t("signIn.hidePassword") };

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = { userName: userName.trim(), password, confirm };
    const found = check(typed);
    setOwn(found);
    const first = Object.keys(found)[0];
    if (first === undefined) onSubmit(typed);
    else event.currentTarget.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
  }

  return (
    <Page
      brand={brand}
      start={
        <IconButton
          label={t("signIn.back")}
          icon={<BackIcon />}

          onClick={() => send({ type: "back.requested" })}
        />
      }
    >
      <div className={styles["head"]}>
        <h1 className={styles["title"]}>{title}</h1>
        <p className={styles["promise"]}>{promise}</p>
      </div>
      <form className={styles["form"]} noValidate onSubmit={submit} aria-label={title}>
        {fault !== null && told("form") !== null && <FormFault fault={fault} t={t} />}
        <Field
          label={t("signIn.userName")}
          name="userName"
          value={userName}
          onChange={setUserName}
          fault={own.userName ?? told("userName")}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          data-testid={`${kind}_username`}
        />
        <Field
          label={t("signIn.password")}
          name="password"
          type="password"
          value={password}
          onChange={setPassword}
          fault={own.password ?? told("password")}
          hint={kind === "register" ? t("register.passwordHint") : undefined}
          autoComplete={kind === "register" ? "new-password" : "current-password"}
          reveal={reveal}
          data-testid={`${kind}_password`}
        />
        {kind === "register" && (
          <Field
            label={t("register.confirm")}
            name="confirm"
            type="password"
            value={confirm}
            onChange={setConfirm}
            fault={own.confirm ?? null}
            autoComplete="new-password"
            data-testid="register_confirm_password"
          />
        )}
        <Button type="submit" size="large" isFullWidth busy={busy} data-testid={`${kind}_${kind}`}>
          {submitLabel}
        </Button>
      </form>
      <p className={styles["after"]}>{children}</p>
    </Page>
  );
}

function FormFault({ fault, t }: { readonly fault: Fault; readonly t: Translate }) {
  const { title, body } = faultWords(fault, t);
  return (
    <div role="alert">
      <Notice kind="bad" shape="inline">
        {`${title}. ${body}`}
      </Notice>
    </div>
  );
}
