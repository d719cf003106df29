import type { EncryptionMode, JoinStep, MatrixRtcMode } from "../../machines/domain/call.ts";
import type { Fault } from "../../machines/domain/fault.ts";
import type { Trust } from "../../machines/domain/trust.ts";
import type { MediaState } from "../../machines/projections/tileFacts.ts";
import type { Rect } from "../../machines/layout/geometry.ts";
import type { SettingsTab } from "./intent.ts";

/** Which of our screens is shown; each belongs to one micro-frontend. */
export type Screen =
  /** Nothing is decided yet; at most a moment. */
  | "starting"
  | "home"
  | "sign-in"
  | "register"
  /** A link was opened signed out: who are you? */
  | "entry"
  /** Preview and devices, before joining; also while the room behind it is still being found. */
  | "lobby"
  | "call"
  | "ended"
  /** The call cannot be shown at all; `fault` says why. */
  | "fault";

/** Everything the views need. Slices are replaced only when they changed, so compare with `===`. */
export interface PlatformSnapshot {
  readonly screen: Screen;
  readonly brand: BrandView;
  readonly frame: FrameView;
  readonly account: AccountView;
  readonly home: HomeView;
  readonly room: RoomView | null;
  readonly devices: DevicesView;
  readonly join: JoinView;
  readonly call: CallView | null;
  readonly ended: EndedView | null;
  readonly settings: SettingsView;
  readonly notices: readonly NoticeView[];
  /** Set on screen `fault`. */
  readonly fault: Fault | null;
}

export interface BrandView {
  readonly name: string;
}

/** How much of our frame is around the call: a link may hide parts of it. */
export interface FrameView {
  /** The bar on top. `app_bar` is a phone app's: the settings are in it, not at the bottom. */
  readonly header: "none" | "standard" | "app_bar";
  /** Whether there is anything to press in the call. */
  readonly hasControls: boolean;
  /** No way leads out of the call's room. */
  readonly isConfined: boolean;
}

export interface AccountView {
  readonly status: "restoring" | "signed-out" | "registering" | "signing-in" | "signing-out" | "signed-in" | "expired";
  readonly userId: string | null;
  readonly displayName: string | null;
  readonly avatarMxc: string | null;
  readonly isGuest: boolean;
  /** Server name for hints beside the sign-in fields; null while unknown. */
  readonly serverName: string | null;
  /** Why the last sign-in, registration or profile change did not work. */
  readonly fault: Fault | null;
}

export interface HomeView {
  readonly recentCalls: readonly RecentCallView[];
  readonly isCreating: boolean;
  /** Why the last creation did not work. What was typed stays typed. */
  readonly fault: Fault | null;
}

export interface RecentCallView {
  readonly roomId: string;
  readonly name: string;
  readonly lastActiveAt: number;
  readonly inCallCount: number;
  readonly people: readonly PersonView[];
  readonly path: string;
}

export interface PersonView {
  readonly id: string;
  readonly displayName: string;
  readonly avatarMxc: string | null;
}

export interface RoomView {
  /** `finding` while name and permission are not known yet; the lobby shows its preview meanwhile. */
  readonly status: "finding" | "joinable" | "knock-needed" | "knocking" | "waiting" | "ready";
  readonly name: string;
  readonly avatarMxc: string | null;
  readonly encryption: EncryptionMode | null;
  /** Whole address to give to others; null until known. */
  readonly inviteUrl: string | null;
  /** Who is in the call now. */
  readonly present: readonly PersonView[];
}

export interface DeviceView {
  readonly deviceId: string;
  readonly label: string;
}

export interface DeviceKindView {
  readonly isOn: boolean;
  /** True while it is being turned on or changed. */
  readonly isBusy: boolean;
  readonly chosenId: string | null;
  readonly available: readonly DeviceView[];
  readonly fault: Fault | null;
}

export interface DevicesView {
  readonly permission: "asking" | "granted" | "denied" | "missing";
  readonly microphone: DeviceKindView;
  readonly camera: DeviceKindView;
  readonly speaker: {
    readonly chosenId: string | null;
    readonly available: readonly DeviceView[];
    readonly canChoose: boolean;
  };
  readonly share: {
    readonly isOn: boolean;
    readonly isBusy: boolean;
    readonly canShare: boolean;
    readonly fault: Fault | null;
  };
  /** The own picture is mirrored when the camera faces the person. */
  readonly isMirrored: boolean;
}

export interface JoinView {
  /** `ready`: pressing "Join" starts at once. `waiting`: not possible yet, `waitingFor` says on what. */
  readonly status: "waiting" | "ready" | "joining" | "failed";
  readonly waitingFor: "account" | "room" | "transport" | "knock" | null;
  readonly step: JoinStep | null;
  readonly fault: Fault | null;
  /** A codec that the deployment asks for and that cannot be encrypted; VP8 takes its place. */
  readonly refusedCodec: "av1" | null;
}

/** What a tile shows instead of, or over, its picture. */
export type TileState = MediaState;

export interface TileView {
  /** Stable for a member and kind: `memberId` or `memberId screen`. */
  readonly tileId: string;
  readonly memberId: string;
  readonly userId: string;
  readonly displayName: string;
  readonly avatarMxc: string | null;
  readonly kind: "person" | "screen";
  readonly isOwn: boolean;
  readonly state: TileState;
  /** Give it to `media.attachVideo`; null when there is no picture to show. */
  readonly videoId: string | null;
  readonly isMicrophoneOn: boolean;
  readonly isSpeaking: boolean;
  readonly isMirrored: boolean;
  readonly isPinned: boolean;
  /** Our key has not reached this member, so they cannot see or hear us. */
  readonly isKeyMissed: boolean;
  /** Where it stands on the stage, in px from the stage's top left; null when on another page. */
  readonly rect: Rect | null;
  /** Its part in the layout. */
  readonly role: "grid" | "spotlight" | "rail" | "floating";
}

export interface CallView {
  readonly layout: {
    readonly chosen: "grid" | "spotlight";
    readonly shape: "one-to-one" | "grid" | "spotlight";
    readonly page: number;
    readonly pageCount: number;
  };
  /** In tab order. */
  readonly tiles: readonly TileView[];
  readonly participantCount: number;
  readonly people: readonly (PersonView & {
    readonly isMicrophoneOn: boolean;
    readonly isCameraOn: boolean;
    readonly isOwn: boolean;
    /** Our key has not reached them: they cannot see or hear us yet. */
    readonly isKeyMissed: boolean;
    /** Since when we wait for their key, in ms since 1970; null when we have it, or need none. */
    readonly keyMissingSince: number | null;
    /** How far we know whose device it is; null for our own, while nothing is known, and where no device stands for a key. */
    readonly trust: Trust | null;
  })[];
  /** For comparing by voice: six groups of five digits; null while there is none. */
  readonly safetyCode: string | null;
  /** Set while a leg is down. `sfu`: our media is interrupted. `homeserver`: media goes on, newcomers have to wait. */
  readonly limited: readonly { readonly leg: "sfu" | "homeserver" | "membership"; readonly sinceMs: number }[];
  readonly joinedAt: number;
}

export interface EndedView {
  readonly cause: "left" | "removed" | "failed";
  readonly fault: Fault | null;
  readonly displayName: string;
  readonly rating: number | null;
  readonly isGuest: boolean;
}

export interface SettingsView {
  readonly openTab: SettingsTab | null;
  readonly theme: "system" | "dark" | "light" | "dark-high-contrast" | "light-high-contrast";
  readonly volume: number;
  readonly isSelfViewShown: boolean;
  readonly mode: MatrixRtcMode;
  /** True when `config.json` fixes the mode. */
  readonly isModeFixed: boolean;
  readonly version: string;
}

export interface NoticeView {
  readonly noticeId: string;
  readonly tone: "info" | "warning";
  /** Key below `notice.` in the locales. */
  readonly key:
    | "linkCopied"
    | "homeserverLost"
    | "reconnecting"
    | "deviceUnplugged"
    | "storageBlocked"
    | "storageFull"
    | "logExported"
    | "shareFailed"
    | "deviceFault"
    | "keyMissing"
    | "accountExpired";
  readonly values: Readonly<Record<string, string>>;
  readonly fault: Fault | null;
}
