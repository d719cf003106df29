import { useEffect, useState } from "react";
import type { Intent, PlatformSnapshot } from "@shell/contract";
import { fakePlatform } from "../shell/contract/platform.fixture.ts";
import { snapshotOf, STORY_NOW } from "./fixtures.ts";
import { Root } from "./Root.tsx";

export interface ScreenProps {
  /** What the snapshot has that a signed-in person's home has not. */
  readonly snapshot: Partial<PlatformSnapshot>;
  readonly send: (intent: Intent) => void;
  readonly userAgent?: string;
}

/** A whole screen of the micro-frontend over a snapshot; a changed snapshot reaches it as in the product. */
export function Screen({ snapshot, send, userAgent = "Chrome/156.0" }: ScreenProps) {
  const [platform] = useState(() => fakePlatform({ snapshot: snapshotOf(snapshot), send }));
  useEffect(() => platform.change(snapshotOf(snapshot)), [platform, snapshot]);
  return <Root platform={platform} nowMs={STORY_NOW} userAgent={userAgent} />;
}
