import { useEffect, useRef, useState } from "react";
import { Avatar, Button, Field, useTranslate } from "@shell/ui";
import type { AccountView, Intent, PlatformMedia } from "@shell/contract";
import { checkPicture, PICTURE_TYPES } from "./picture.ts";
import { usePicture } from "./usePicture.ts";
import styles from "./Profile.module.css";

export interface ProfileProps {
  readonly account: AccountView;
  readonly media: PlatformMedia;
  readonly send: (intent: Intent) => void;
}

/** One's name and face, as all the others see them. */
export function Profile({ account, media, send }: ProfileProps) {
  const t = useTranslate();
  if (account.userId === null) {
    return (
      <div className={styles["signedOut"]}>
        <p>{t("settings.profile.signedOut")}</p>
        <Button kind="quiet" onClick={() => send({ type: "signInPage.requested" })}>
          {t("settings.profile.logIn")}
        </Button>
      </div>
    );
  }
  return (
    <>
      <Picture account={account} userId={account.userId} media={media} send={send} />
      <DisplayName account={account} send={send} />
      <dl className={styles["ids"]}>
        <dt>{t("settings.profile.userId")}</dt>
        <dd>{account.userId}</dd>
      </dl>
    </>
  );
}

function Picture({ account, userId, media, send }: ProfileProps & { readonly userId: string }) {
  const t = useTranslate();
  const inputRef = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<"notPicture" | "tooLarge" | null>(null);
  const picture = usePicture(media, account.avatarMxc, 224);
  function choose(file: File | undefined) {
    if (file === undefined) return;
    const why = checkPicture(file);
    setRefused(why);
    if (why === null) send({ type: "avatar.chosen", image: file });
  }
  return (
    <div className={styles["picture"]}>
      <Avatar id={userId} name={account.displayName ?? userId} picture={picture} size="large" />
      <div className={styles["choices"]}>
        <input
          ref={inputRef}
          type="file"
          hidden
          accept={PICTURE_TYPES.join(",")}
          aria-label={t("settings.profile.choose")}
          onChange={(event) => {
            choose(event.currentTarget.files?.[0]);
            event.currentTarget.value = ""; // the same file may be chosen again
          }}
        />
        <div className={styles["buttons"]}>
          <Button kind="quiet" size="small" onClick={() => inputRef.current?.click()}>
            {account.avatarMxc === null ? t("settings.profile.choose") : t("settings.profile.replace")}
          </Button>
          {account.avatarMxc !== null && (
            <Button kind="plain" size="small" onClick={() => send({ type: "avatar.chosen", image: null })}>
              {t("settings.profile.remove")}
            </Button>
          )}
        </div>
        <p className={styles["hint"]} data-fault={refused !== null || undefined} role="status">
          {refused === null ? t("settings.profile.pictureHint") : t(`settings.profile.${refused}`)}
        </p>
      </div>
    </div>
  );
}

function DisplayName({ account, send }: { readonly account: AccountView; readonly send: (intent: Intent) => void }) {
  const t = useTranslate();
  const known = account.displayName ?? "";
  const [typed, setTyped] = useState(known);
  const chosen = typed.trim();
  const fault =
    account.fault === null
      ? null
      : `${t(`fault.${account.fault.code}.title`)}. ${t(`fault.${account.fault.code}.body`)}`;
  const apply = useRef(() => {});
  useEffect(() => {
    apply.current = () => {
      if (chosen !== "" && chosen !== known) send({ type: "displayName.chosen", displayName: chosen });
    };
  });
  // Escape and other tabs take the field away without leaving it first; what was typed is applied all the same.
  useEffect(() => () => apply.current(), []);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply.current();
      }}
    >
      <Field
        label={t("settings.profile.displayName")}
        hint={t("settings.profile.displayNameHint")}
        value={typed}
        onChange={setTyped}
        onBlur={() => apply.current()}
        fault={chosen === "" ? t("settings.profile.displayNameEmpty") : fault}
        autoComplete="name"
        data-testid="profile_displayname"
      />
    </form>
  );
}
