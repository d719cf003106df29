import {
  AddIcon,
  Avatar,
  Menu,
  PersonIcon,
  SettingsIcon,
  SignOutIcon,
  SpinnerRing,
  VisuallyHidden,
  useTranslate,
  type MenuEntry,
} from "@shell/ui";
import type { AccountView, Intent, PlatformMedia, Translate } from "@shell/contract";
import { useFaces } from "../faces.ts";
import styles from "./AccountMenu.module.css";

export interface AccountMenuProps {
  readonly account: AccountView;
  readonly media: PlatformMedia;
  readonly send: (intent: Intent) => void;
}

/** Whose account this is, and what can be done with it; signed out, the ways to one. */
export function AccountMenu({ account, media, send }: AccountMenuProps) {
  const t = useTranslate();
  const name = account.displayName ?? account.userId ?? t("accountMenu.guest");
  const isLeaving = account.status === "signing-out";
  const label = isLeaving
    ? t("accountMenu.signingOut")
    : account.userId === null
      ? t("accountMenu.openSignedOut")
      : t("accountMenu.open", { name });
  return (
    <Menu
      label={label}
      entries={entriesOf(account, name, t, send)}
      trigger={(props) => (
        <button {...props} type="button" className={styles["trigger"]} data-testid="usermenu_open">
          <VisuallyHidden>{label}</VisuallyHidden>
          {isLeaving ? <SpinnerRing /> : <Face account={account} name={name} media={media} />}
        </button>
      )}
    />
  );
}

function Face({
  account,
  name,
  media,
}: {
  readonly account: AccountView;
  readonly name: string;
  readonly media: PlatformMedia;
}) {
  const people =
    account.userId === null ? [] : [{ id: account.userId, displayName: name, avatarMxc: account.avatarMxc }];
  const face = useFaces(people, media, 40)[0];
  return face === undefined ? <PersonIcon /> : <Avatar {...face} size="small" />;
}

function entriesOf(
  account: AccountView,
  name: string,
  t: Translate,
  send: (intent: Intent) => void,
): readonly MenuEntry[] {
  const settings: MenuEntry = {
    kind: "item",
    label: t("accountMenu.settings"),
    icon: <SettingsIcon />,
    onSelect: () => send({ type: "settings.opened", tab: "audio" }),
  };
  const logIn: MenuEntry = {
    kind: "item",
    label: t("accountMenu.logIn"),
    icon: <PersonIcon />,
    testId: "usermenu_login",
    onSelect: () => send({ type: "signInPage.requested" }),
  };
  const register: MenuEntry = {
    kind: "item",
    label: t("accountMenu.register"),
    icon: <AddIcon />,
    onSelect: () => send({ type: "registerPage.requested" }),
  };
  if (account.userId === null) return [logIn, register, { kind: "separator" }, settings];
  const profile: MenuEntry = {
    kind: "item",
    label: name,
    hint: account.isGuest ? t("accountMenu.guest") : account.userId,
    icon: <PersonIcon />,
    testId: "usermenu_user",
    onSelect: () => send({ type: "settings.opened", tab: "profile" }),
  };
  const signOut: MenuEntry = {
    kind: "item",
    label: t("accountMenu.signOut"),
    icon: <SignOutIcon />,
    testId: "usermenu_logout",
    onSelect: () => send({ type: "signOut.requested" }),
  };
  return [profile, settings, { kind: "separator" }, ...(account.isGuest ? [register] : []), signOut];
}
