import { useRef } from "react";
import { Avatar, AvatarStack, CloseIcon, IconButton, useTranslate } from "@shell/ui";
import type { Intent, PlatformMedia, RecentCallView } from "@shell/contract";
import { useFaces } from "../faces.ts";
import { relativeTime } from "./relativeTime.ts";
import styles from "./RecentCalls.module.css";

export interface RecentCallsProps {
  readonly calls: readonly RecentCallView[];
  readonly media: PlatformMedia;
  readonly language: string;
  readonly nowMs: number;
  readonly send: (intent: Intent) => void;
}

/** The calls one was in, the latest first; one press and one is in its lobby. */
export function RecentCalls({ calls, media, language, nowMs, send }: RecentCallsProps) {
  const t = useTranslate();
  const headingRef = useRef<HTMLHeadingElement>(null);
  return (
    <section className={styles["section"]} aria-labelledby="recent-calls">
      <h2 id="recent-calls" ref={headingRef} tabIndex={-1} className={styles["heading"]}>
        {t("home.recent")}
      </h2>
      {calls.length === 0 && <p className={styles["empty"]}>{t("home.recentEmpty")}</p>}
      <ul className={styles["list"]}>
        {calls.map((call) => (
          <li key={call.roomId} className={styles["call"]}>
            <RecentCall call={call} media={media} time={relativeTime(call.lastActiveAt, nowMs, language)} send={send} />
            <IconButton
              label={t("home.remove", { name: call.name })}
              icon={<CloseIcon />}
              size="small"
              className={styles["remove"]}
              onClick={() => {
                send({ type: "recentCall.removed", roomId: call.roomId });
                // The button goes with its call; the list's heading is the nearest thing that stays.
                headingRef.current?.focus();
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RecentCallProps {
  readonly call: RecentCallView;
  readonly media: PlatformMedia;
  readonly time: string;
  readonly send: (intent: Intent) => void;
}

function RecentCall({ call, media, time, send }: RecentCallProps) {
  const t = useTranslate();
  const faces = useFaces(call.people, media, 40);
  const isLive = call.inCallCount > 0;
  return (
    <a
      className={styles["link"]}
      href={call.path}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        send({ type: "path.requested", path: call.path });
      }}
    >
      <span className={styles["faces"]}>
        {faces.length === 0 ? (
          <Avatar id={call.roomId} name={call.name} />
        ) : (
          <AvatarStack
            people={faces}
            limit={3}
            size="small"
            label={call.people.map((person) => person.displayName).join(", ")}
            isLabelHidden
          />
        )}
      </span>
      <span className={styles["words"]}>
        <span className={styles["name"]}>
          <bdi>{call.name}</bdi>
        </span>
        <span className={styles["time"]} data-live={isLive || undefined}>
          {isLive ? t("home.inCallNow", { count: call.inCallCount }) : time}
        </span>
      </span>
    </a>
  );
}
