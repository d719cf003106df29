import type { CallView, FrameView, Intent, RoomView } from "@shell/contract";
import { EncryptionShield, IconButton, InviteIcon, PeopleIcon, SettingsIcon, useTranslate } from "@shell/ui";
import { Clock } from "./Clock.tsx";
import { LayoutSwitch } from "./LayoutSwitch.tsx";
import { shieldOf } from "./shield.ts";
import styles from "./TopBar.module.css";

export interface TopBarProps {
  readonly room: RoomView | null;
  readonly call: CallView;
  readonly frame: FrameView;
  readonly send: (intent: Intent) => void;
  readonly isHidden: boolean;
  readonly arePeopleShown: boolean;
  readonly onPeople: () => void;
  readonly onInvite: (() => void) | null;
}

/** The bar at the top: which call this is, whether it is safe, who is in it. */
export function TopBar({ room, call, frame, send, isHidden, arePeopleShown, onPeople, onInvite }: TopBarProps) {
  const t = useTranslate();
  const shield = shieldOf(room, call, t);
  return (
    <header className={styles["bar"]} data-bars="" data-hidden={isHidden || undefined}>
      <div className={styles["about"]}>
        <h1 className={styles["room"]} data-testid="roomHeader_roomName" dir="auto">
          {room?.name ?? ""}
        </h1>
        {call.joinedAt > 0 && <Clock since={call.joinedAt} />}
        {shield !== null && (
          <span className={styles["shield"]}>
            <EncryptionShield {...shield} />
          </span>
        )}
      </div>
      <div className={styles["doing"]}>
        <button
          type="button"
          className={styles["people"]}
          aria-expanded={arePeopleShown}
          aria-label={t("call.people", { count: call.participantCount })}
          onClick={onPeople}
        >
          <PeopleIcon aria-hidden="true" />
          <span data-testid="roomHeader_participants_count">{call.participantCount}</span>
        </button>
        {onInvite !== null && (
          <IconButton
            className={styles["invite"]}
            label={t("controls.invite")}
            icon={<InviteIcon />}
            hasTooltip={false}
            onClick={onInvite}
          />
        )}
        {frame.hasControls && <LayoutSwitch layout={call.layout} send={send} />}
        {frame.hasControls && frame.header === "app_bar" && (
          <IconButton
            data-testid="settings-app-bar"
            label={t("controls.settings")}
            icon={<SettingsIcon />}
            hasTooltip={false}
            onClick={() => send({ type: "settings.opened", tab: "audio" })}
          />
        )}
      </div>
    </header>
  );
}
