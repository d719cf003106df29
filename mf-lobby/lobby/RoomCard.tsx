import { AvatarStack, EncryptionShield, PeopleIcon, useTranslate } from "@shell/ui";
import type { Intent, JoinView, PersonView, PlatformMedia, RoomView } from "@shell/contract";
import { useFaces } from "../faces.ts";
import { JoinPart } from "./JoinPart.tsx";
import { presentLine } from "./present.ts";
import styles from "./RoomCard.module.css";

export interface RoomCardProps {
  readonly room: RoomView | null;
  readonly join: JoinView;
  readonly media: PlatformMedia;
  readonly language: string;
  readonly send: (intent: Intent) => void;
}

const nobody: readonly PersonView[] = [];

/** The call that is about to be joined: its name, who is there, the button, and how private it is. */
export function RoomCard({ room, join, media, language, send }: RoomCardProps) {
  const t = useTranslate();
  const present = room?.present ?? nobody;
  const faces = useFaces(present, media, 40);
  // Whoever still has to be let in cannot know who is there.
  const isKnown = present.length > 0 || room?.status === "joinable" || room?.status === "ready";
  return (
    <section className={styles["card"]} aria-labelledby="lobby-room">
      <div className={styles["head"]}>
        <h1
          id="lobby-room"
          className={styles["name"]}
          data-unknown={!room?.name || undefined}
          data-testid="roomHeader_roomName"
        >
          <bdi>{room?.name || t("lobby.findingRoom")}</bdi>
        </h1>
        <div className={styles["present"]} aria-live="polite">
          {isKnown &&
            (present.length > 0 ? (
              <AvatarStack people={faces} size="small" label={presentLine(present, language, t)} />
            ) : (
              <p className={styles["nobody"]}>{t("lobby.nobodyHere")}</p>
            ))}
          {present.length > 0 && (
            <span className={styles["count"]} aria-hidden="true">
              <PeopleIcon />
              <span data-testid="roomHeader_participants_count">{present.length}</span>
            </span>
          )}
        </div>
      </div>
      <div className={styles["join"]}>
        <JoinPart join={join} room={room} send={send} />
        <div className={styles["privacy"]}>
          {room?.encryption === "per_participant" && (
            <EncryptionShield state="encrypted" label={t("lobby.encryptedMembers")} />
          )}
          {room?.encryption === "shared_key" && <EncryptionShield state="encrypted" label={t("lobby.encryptedLink")} />}
          {room?.encryption === "none" && <EncryptionShield state="off" label={t("lobby.notEncrypted")} />}
          {join.refusedCodec === "av1" && <p className={styles["codec"]}>{t("lobby.av1Refused")}</p>}
        </div>
      </div>
    </section>
  );
}
