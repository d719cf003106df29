import { useState } from "react";
import type { CallView, Intent, PlatformSnapshot, PlatformV1 } from "@shell/contract";
import { arrange } from "../machines/layout/arrange.ts";
import { emptyLayout, type LayoutContext } from "../machines/layout/layoutContext.ts";
import { reduceLayout } from "../machines/layout/reduceLayout.ts";
import { fakePlatform } from "../shell/contract/platform.fixture.ts";
import { drawnMedia } from "./drawing.fixture.ts";
import { snapshotOf, STORY_NOW } from "./fixtures.ts";
import { NowContext } from "./platform.ts";
import { Root } from "./Root.tsx";

/** The call's tiles where a layout puts them. */
function placed(call: CallView, layout: LayoutContext): CallView {
  const { placements, ...shape } = arrange(layout);
  const byId = new Map(call.tiles.map((tile) => [tile.tileId, tile]));
  const tiles = [...placements].flatMap(([tileId, at]) => {
    const tile = byId.get(tileId);
    return tile === undefined
      ? []
      : { ...tile, rect: at?.rect ?? null, role: at?.role ?? tile.role, isPinned: layout.pinnedId === tileId };
  });
  return { ...call, tiles, layout: shape };
}

/** A call over a snapshot that answers to what is chosen: devices, layout, page, pins and notices. */
export function callPlatform(over: Partial<PlatformSnapshot>, send: (intent: Intent) => void): PlatformV1 {
  const snapshot = snapshotOf(over);
  const tiles = snapshot.call?.tiles ?? [];
  const speaking = tiles.filter(({ isSpeaking, isOwn }) => isSpeaking && !isOwn).map(({ memberId }) => memberId);
  let layout = reduceLayout({ ...emptyLayout, speakerId: speaking[0] ?? null }, { type: "roster.changed", tiles });
  const platform = fakePlatform({ snapshot, media: drawnMedia, send: answer });

  function answer(intent: Intent) {
    send(intent);
    const { devices, call, notices } = platform.getSnapshot();
    switch (intent.type) {
      case "microphone.toggled":
        return platform.change({
          devices: { ...devices, microphone: { ...devices.microphone, isOn: !devices.microphone.isOn } },
        });
      case "camera.toggled":
        return platform.change({ devices: { ...devices, camera: { ...devices.camera, isOn: !devices.camera.isOn } } });
      case "share.toggled":
        return platform.change({ devices: { ...devices, share: { ...devices.share, isOn: !devices.share.isOn } } });
      case "notice.dismissed":
        return platform.change({ notices: notices.filter(({ noticeId }) => noticeId !== intent.noticeId) });
      case "rating.given": {
        const { ended } = platform.getSnapshot();
        return platform.change({ ended: ended === null ? null : { ...ended, rating: intent.stars } });
      }
      case "layout.chosen":
      case "pin.chosen":
      case "page.chosen":
      case "stage.resized":
        layout = reduceLayout(layout, intent);
        return call === null ? undefined : platform.change({ call: placed(call, layout) });
      default:
        return undefined;
    }
  }
  return platform;
}

export interface CallScreenProps {
  /** What the snapshot has that a call of three has not. */
  readonly snapshot: Partial<PlatformSnapshot>;
  readonly send: (intent: Intent) => void;
}

const stopped = () => STORY_NOW;

/** The whole micro-frontend over a snapshot, at a stopped clock. */
export function CallScreen({ snapshot, send }: CallScreenProps) {
  const [platform] = useState(() => callPlatform(snapshot, send));
  return (
    <NowContext value={stopped}>
      <Root platform={platform} />
    </NowContext>
  );
}
