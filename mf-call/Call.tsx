import { useCallback, useState } from "react";
import type { PlatformV1 } from "@shell/contract";
import { preloadOverlays, usePlatform } from "@shell/ui";
import { ControlBar } from "./controls/ControlBar.tsx";
import { TopBar } from "./controls/TopBar.tsx";
import { useResting } from "./controls/useResting.ts";
import { useShortcuts } from "./controls/useShortcuts.ts";
import { InviteDialog } from "./invite/InviteDialog.tsx";
import { Announcer } from "./notices/Announcer.tsx";
import { CallNotices } from "./notices/CallNotices.tsx";
import { PeoplePanel } from "./people/PeoplePanel.tsx";
import { useMediaQuery } from "./people/useMediaQuery.ts";
import { Alone } from "./stage/Alone.tsx";
import { Stage } from "./stage/Stage.tsx";
import styles from "./Call.module.css";

/** A stage as flat as a phone's on its side, where the bars lie over the picture. */
const FLAT = "(max-height: 600px)";

/** The call: the stage with its bars, and what opens beside or over it. */
export function Call({ platform }: { readonly platform: PlatformV1 }) {
  const call = usePlatform(platform, (snapshot) => snapshot.call);
  const room = usePlatform(platform, (snapshot) => snapshot.room);
  const devices = usePlatform(platform, (snapshot) => snapshot.devices);
  const frame = usePlatform(platform, (snapshot) => snapshot.frame);
  const notices = usePlatform(platform, (snapshot) => snapshot.notices);
  const [arePeopleShown, setPeopleShown] = useState(false);
  const [isInviteOpen, setInviteOpen] = useState(false);
  const isFlat = useMediaQuery(FLAT);
  const isResting = useResting(isFlat && !arePeopleShown && !isInviteOpen);
  const closePeople = useCallback(() => setPeopleShown(false), []);
  const togglePeople = useCallback(() => setPeopleShown((isShown) => !isShown), []);
  const openInvite = useCallback(() => setInviteOpen(true), []);
  const closeInvite = useCallback(() => setInviteOpen(false), []);
  const sendAny = useCallback<PlatformV1["send"]>((intent) => platform.send(intent), [platform]);
  const send = useShortcuts({ send: sendAny, isMicrophoneOn: devices.microphone.isOn, onEscape: closePeople });
  if (call === null) return <main className={styles["call"]} />;
  const url = room?.inviteUrl ?? null;
  const onInvite = url === null || !frame.hasControls ? null : openInvite;
  return (
    <main className={styles["call"]} onPointerEnter={preloadOverlays}>
      <Stage call={call} frame={frame} send={send}>
        {frame.header !== "none" && (
          <TopBar
            room={room}
            call={call}
            frame={frame}
            send={send}
            isHidden={isResting}
            arePeopleShown={arePeopleShown}
            onPeople={togglePeople}
            onInvite={onInvite}
          />
        )}
        {call.participantCount === 1 && <Alone onInvite={onInvite} />}
        <CallNotices notices={notices} limited={call.limited} send={send} />
        {frame.hasControls && (
          <ControlBar
            devices={devices}
            layout={call.layout}
            frame={frame}
            send={send}
            isHidden={isResting}
            onInvite={onInvite}
            onPeople={togglePeople}
          />
        )}
      </Stage>
      <PeoplePanel call={call} isOpen={arePeopleShown} onClose={closePeople} onInvite={onInvite} />
      {url !== null && (
        <InviteDialog
          url={url}
          isKeyInLink={room?.encryption === "shared_key"}
          isOpen={isInviteOpen}
          onClose={closeInvite}
          send={send}
        />
      )}
      <Announcer people={call.people} />
    </main>
  );
}
