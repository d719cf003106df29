import type { CallView } from "@shell/contract";
import { Avatar, CameraIcon, CameraOffIcon, MicrophoneIcon, MicrophoneOffIcon, useTranslate } from "@shell/ui";
import { useAvatar } from "../useAvatar.ts";
import { KeyHint } from "./KeyHint.tsx";
import { TrustMark } from "./TrustMark.tsx";
import styles from "./People.module.css";

type Person = CallView["people"][number];

export interface PeopleListProps {
  readonly people: readonly Person[];
  /** The Matrix user of each, by id. */
  readonly userIds: ReadonlyMap<string, string>;
}

/** Everybody in the call, with what they have turned on. */
export function PeopleList({ people, userIds }: PeopleListProps) {
  return (
    <ul className={styles["list"]}>
      {people.map((person) => (
        <PersonLine key={person.id} person={person} userId={userIds.get(person.id) ?? person.id} />
      ))}
    </ul>
  );
}

function PersonLine({ person, userId }: { readonly person: Person; readonly userId: string }) {
  const t = useTranslate();
  const picture = useAvatar(person.avatarMxc, 96);
  return (
    <li className={styles["person"]}>
      <Avatar id={userId} name={person.displayName} picture={picture} />
      <span className={styles["name"]}>
        <span className={styles["displayName"]} dir="auto">
          {person.displayName}
        </span>
        <span className={styles["about"]}>
          <span className={styles["hint"]} dir="auto">
            {person.isOwn ? t("people.you") : userId}
          </span>
          {person.trust !== null && <TrustMark trust={person.trust} />}
        </span>
        <KeyHint person={person} />
      </span>
      <span className={styles["media"]} data-off={!person.isMicrophoneOn || undefined}>
        {person.isMicrophoneOn ? (
          <MicrophoneIcon role="img" aria-label={t("tile.microphoneOn")} />
        ) : (
          <MicrophoneOffIcon role="img" aria-label={t("tile.microphoneOff")} />
        )}
      </span>
      <span className={styles["media"]} data-off={!person.isCameraOn || undefined}>
        {person.isCameraOn ? (
          <CameraIcon role="img" aria-label={t("people.cameraOn")} />
        ) : (
          <CameraOffIcon role="img" aria-label={t("people.cameraOff")} />
        )}
      </span>
    </li>
  );
}
