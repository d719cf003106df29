import { use } from "react";
import { useTranslate, IntentLink } from "@shell/ui";
import type { AccountView, BrandView, Intent } from "@shell/contract";
import { DraftsContext } from "../drafts.ts";
import { AccountForm, type Typed } from "./AccountForm.tsx";
import { faultOn, PASSWORD_MIN } from "./accountFault.ts";

export interface RegisterProps {
  readonly brand: BrandView;
  readonly account: AccountView;
  readonly send: (intent: Intent) => void;
}

/** Making an account; the name that was given as a guest comes along. */
export function Register({ brand, account, send }: RegisterProps) {
  const t = useTranslate();
  const drafts = use(DraftsContext);
  function check({ userName, password, confirm }: Typed) {
    return {
      ...(userName === "" && { userName: t("signIn.userNameEmpty") }),
      ...(password.length < PASSWORD_MIN && { password: t("register.passwordShort") }),
      ...(password !== confirm && { confirm: t("register.confirmDiffers") }),
    };
  }
  function register({ userName, password }: Typed) {
    const displayName = drafts.get("displayName")?.trim() || (account.displayName ?? userName);
    send({ type: "register.requested", userName, password, displayName });
  }
  return (
    <AccountForm
      kind="register"
      brand={brand}
      title={t("register.title")}
      promise={
        account.serverName === null
          ? t("register.promiseUnknown")
          : t("register.promise", { server: account.serverName })
      }
      submitLabel={t("register.submit")}
      busy={account.status === "registering" ? t("register.busy") : null}
      fault={faultOn("register", account.fault)}
      check={check}
      onSubmit={register}
      send={send}
    >
      {t("register.haveAccount")}{" "}
      <IntentLink href="/login" intent={{ type: "signInPage.requested" }} send={send}>
        {t("register.logIn")}
      </IntentLink>
    </AccountForm>
  );
}
