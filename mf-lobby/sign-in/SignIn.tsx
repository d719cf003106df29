import { useTranslate, IntentLink } from "@shell/ui";
import type { AccountView, BrandView, Intent } from "@shell/contract";
import { AccountForm, type Typed } from "./AccountForm.tsx";
import { faultOn } from "./accountFault.ts";

export interface SignInProps {
  readonly brand: BrandView;
  readonly account: AccountView;
  readonly send: (intent: Intent) => void;
}

/** Signing in with an account of the deployment's homeserver. */
export function SignIn({ brand, account, send }: SignInProps) {
  const t = useTranslate();
  function check({ userName, password }: Typed) {
    return {
      ...(userName === "" && { userName: t("signIn.userNameEmpty") }),
      ...(password === "" && { password: t("signIn.passwordEmpty") }),
    };
  }
  return (
    <AccountForm
      kind="login"
      brand={brand}
      title={t("signIn.title")}
      promise={
        account.serverName === null ? t("signIn.promiseUnknown") : t("signIn.promise", { server: account.serverName })
      }
      submitLabel={t("signIn.submit")}
      busy={account.status === "signing-in" ? t("signIn.busy") : null}
      fault={faultOn("login", account.fault)}
      check={check}
      onSubmit={({ userName, password }) => send({ type: "signIn.requested", userName, password })}
      send={send}
    >
      {t("signIn.noAccount")}{" "}
      <IntentLink href="/register" intent={{ type: "registerPage.requested" }} send={send}>
        {t("signIn.register")}
      </IntentLink>
    </AccountForm>
  );
}
