import { useEffect, useRef, useState } from "react";
import { TranslateContext, usePlatform } from "@shell/ui";
import type { PlatformSnapshot, PlatformV1 } from "@shell/contract";
import { DraftsContext, type Draft } from "./drafts.ts";
import { Entry } from "./entry/Entry.tsx";
import { FaultScreen } from "./fault/FaultScreen.tsx";
import { Home } from "./home/Home.tsx";
import { Lobby } from "./lobby/Lobby.tsx";
import { Notices } from "./notices/Notices.tsx";
import { FrameContext } from "./page/frame.ts";
import { Register } from "./sign-in/Register.tsx";
import { SignIn } from "./sign-in/SignIn.tsx";
import { Starting } from "./starting/Starting.tsx";

export interface RootProps {
  readonly platform: PlatformV1;
  /** The present moment, in ms since 1970; the clock's when left out. */
  readonly nowMs?: number;
  /** What the browser calls itself; the browser's own word when left out. */
  readonly userAgent?: string;
}

/** Every screen before the call, chosen by the snapshot. What was typed outlives each of them. */
export function Root({ platform, nowMs = Date.now(), userAgent = navigator.userAgent }: RootProps) {
  const [drafts] = useState(() => new Map<Draft, string>());
  const snapshot = usePlatform(platform, whole);
  const ref = useRef<HTMLDivElement>(null);
  const lastScreen = useRef(snapshot.screen);
  useEffect(() => {
    if (lastScreen.current === snapshot.screen) return;
    lastScreen.current = snapshot.screen;
    // What was pressed went with its page; the next key starts at the new one.
    if (document.activeElement === document.body) ref.current?.querySelector("main")?.focus({ preventScroll: true });
  }, [snapshot.screen]);
  return (
    <TranslateContext value={platform.t}>
      <DraftsContext value={drafts}>
        <FrameContext value={snapshot.frame}>
          <div ref={ref}>
            <ScreenOf snapshot={snapshot} platform={platform} nowMs={nowMs} userAgent={userAgent} />
          </div>
        </FrameContext>
        <Notices notices={snapshot.notices} send={platform.send} />
      </DraftsContext>
    </TranslateContext>
  );
}

function whole(snapshot: PlatformSnapshot): PlatformSnapshot {
  return snapshot;
}

function ScreenOf({
  snapshot,
  platform,
  nowMs,
  userAgent,
}: Required<RootProps> & { readonly snapshot: PlatformSnapshot }) {
  const { screen, brand, account, home, room, devices, join, fault } = snapshot;
  const { media, language, send } = platform;
  switch (screen) {
    case "home":
      return <Home {...{ brand, account, home, media, language, nowMs, send }} />;
    case "sign-in":
      return <SignIn {...{ brand, account, send }} />;
    case "register":
      return <Register {...{ brand, account, send }} />;
    case "entry":
      return <Entry {...{ brand, account, room, send }} />;
    case "lobby":
      return <Lobby {...{ brand, account, room, devices, join, media, language, userAgent, send }} />;
    case "fault":
      return fault === null ? <Starting /> : <FaultScreen {...{ brand, fault, send }} />;
    case "starting":
      return <Starting />;
    case "call":
    case "ended":
      return null; // another micro-frontend's
  }
}
