import { use, useState } from "react";
import { BackIcon, CheckIcon, IconButton, InviteIcon, SettingsIcon, useTranslate } from "@shell/ui";
import type { AccountView, BrandView, DevicesView, Intent, JoinView, PlatformMedia, RoomView } from "@shell/contract";
import { FrameContext } from "../page/frame.ts";
import { Page } from "../page/Page.tsx";
import { DeviceBar } from "./DeviceBar.tsx";
import { Preview } from "./Preview.tsx";
import { RoomCard } from "./RoomCard.tsx";
import { useShortcuts } from "./shortcuts.ts";
import styles from "./Lobby.module.css";

export interface LobbyProps {
  readonly brand: BrandView;
  readonly account: AccountView;
  readonly room: RoomView | null;
  readonly devices: DevicesView;
  readonly join: JoinView;
  readonly media: PlatformMedia;
  readonly language: string;
  readonly userAgent: string;
  readonly send: (intent: Intent) => void;
}

/** Before the call: oneself on the left, the call on the right; on a phone below one another with the button at the thumb. */
export function Lobby({ brand, account, room, devices, join, media, language, userAgent, send }: LobbyProps) {
  const t = useTranslate();
  useShortcuts(send);
  const { header, hasControls, isConfined } = use(FrameContext);
  const inviteUrl = room?.inviteUrl ?? null;
  const settings = (
    <IconButton
      label={t("lobby.settings")}
      icon={<SettingsIcon />}
      onClick={() => send({ type: "settings.opened", tab: "audio" })}
      data-testid={header === "app_bar" ? "settings-app-bar" : "settings-bottom-left"}
    />
  );
  const back = (
    <IconButton label={t("lobby.back")} icon={<BackIcon />} onClick={() => send({ type: "home.requested" })} />
  );
  return (
    <Page
      brand={brand}
      shape="wide"
      start={isConfined ? undefined : back}
      end={
        hasControls && (
          <>
            {inviteUrl !== null && <Invite url={inviteUrl} send={send} />}
            {settings}
          </>
        )
      }
    >
      <div className={styles["lobby"]}>
        <div className={styles["self"]}>
          <Preview account={account} devices={devices} media={media} userAgent={userAgent} send={send} />
          <DeviceBar devices={devices} send={send}>
            {header === "none" && hasControls && settings}
          </DeviceBar>
        </div>
        <RoomCard room={room} join={join} media={media} language={language} send={send} />
      </div>
    </Page>
  );
}

/** Copies the link and shows that it did; the shell says so in words as well. */
function Invite({ url, send }: { readonly url: string; readonly send: (intent: Intent) => void }) {
  const t = useTranslate();
  const [isCopied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(url);
    setCopied(true);
    send({ type: "link.copied" });
  }
  return (
    <IconButton
      label={isCopied ? t("lobby.linkCopied") : t("lobby.invite")}
      icon={isCopied ? <CheckIcon /> : <InviteIcon />}
      onClick={() => void copy()}
    />
  );
}
