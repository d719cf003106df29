import { arrange } from "../../../machines/layout/arrange.ts";
import { type LayoutContext, screenTileId } from "../../../machines/layout/layoutContext.ts";
import type { CallState } from "../../../machines/projections/callState.projection.ts";
import type { TileFacts } from "../../../machines/projections/tileFacts.ts";
import type { CallView, TileView } from "../../contract/snapshot.ts";

/** Names the picture of a remote track for `media.attachVideo`. */
export function remoteVideoId(serviceUrl: string, trackId: string): string {
  return `${serviceUrl} ${trackId}`;
}

type Placed = Pick<TileView, "rect" | "role" | "isPinned">;

function personTile(facts: TileFacts, placed: Placed, isMirrored: boolean): TileView {
  const { member, state, serviceUrl, cameraTrackId, isCameraOn, isMicrophoneOn, isSpeaking } = facts;
  const remoteId = serviceUrl === null || cameraTrackId === null ? null : remoteVideoId(serviceUrl, cameraTrackId);
  return {
    ...common(facts),
    ...placed,
    tileId: member.memberId,
    kind: "person",
    state,
    videoId: member.isOwn ? (isCameraOn ? "own camera" : null) : remoteId,
    isMicrophoneOn,
    isSpeaking,
    isMirrored: member.isOwn && isMirrored,
  };
}

function screenTile(facts: TileFacts, placed: Placed): TileView {
  const { member, state, serviceUrl, screenTrackId } = facts;
  const remoteId = serviceUrl === null || screenTrackId === null ? null : remoteVideoId(serviceUrl, screenTrackId);
  return {
    ...common(facts),
    ...placed,
    tileId: screenTileId(member.memberId),
    kind: "screen",
    state,
    videoId: member.isOwn ? "own screen" : remoteId,
    isMicrophoneOn: facts.isMicrophoneOn,
    isSpeaking: false,
    isMirrored: false,
  };
}

function common({
  member,
  isKeyMissed,
}: TileFacts): Pick<TileView, "memberId" | "userId" | "displayName" | "avatarMxc" | "isOwn" | "isKeyMissed"> {
  const { memberId, userId, displayName, avatarMxc, isOwn } = member;
  return { memberId, userId, displayName, avatarMxc, isOwn, isKeyMissed };
}

/** What views know of the call that we are in. */
export function selectCallView(
  state: CallState,
  facts: readonly TileFacts[],
  layout: LayoutContext,
  isMirrored: boolean,
): CallView {
  const { placements, shape, chosen, page, pageCount } = arrange(layout);
  const factsByTile = new Map<string, { readonly fact: TileFacts; readonly isScreen: boolean }>();
  for (const fact of facts) {
    factsByTile.set(fact.member.memberId, { fact, isScreen: false });
    factsByTile.set(screenTileId(fact.member.memberId), { fact, isScreen: true });
  }
  const tiles = [...placements].flatMap(([tileId, placement]) => {
    const found = factsByTile.get(tileId);
    if (found === undefined) return [];
    const placed: Placed = {
      rect: placement?.rect ?? null,
      role: placement?.role ?? "grid",
      isPinned: tileId === layout.pinnedId,
    };
    return [found.isScreen ? screenTile(found.fact, placed) : personTile(found.fact, placed, isMirrored)];
  });
  return {
    layout: { chosen, shape, page, pageCount },
    tiles,
    participantCount: facts.length,
    people: facts.map(({ member, isMicrophoneOn, isCameraOn, isKeyMissed, keyMissingSince }) => ({
      id: member.memberId,
      displayName: member.displayName,
      avatarMxc: member.avatarMxc,
      isMicrophoneOn,
      isCameraOn,
      isOwn: member.isOwn,
      isKeyMissed,
      keyMissingSince,
      trust: state.trust.get(member.memberId) ?? null,
    })),
    safetyCode: state.safetyCode,
    limited: limitsOf(state),
    joinedAt: state.joinedAt ?? 0,
  };
}

/** Somebody else's SFU that is away is their tile's matter: our own media goes on. */
function limitsOf({ legs, roster }: CallState): CallView["limited"] {
  const own = [...roster.values()].find(({ member }) => member.isOwn)?.member.transport?.serviceUrl;
  const limits: { leg: "sfu" | "homeserver" | "membership"; sinceMs: number }[] = [];
  const lostSfu = own === undefined ? undefined : legs.transports.get(own);
  if (lostSfu !== undefined) limits.push({ leg: "sfu", sinceMs: lostSfu.lostAt });
  if (legs.homeserver !== null) limits.push({ leg: "homeserver", sinceMs: legs.homeserver.lostAt });
  if (legs.membership !== null) limits.push({ leg: "membership", sinceMs: legs.membership.lostAt });
  return limits;
}
