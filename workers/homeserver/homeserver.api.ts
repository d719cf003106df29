import type { Account } from "../../machines/domain/account.ts";
import type { RoomPreview } from "../../machines/domain/room.ts";
import type { CallIntent } from "../../machines/domain/member.ts";
import type { EncryptionMode, MatrixRtcMode, NotificationKind } from "../../machines/domain/call.ts";
import type { Fault } from "../../machines/domain/fault.ts";
import type { ParticipantId, RoomId, UnixMs, UserId } from "../../machines/domain/ids.ts";
import type { Result } from "../../machines/domain/result.ts";
import type { Transport } from "../../machines/domain/transport.ts";
import type { CallEvent } from "../../machines/events/callEvents.ts";

export type { Account, RoomPreview };

/** Ends a subscription. */
export type Stop = () => void;

/** The homeserver to use, from `config.json` or the `homeserver` URL parameter. */
export interface HomeserverAddress {
  /** Client-server address without a trailing slash. */
  readonly baseUrl: string;
  /** Server name, for completing aliases; null when only the address is known. */
  readonly serverName: string | null;
}

/** A call that was visited before, for the home screen; newest first. */
export interface RecentCall {
  readonly roomId: RoomId;
  readonly name: string;
  readonly lastActiveAt: UnixMs;
  /** Up to five people in it, ourselves excluded. */
  readonly people: readonly {
    readonly userId: UserId;
    readonly displayName: string;
    readonly avatarMxc: string | null;
  }[];
  /** How many devices are in its call now. */
  readonly inCallCount: number;
  /** Path to open it again, with its password in the fragment when it has one. */
  readonly path: string;
}

/** Timings of a membership, in ms; from `config.json` `matrix_rtc_session`. */
export interface SessionTimings {
  readonly delayedLeaveDelayMs: number;
  readonly delayedLeaveRestartMs: number;
  readonly delayedLeaveRestartTimeoutMs: number;
  readonly networkRetryMs: number;
  readonly membershipExpiryMs: number;
}

/** What a call was opened as. */
export interface OpenedCall {
  readonly roomId: RoomId;
  readonly name: string;
  readonly avatarMxc: string | null;
  readonly encryption: EncryptionMode;
  /** Path of the invite link after the origin, e.g. `/room/#/standup?roomId=…`; with the password when there is one. */
  readonly invitePath: string;
  readonly isPublic: boolean;
}

/** An SFU to connect to, with the token for it. LiveKit needs both in the page; neither opens the Matrix account. */
export interface SfuGrant {
  /** WebSocket address. */
  readonly url: string;
  readonly jwt: string;
  /** Our own identity at that SFU, read from the token. */
  readonly participantId: ParticipantId;
}

/** What the worker tells unasked. */
export type HomeserverEvent =
  /** `null` when signed out or when the token expired (`fault` says so). */
  | { readonly type: "account.changed"; readonly account: Account | null; readonly fault: Fault | null }
  | { readonly type: "recentCalls.changed"; readonly calls: readonly RecentCall[] }
  /** Our own membership of the room that is open: kicked, banned, knock accepted. */
  | {
      readonly type: "roomMembership.changed";
      readonly roomId: RoomId;
      readonly membership: RoomPreview["membership"];
      readonly reason: string | null;
    }
  | { readonly type: "roomName.changed"; readonly roomId: RoomId; readonly name: string }
  /** Events of the call that is open, ready for the log. */
  | { readonly type: "call.events"; readonly events: readonly CallEvent[] };

/** The homeserver realm: account, sync, Olm, memberships and media keys. Every call returns within its deadline. */
export interface HomeserverApi {
  /** Takes the port to the media-crypto worker; wired once by the shell, which cannot read it. */
  acceptKeyPort(port: MessagePort): Promise<void>;
  follow(onEvent: (event: HomeserverEvent) => void): Promise<Stop>;

  /** Signs in with what was stored by an earlier visit. @returns null when there is nothing. @faults storage.blocked, homeserver.unreachable */
  restore(): Promise<Result<Account | null, Fault>>;
  /** @faults account.wrong_password, account.limited, homeserver.unreachable */
  signIn(input: { homeserver: HomeserverAddress; userName: string; password: string }): Promise<Result<Account, Fault>>;
  /** @faults account.name_taken, account.name_invalid, account.password_weak, account.registration_closed, … */
  register(input: {
    homeserver: HomeserverAddress;
    userName: string;
    password: string;
  }): Promise<Result<Account, Fault>>;
  /** An ordinary account with a random name and password, for a link (Matrix guests get no OpenID tokens). */
  registerGuest(input: { homeserver: HomeserverAddress; displayName: string }): Promise<Result<Account, Fault>>;
  signOut(): Promise<void>;
  setDisplayName(name: string): Promise<Result<null, Fault>>;
  /** PNG or JPEG bytes; null removes the picture. */
  setAvatar(image: Blob | null): Promise<Result<null, Fault>>;
  /** A picture by its `mxc://` address, scaled to `sizePx` (authenticated media, so fetched here). */
  fetchAvatar(mxc: string, sizePx: number): Promise<Result<Blob, Fault>>;

  /** @faults room.create_refused, homeserver.unreachable */
  createRoom(input: {
    name: string;
    encryption: "per_participant" | "shared_key";
  }): Promise<Result<{ roomId: RoomId; path: string }, Fault>>;
  /** Finds a room by id or alias. @faults room.not_found, homeserver.unreachable */
  findRoom(input: { roomIdOrAlias: string; viaServers: readonly string[] }): Promise<Result<RoomPreview, Fault>>;
  /** Joins the room unless we are in it, and waits until it is synced. @faults room.banned, room.not_joinable, room.knock_needed, room.not_found */
  enterRoom(input: { roomIdOrAlias: string; viaServers: readonly string[] }): Promise<Result<RoomPreview, Fault>>;
  knock(input: { roomIdOrAlias: string; viaServers: readonly string[] }): Promise<Result<null, Fault>>;
  /** Leaves the room for good (recent calls: remove). */
  forgetRoom(roomId: RoomId): Promise<Result<null, Fault>>;

  /**
   * Starts watching the call of a room that we are in; `call.events` then brings its members. A password in the link,
   * or one remembered for the room, makes it `shared_key`; else room encryption makes it `per_participant`.
   * @faults sticky.unsupported, storage.full
   */
  openCall(input: {
    roomId: RoomId;
    password: string | null;
    mode: MatrixRtcMode;
    timings: SessionTimings;
    /** Sent to the room once we have joined as the first, as a message; null (or none given) sends nothing. */
    notification?: NotificationKind | null;
    /** Sends our key to verified devices alone; not unless it is said. */
    isVerifiedOnly?: boolean;
  }): Promise<Result<OpenedCall, Fault>>;
  /** Stops watching and forgets the call's keys. */
  closeCall(): Promise<void>;

  /** What the homeserver names (`…/rtc/transports`). An empty list is a success. @see MSC4143 */
  askHomeserverTransports(): Promise<Result<readonly Transport[], Fault>>;
  /** What `.well-known/matrix/client` of our server name lists under `org.matrix.msc4143.rtc_foci`. */
  askWellKnownTransports(): Promise<Result<readonly Transport[], Fault>>;
  /**
   * Gets an SFU token. `publish` uses the endpoint that gives the identity our membership names (`/sfu/get` for state
   * events, `/get_token` for sticky ones); `subscribe` tries `/get_token`, then `/sfu/get`.
   * @faults transport.unreachable, transport.refused, transport.outdated, homeserver.unreachable
   */
  requestSfuGrant(input: { transport: Transport; purpose: "publish" | "subscribe" }): Promise<Result<SfuGrant, Fault>>;

  /**
   * Makes our sender key (if there is none) and uses it, schedules the delayed leave, sends the membership, and keeps
   * both alive until `leave`. Resolves when the membership is sent.
   * @faults room.membership_refused, homeserver.unreachable, account.token_expired
   */
  announce(input: { transport: Transport; intent: CallIntent }): Promise<Result<null, Fault>>;
  /** Resolves when our key was sent once to every member present. Failures are retried and reported as `key.distributed`. */
  distributeKey(): Promise<Result<null, Fault>>;
  updateIntent(intent: CallIntent): Promise<void>;
  /** Publishes elsewhere from now on (another SFU was chosen). */
  updateTransport(transport: Transport): Promise<Result<null, Fault>>;
  /** Ends our membership (sends the delayed leave now), within about a second; keeps trying in the background. */
  leave(): Promise<void>;
  /** Participants whose media the page still receives; lets a suspended member be given up at once when theirs stops. */
  reportParticipants(participantIds: readonly ParticipantId[]): Promise<void>;
  /** Tells that a participant's frames cannot be decrypted for lack of a key, so that we ask or look again. */
  reportMissingKey(participantId: ParticipantId): Promise<void>;
}
