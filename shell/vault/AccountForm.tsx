import { useState, type FormEvent } from "react";
import { BackIcon, Button, faultWords, Field, IconButton, Notice, useTranslate } from "@shell/ui";
import type { Fault } from "../../machines/domain/fault.ts";
import type { VaultForm, VaultMessage } from "./messages.ts";
import styles from "./AccountForm.module.css";

/** Fewest characters of a new password (chosen by us, as on the app's own form). */
const PASSWORD_MIN = 8;

/** What a person typed. */
export interface Asked {
  readonly userName: string;
  readonly password: string;
}

export interface AccountFormProps {
  readonly form: VaultForm;
  /** The homeserver that the password goes to. */
  readonly server: string | null;
  /** Asks the homeserver. @returns what went wrong, or null */
  readonly ask: (asked: Asked) => Promise<Fault | null>;
  readonly onGo: (path: Extract<VaultMessage, { readonly type: "path.wanted" }>["path"]) => void;
}

/** User name and password, typed where no script of the call's page can read them. */
export function AccountForm({ form, server, ask, onGo }: AccountFormProps) {
  const t = useTranslate();
  const isNew = form === "register";
  const kind = isNew ? "register" : "login";
  const words = isNew ? "register" : "signIn";
  const [typed, setTyped] = useState({ userName: "", password: "", confirm: "" });
  const [wrong, setWrong] = useState<Partial<Record<keyof typeof typed, string>>>({});
  const [fault, setFault] = useState<Fault | null>(null);
  const [isBusy, setBusy] = useState(false);
  const type = (field: keyof typeof typed) => (text: string) => setTyped({ ...typed, [field]: text });

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const asked = { userName: typed.userName.trim(), password: typed.password };
    const found = {
      ...(asked.userName === "" && { userName: t("signIn.userNameEmpty") }),
      ...(!isNew && asked.password === "" && { password: t("signIn.passwordEmpty") }),
      ...(isNew && asked.password.length < PASSWORD_MIN && { password: t("register.passwordShort") }),
      ...(isNew && asked.password !== typed.confirm && { confirm: t("register.confirmDiffers") }),
    };
    setWrong(found);
    setFault(null);
    const first = Object.keys(found)[0];
    if (first !== undefined) {
      event.currentTarget.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
      return;
    }
    setBusy(true);
    setFault(await ask(asked));
    setBusy(false);
  }

  const said = fault === null ? null : faultWords(fault, t);
  const other = isNew ? "/login" : "/register";
  return (
    <div className={styles["page"]}>
      <header className={styles["bar"]}>
        <IconButton label={t("signIn.back")} icon={<BackIcon />} onClick={() => onGo("/")} />
      </header>
      <main className={styles["column"]}>
        <h1 className={styles["title"]}>{t(`${words}.title`)}</h1>
        <p className={styles["promise"]}>
          {server === null ? t(`${words}.promiseUnknown`) : t(`${words}.promise`, { server })}
        </p>
        <form
          className={styles["form"]}
          noValidate
          onSubmit={(event) => void submit(event)}
          aria-label={t(`${words}.title`)}
        >
          {said !== null && (
            <div role="alert">
              <Notice kind="bad" shape="inline">{`${said.title}. ${said.body}`}</Notice>
            </div>
          )}
          <Field
            label={t("signIn.userName")}
            name="userName"
            value={typed.userName}
            onChange={type("userName")}
            fault={wrong.userName ?? null}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            data-testid={`${kind}_username`}
          />
          <Field
            label={t("signIn.password")}
            name="password"
            type="password"
            value={typed.password}
            onChange={type("password")}
            fault={wrong.password ?? null}
            hint={isNew ? t("register.passwordHint") : undefined}
            autoComplete={isNew ? "new-password" : "current-password"}
            reveal={{ show: t("signIn.showPassword"), hide: t("signIn.hidePassword") }}
            data-testid={`${kind}_password`}
          />
          {isNew && (
            <Field
              label={t("register.confirm")}
              name="confirm"
              type="password"
              value={typed.confirm}
              onChange={type("confirm")}
              fault={wrong.confirm ?? null}
              autoComplete="new-password"
              data-testid="register_confirm_password"
            />
          )}
          <Button
            type="submit"
            size="large"
            isFullWidth
            busy={isBusy ? t(`${words}.busy`) : null}
            data-testid={`${kind}_${kind}`}
          >
            {t(`${words}.submit`)}
          </Button>
        </form>
        <p className={styles["after"]}>
          {t(isNew ? "register.haveAccount" : "signIn.noAccount")}{" "}
          <button type="button" className={styles["link"]} onClick={() => onGo(other)}>
            {t(isNew ? "register.logIn" : "signIn.register")}
          </button>
        </p>
      </main>
    </div>
  );
}
