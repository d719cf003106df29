import type { Config } from "../../machines/domain/config.ts";
import { type Fault, faultOf } from "../../machines/domain/fault.ts";
import type { HomeserverAddress, HomeserverEvent, RecentCall } from "../../workers/homeserver/homeserver.api.ts";
import type { AudioPlayout, PlayableAudio } from "../adapters/browser/audioPlayout.ts";
import type { LocalMedia } from "../adapters/browser/localMedia.ts";
import { holdTabLock } from "../adapters/browser/tabLock.ts";
import type { Intent } from "../contract/intent.ts";
import type { PlatformSnapshot } from "../contract/snapshot.ts";
import type { Router } from "../routes/router.ts";
import { createCallCreation } from "./createCall.ts";
import { startAccountFlow } from "./flows/accountFlow.ts";
import { startCallFlow } from "./flows/callFlow.ts";
import type { DevicesFlow } from "./flows/devicesFlow.ts";
import { startDiscoveryFlow } from "./flows/discoveryFlow.ts";
import { startRoomFlow } from "./flows/roomFlow.ts";
import { createIntentHandler } from "./intents.ts";
import type { Media } from "./media.ts";
import { createNotices } from "./notices.ts";
import type { EngineParts } from "./parts.ts";
import { createSnapshotAssembler, type LooseFacts } from "./platformSnapshot.ts";
import { connectRealms } from "./realmSet.ts";
import type { Settings } from "./settings.ts";
import { createStore, type Store } from "./store.ts";
import { startLinkFollowing } from "./linkFollowing.ts";
import type { StartedRealms } from "./startRealms.ts";

// With the engine, as nothing before it reads more of the file than where the account goes.
export { decodeConfig } from "../../machines/domain/config.ts";

/** What the composition root gives the engine. */
export interface EngineInput {
  readonly workers: StartedRealms;
  readonly config: Config;
  readonly router: Router;
  readonly settings: Settings;
  readonly localMedia: LocalMedia;
  readonly devices: DevicesFlow;
  readonly audio: AudioPlayout;
  readonly media: Media;
  readonly brandName: string;
  readonly version: string;
  readonly signal: AbortSignal;
}

/** The running engine, as the platform shows it. */
export interface Engine {
  readonly snapshot: Pick<Store<PlatformSnapshot>, "getSnapshot" | "subscribe">;
  send(intent: Intent): void;
}

export function startEngine(input: EngineInput): Engine {
  const { workers, config, router, settings, localMedia, devices, audio, media, brandName, version, signal } = input;
  const loose = createStore<LooseFacts>({ recentCalls: [], pageFault: null, rating: null, renamed: null });
  const change = (facts: Partial<LooseFacts>) => loose.set({ ...loose.getSnapshot(), ...facts });
  const notices = createNotices();
  const realms = connectRealms(workers, onHomeserverEvent, (fault) => change({ pageFault: fault }), signal);
  const { homeserver } = realms;
  const homeserverAddress = (): HomeserverAddress | null => {
    const { homeserver: url } = router.route.getSnapshot().params;
    return url === null ? config.homeserver : { baseUrl: url, serverName: null };
  };
  const account = startAccountFlow(homeserver, homeserverAddress);
  const room = startRoomFlow(homeserver);
  const discovery = startDiscoveryFlow(homeserver);
  const tabLock = holdTabLock(() => {
    change({ pageFault: faultOf("browser.second_tab") });
    calls.actor.send({ type: "otherTab.found" });
  }, signal);
  const calls = startCallFlow({
    config,
    mode: () => config.mode ?? settings.store.getSnapshot().preferences.mode,
    realms,
    localMedia,
    devices,
    discovery,
    isSelfViewShown: () => settings.store.getSnapshot().preferences.isSelfViewShown,
    params: () => router.route.getSnapshot().params,
    loadLiveKit: () => import("../adapters/livekit/index.ts"),
    onLevel: (voiceId, level) => media.tellLevel(voiceId, level),
    onStorageFault: tellStorage,
    claimTab: () => void tabLock.overrule(),
  });
  const creation = createCallCreation(homeserver, account, router.navigate);
  const isFacingAway = () => localMedia.trackOf("camera")?.getSettings().facingMode === "environment";
  const parts: EngineParts = {
    config,
    realms,
    router,
    settings,
    notices,
    account,
    room,
    discovery,
    devices,
    calls,
    creation,
    homeserverAddress,
    isFacingAway,
  };

  media.connect({
    findVideo: (videoId) => findRemote(videoId)?.track ?? null,
    async fetchAvatar(mxc, sizePx) {
      const picture = await homeserver.fetchAvatar(mxc, sizePx);
      return picture.ok ? picture.value : null;
    },
  });

  function findRemote(videoId: string) {
    const [serviceUrl, trackId = ""] = videoId.split(" ");
    for (const connection of calls.session.getSnapshot()?.connections.all() ?? []) {
      if (connection.serviceUrl === serviceUrl) return connection.remote()?.mediaByTrack.get(trackId) ?? null;
    }
    return null;
  }

  /** The call goes on from memory; what a reload would cost is said in a notice's own words. */
  function tellStorage({ code }: Fault): void {
    notices.show(code === "storage.full" ? "storageFull" : "storageBlocked", { tone: "warning" });
  }

  /** Only those who are members are heard. */
  function syncAudio(): void {
    const current = calls.session.getSnapshot();
    const audible = new Map<string, PlayableAudio>();
    for (const { serviceUrl, participantId, state } of current?.facts.getSnapshot() ?? []) {
      if (state === "unencrypted") continue;
      for (const connection of current?.connections.all() ?? []) {
        if (connection.serviceUrl !== serviceUrl) continue;
        for (const [trackId, { participantId: speaker, source, track }] of connection.remote()?.mediaByTrack ?? []) {
          if (speaker === participantId && (source === "microphone" || source === "screen_audio"))
            audible.set(trackId, track);
        }
      }
    }
    audio.sync(audible);
  }

  function onHomeserverEvent(event: HomeserverEvent): void {
    switch (event.type) {
      case "account.changed":
        account.actor.send(event);
        if (isStorageFault(event.fault)) tellStorage(event.fault);
        else if (event.fault !== null && calls.actor.getSnapshot().matches("inCall"))
          notices.show("accountExpired", { tone: "warning", fault: event.fault });
        return;
      case "recentCalls.changed":
        return change({ recentCalls: event.calls satisfies readonly RecentCall[] });
      case "roomMembership.changed":
        room.send(event);
        calls.actor.send(event);
        return;
      case "call.events":
        for (const callEvent of event.events) calls.session.getSnapshot()?.recorder.record(callEvent);
        return;
      case "roomName.changed":
        return change({ renamed: event });
    }
  }

  const assemble = createSnapshotAssembler(parts, { name: brandName }, version);
  const snapshot = createStore(assemble(loose.getSnapshot()));
  let isDue = false;
  function changed(): void {
    if (isDue) return;
    isDue = true;
    queueMicrotask(() => {
      isDue = false;
      syncAudio();
      snapshot.set(assemble(loose.getSnapshot()));
    });
  }
  for (const source of [
    account.actor,
    room,
    discovery,
    devices.actor,
    calls.actor,
    creation.store,
    settings.store,
    notices.store,
    router.route,
    loose,
  ]) {
    (source as { subscribe(onChange: () => void): unknown }).subscribe(changed);
  }
  calls.session.subscribe((session) => {
    changed();
    for (const source of session === null
      ? []
      : [session.join, session.focus, session.layout, session.facts, session.recorder.state]) {
      (source as { subscribe(onChange: () => void): unknown }).subscribe(changed);
    }
  });
  startLinkFollowing(parts);
  account.actor.subscribe((current) => {
    const wasSignedIn = current.matches("signedIn") || current.matches("expired");
    if (current.matches("restoring") || wasSignedIn === settings.store.getSnapshot().preferences.wasSignedIn) return;
    settings.choose({ wasSignedIn });
  });
  addEventListener("pagehide", () => void calls.session.getSnapshot()?.leave(), { signal });

  void tabLock.isOurs.then((isOurs) => isOurs || change({ pageFault: faultOf("browser.second_tab") }));
  const reload = (): void => location.reload();
  const send = createIntentHandler(parts, {
    rate: (rating) => change({ rating }),
    overruleOtherTab: () => void tabLock.overrule().then(reload),
    retryPage: () => isPageFault(loose.getSnapshot().pageFault) && reload(),
  });
  return { snapshot, send };
}

function isStorageFault(fault: Fault | null): fault is Fault {
  return fault?.code === "storage.blocked" || fault?.code === "storage.full";
}

function isPageFault(fault: Fault | null): boolean {
  return fault !== null;
}
