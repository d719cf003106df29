import type {
  AccountView,
  BrandView,
  CallView,
  DevicesView,
  EndedView,
  FrameView,
  HomeView,
  JoinView,
  NoticeView,
  PlatformSnapshot,
  RecentCallView,
  RoomView,
  Screen,
  SettingsView,
} from "../contract/snapshot.ts";
import type { CreationState } from "./createCall.ts";
import type { RoomId } from "../../machines/domain/ids.ts";
import type { Fault } from "../../machines/domain/fault.ts";
import type { RecentCall } from "../../workers/homeserver/homeserver.api.ts";
import { nameOfLink } from "../../machines/domain/roomLink.ts";
import { memo } from "./memo.ts";
import type { EngineParts } from "./parts.ts";
import type { SettingsState } from "./settings.ts";
import { selectAccountView } from "./views/accountView.ts";
import { reuse } from "./reuse.ts";
import { selectCallView } from "./views/callView.ts";
import { type BrowserAbilities, selectDevicesView } from "./views/devicesView.ts";
import { selectFrameView } from "./views/frameView.ts";
import { selectJoinView } from "./views/joinView.ts";
import { selectRoomView } from "./views/roomView.ts";
import { selectScreen } from "./views/screen.ts";

/** What no machine holds. */
export interface LooseFacts {
  readonly recentCalls: readonly RecentCall[];
  readonly pageFault: Fault | null;
  readonly rating: number | null;
  /** The last room that got another name while it was open. */
  readonly renamed: { readonly roomId: RoomId; readonly name: string } | null;
}

/** Assembles what views read; a slice is made anew only when something that it is made from has changed. */
export function createSnapshotAssembler(
  parts: EngineParts,
  brand: BrandView,
  version: string,
): (loose: LooseFacts) => PlatformSnapshot {
  const abilities = memo((isShareHidden: boolean): BrowserAbilities => ({
    canShare: "getDisplayMedia" in navigator.mediaDevices && !isShareHidden,
    canChooseSpeaker: "setSinkId" in HTMLMediaElement.prototype,
  }));
  const frame = memo(selectFrameView);
  const account = memo(selectAccountView);
  const devices = memo(selectDevicesView);
  const join = memo(selectJoinView);
  const room = memo(selectRoomView);
  let lastCall: CallView | null = null;
  const call = memo((...inputs: Parameters<typeof selectCallView>) => {
    lastCall = reuse(lastCall, selectCallView(...inputs));
    return lastCall;
  });
  const members = memo((roster: ReturnType<typeof rosterOf>) => [...roster.values()].map(({ member }) => member));
  const home = memo((recentCalls: LooseFacts["recentCalls"], creation: CreationState): HomeView => ({
    recentCalls: recentCalls.map(recentCallView),
    ...creation,
  }));
  const settings = memo((state: SettingsState): SettingsView => ({
    openTab: state.openTab,
    theme: state.preferences.theme,
    volume: state.preferences.volume,
    isSelfViewShown: state.preferences.isSelfViewShown,
    mode: parts.config.mode ?? state.preferences.mode,
    isModeFixed: parts.config.mode !== null,
    version,
  }));
  const whole = memo(
    (
      screen: Screen,
      frameView: FrameView,
      accountView: AccountView,
      homeView: HomeView,
      roomView: RoomView | null,
      devicesView: DevicesView,
      joinView: JoinView,
      callView: CallView | null,
      endedView: EndedView | null,
      settingsView: SettingsView,
      notices: readonly NoticeView[],
      fault: Fault | null,
    ): PlatformSnapshot => ({
      screen,
      brand,
      frame: frameView,
      account: accountView,
      home: homeView,
      room: roomView,
      devices: devicesView,
      join: joinView,
      call: callView,
      ended: endedView,
      settings: settingsView,
      notices,
      fault,
    }),
  );
  const ended = memo(
    (
      cause: "left" | "removed" | "failed",
      fault: Fault | null,
      displayName: string,
      isGuest: boolean,
      rating: number | null,
    ) => ({ cause, fault, displayName, isGuest, rating }),
  );

  function rosterOf() {
    return parts.calls.session.getSnapshot()?.recorder.state.getSnapshot().roster ?? new Map<never, never>();
  }
  const noRoster = new Map<never, never>();

  return ({ recentCalls, pageFault, rating, renamed }) => {
    const accountNow = parts.account.actor.getSnapshot();
    const roomNow = parts.room.getSnapshot();
    const callNow = parts.calls.actor.getSnapshot();
    const session = parts.calls.session.getSnapshot();
    const route = parts.router.route.getSnapshot();
    const { wasSignedIn } = parts.settings.store.getSnapshot().preferences;
    const { screen, fault } = selectScreen({
      route,
      pageFault,
      account: accountNow,
      wasSignedIn,
      room: roomNow,
      call: callNow,
    });
    const accountView = account(accountNow, parts.homeserverAddress(), wasSignedIn);
    const devicesView = devices(
      parts.devices.actor.getSnapshot(),
      abilities(route.params.hideScreensharing),
      parts.isFacingAway(),
    );
    const state = session?.recorder.state.getSnapshot() ?? null;
    return whole(
      screen,
      frame(route.params),
      accountView,
      home(recentCalls, parts.creation.store.getSnapshot()),
      room(
        roomNow,
        session?.opened ?? null,
        renamed,
        members(state?.roster ?? noRoster),
        nameOfLink(route.params.room),
        location.origin,
      ),
      devicesView,
      join(
        session?.join.getSnapshot() ?? null,
        accountNow,
        roomNow,
        parts.discovery.getSnapshot(),
        session?.focus.getSnapshot().context.publishAt ?? null,
        parts.config.mediaQuality.refusedCodec,
      ),
      session === null || state === null || screen !== "call"
        ? null
        : call(state, session.facts.getSnapshot(), session.layout.getSnapshot().context, devicesView.isMirrored),
      callNow.matches("ended")
        ? ended(
            callNow.context.cause ?? "left",
            callNow.context.fault,
            accountView.displayName ?? "",
            accountView.isGuest,
            rating,
          )
        : null,
      settings(parts.settings.store.getSnapshot()),
      parts.notices.store.getSnapshot(),
      fault,
    );
  };
}

function recentCallView({ people, ...call }: RecentCall): RecentCallView {
  return {
    ...call,
    people: people.map(({ userId, displayName, avatarMxc }) => ({ id: userId, displayName, avatarMxc })),
  };
}
