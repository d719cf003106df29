import type { SnapshotFrom } from "xstate";
import { nameOfLink } from "../../machines/domain/roomLink.ts";
import type { devicesMachine } from "../../machines/devices/devices.machine.ts";
import type { Intent } from "../contract/intent.ts";
import type { PlatformV1, Translate } from "../contract/platform.ts";
import type { PlatformSnapshot } from "../contract/snapshot.ts";
import type { Router } from "../routes/router.ts";
import type { DevicesFlow } from "./flows/devicesFlow.ts";
import type { Engine } from "./engine.ts";
import type { Media } from "./media.ts";
import type { Settings } from "./settings.ts";
import { createStore } from "./store.ts";
import { type BrowserAbilities, selectDevicesView } from "./views/devicesView.ts";
import { selectFrameView } from "./views/frameView.ts";

/** The platform as views see it, there from the first moment: the engine takes it over when its code has come. */
export interface PlatformFrame {
  readonly platform: PlatformV1;
  /** The engine runs: its snapshot counts from now on, and what the person wanted meanwhile is done. */
  attach(engine: Engine): void;
}

/** What is there before the engine. */
export interface FrameInput {
  readonly router: Router;
  readonly settings: Settings;
  readonly devices: DevicesFlow;
  readonly media: Media;
  readonly t: Translate;
  readonly language: string;
  readonly version: string;
}

/** Intents that the frame answers by itself, so that a device can be muted before anything else has loaded. */
const deviceIntents = ["microphone.toggled", "camera.toggled", "permission.requested"] as const;

export function createPlatformFrame({
  router,
  settings,
  devices,
  media,
  t,
  language,
  version,
}: FrameInput): PlatformFrame {
  // Nothing is shared before the call.
  const abilities: BrowserAbilities = { canShare: false, canChooseSpeaker: "setSinkId" in HTMLMediaElement.prototype };
  const view = (snapshot: SnapshotFrom<typeof devicesMachine>) => selectDevicesView(snapshot, abilities, false);
  const store = createStore<PlatformSnapshot>({
    ...firstSnapshot(router, settings, t("brand.name"), version),
    devices: view(devices.actor.getSnapshot()),
  });
  const waiting: Intent[] = [];
  let engine: Engine | null = null;
  const following = devices.actor.subscribe((snapshot) =>
    store.set({ ...store.getSnapshot(), devices: view(snapshot) }),
  );

  function send(intent: Intent): void {
    if (engine !== null) engine.send(intent);
    else if (isDeviceIntent(intent)) devices.actor.send(intent);
    else waiting.push(intent);
  }

  return {
    platform: { version: 1, getSnapshot: store.getSnapshot, subscribe: store.subscribe, send, media, t, language },
    attach(started) {
      engine = started;
      following.unsubscribe();
      store.set(started.snapshot.getSnapshot());
      started.snapshot.subscribe(store.set);
      for (const intent of waiting.splice(0)) started.send(intent);
    },
  };
}

function isDeviceIntent(intent: Intent): intent is Extract<Intent, { readonly type: (typeof deviceIntents)[number] }> {
  return deviceIntents.some((type) => type === intent.type);
}

/** What can be said from the address and what was chosen earlier, without asking anybody. */
function firstSnapshot(
  router: Router,
  settings: Settings,
  brandName: string,
  version: string,
): Omit<PlatformSnapshot, "devices"> {
  const { name, params } = router.route.getSnapshot();
  const { preferences, openTab } = settings.store.getSnapshot();
  const { wasSignedIn, theme, volume, isSelfViewShown, mode } = preferences;
  const isLink = name === "room";
  return {
    screen: isLink ? (wasSignedIn || params.displayName !== null ? "lobby" : "entry") : name,
    brand: { name: brandName },
    frame: selectFrameView(params),
    account: {
      status: wasSignedIn ? "restoring" : "signed-out",
      userId: null,
      displayName: null,
      avatarMxc: null,
      isGuest: false,
      serverName: null,
      fault: null,
    },
    home: { recentCalls: [], isCreating: false, fault: null },
    room: isLink
      ? {
          status: "finding",
          name: nameOfLink(params.room),
          avatarMxc: null,
          encryption: null,
          inviteUrl: null,
          present: [],
        }
      : null,
    join: {
      status: "waiting",
      waitingFor: wasSignedIn ? "account" : "room",
      step: null,
      fault: null,
      refusedCodec: null,
    },
    call: null,
    ended: null,
    settings: { openTab, theme, volume, isSelfViewShown, mode, isModeFixed: false, version },
    notices: [],
    fault: null,
  };
}
