import { type ActorRefFrom, createActor } from "xstate";
import type { MatrixRtcMode } from "../../../machines/domain/call.ts";
import type { Config } from "../../../machines/domain/config.ts";
import { type Fault, faultOf } from "../../../machines/domain/fault.ts";
import type { Member } from "../../../machines/domain/member.ts";
import { failed, type Result } from "../../../machines/domain/result.ts";
import { isSameTransport, type Transport } from "../../../machines/domain/transport.ts";
import { focusSelectionMachine } from "../../../machines/focus-selection/focusSelection.machine.ts";
import type { joinMachine } from "../../../machines/join/join.machine.ts";
import { layoutMachine } from "../../../machines/layout/layout.machine.ts";
import { reconnectionMachine } from "../../../machines/reconnection/reconnection.machine.ts";
import type { OpenedCall } from "../../../workers/homeserver/homeserver.api.ts";
import type { LocalMedia } from "../../adapters/browser/localMedia.ts";
import { type CallRecorder, createCallRecorder } from "../callRecorder.ts";
import { obey } from "../obey.ts";
import type { RealmSet } from "../realmSet.ts";
import { createStore, type Store } from "../store.ts";
import { layoutTilesOf } from "../views/layoutTiles.ts";
import { selectTileFacts, type TileFacts } from "../../../machines/projections/tileFacts.ts";
import { createSfuConnections, type SfuConnections } from "../sfuConnections.ts";
import type { LiveKitAdapter } from "../../adapters/livekit/index.ts";
import { startJoining } from "./joining.ts";
import { followDecryption } from "./mediaEvents.ts";
import { watchVoices } from "./speechWatch.ts";

/** What a call is made from. */
export interface CallSessionInput {
  readonly opened: OpenedCall;
  readonly mode: MatrixRtcMode;
  readonly config: Config;
  readonly realms: RealmSet;
  readonly localMedia: LocalMedia;
  readonly loadLiveKit: () => Promise<LiveKitAdapter>;
  readonly isMicrophoneOn: () => boolean;
  readonly isSelfViewShown: () => boolean;
  readonly onLevel: (voiceId: string, level: number) => void;
  readonly onStorageFault: (fault: Fault) => void;
}

/** One call from its lobby to its end: its memory, its machines and its connections. */
export interface CallSession {
  readonly opened: OpenedCall;
  readonly recorder: CallRecorder;
  readonly join: ActorRefFrom<typeof joinMachine>;
  readonly focus: ActorRefFrom<typeof focusSelectionMachine>;
  readonly layout: ActorRefFrom<typeof layoutMachine>;
  readonly reconnection: ActorRefFrom<typeof reconnectionMachine>;
  readonly connections: SfuConnections;
  /** What is known of each member's media. */
  readonly facts: Pick<Store<readonly TileFacts[]>, "getSnapshot" | "subscribe">;
  /** The microphone was muted or unmuted. */
  microphoneTurned(): void;
  /** The person chose to see themselves, or not to. */
  selfViewChosen(): void;
  /** Ends media and membership. */
  leave(): Promise<void>;
  /** Lets go of everything. */
  close(): void;
}

export function createCallSession(input: CallSessionInput): CallSession {
  const {
    opened,
    mode,
    config,
    realms,
    localMedia,
    loadLiveKit,
    isMicrophoneOn,
    isSelfViewShown,
    onLevel,
    onStorageFault,
  } = input;
  const { homeserver, mediaCrypto, eventLog } = realms;
  const ending = new AbortController();
  const recorder = createCallRecorder(eventLog, onStorageFault);
  const { record } = recorder;
  record({ type: "call.opened", v: 1, roomId: opened.roomId, encryption: opened.encryption, mode });
  const connections = createSfuConnections({
    homeserver,
    mediaCrypto,
    localMedia,
    loadLiveKit,
    encryption: opened.encryption,
    quality: config.mediaQuality,
    emit: record,
    isMicrophoneMuted: () => !isMicrophoneOn(),
  });
  const focus = createActor(focusSelectionMachine, { input: { mode } });
  const layout = createActor(layoutMachine).start();
  const reconnection = createActor(reconnectionMachine);
  let publishAt: Transport | null = null;
  let subscribeTo: readonly Transport[] = [];
  let isConnecting = false;
  /** Where joining connected us; `publishAt` may have changed since. */
  let entered: Transport | null = null;
  /** What our membership says; `publishAt` may have changed since. */
  let announced: Transport | null = null;

  const nowhere = (): Result<null, Fault> => failed(focus.getSnapshot().context.fault ?? faultOf("transport.missing"));
  const intent = () => (localMedia.trackOf("camera") === null ? "audio" : "video");

  const join = startJoining(
    {
      authorise: async () => (publishAt === null ? nowhere() : connections.authorise(publishAt)),
      connect,
      async announce() {
        // At the same time as connecting: what is announced is where we are on the way to.
        announced = publishAt;
        return publishAt === null ? nowhere() : homeserver.announce({ transport: publishAt, intent: intent() });
      },
      distributeKey: () => homeserver.distributeKey(),
      publishTracks: async () => (entered === null ? nowhere() : connections.publishAt(entered)),
      mendTransport() {
        if (entered === null) return;
        const fault = faultOf("step.timed_out", { detail: "publishing" });
        record({ type: "leg.lost", v: 1, leg: "transport", serviceUrl: entered.serviceUrl, fault });
      },
      abandon: () => void leave(),
    },
    record,
  );
  const isJoined = () => join.getSnapshot().matches("joined");

  obey(focus, {
    publishAt({ transport }) {
      const isMove = publishAt !== null && !isSameTransport(publishAt, transport);
      publishAt = transport;
      if (isMove && isJoined()) {
        entered = transport;
        void move(transport);
      }
      if (!isJoined()) void prepare(transport);
    },
    subscribeTo({ transports }) {
      // An SFU where nobody is any more need not come back, and limits nothing.
      for (const serviceUrl of recorder.state.getSnapshot().legs.transports.keys()) {
        if (![...transports, publishAt].some((kept) => kept?.serviceUrl === serviceUrl))
          record({ type: "leg.restored", v: 1, leg: "transport", serviceUrl });
      }
      subscribeTo = transports;
      if (isConnecting) connections.subscribeTo(transports);
    },
  });

  /** Connects to where we should publish, also when that changes meanwhile (legacy: somebody older came to light). */
  async function connect(): Promise<Result<null, Fault>> {
    isConnecting = true;
    while (publishAt !== null) {
      const target = publishAt;
      connections.subscribeTo(subscribeTo);
      const connected = await connections.connect(target.serviceUrl);
      entered = target;
      if (!isConnecting || isSameTransport(target, publishAt)) return connected;
    }
    return nowhere();
  }
  join.subscribe((snapshot) => {
    if (!snapshot.matches("joined") || publishAt === null) return;
    if (!isSameTransport(entered, publishAt)) {
      entered = publishAt;
      void move(publishAt);
    } else if (!isSameTransport(announced, publishAt)) void homeserver.updateTransport(publishAt);
    announced = publishAt;
  });

  /** Gets the token and LiveKit's code while the person is still in the lobby. */
  async function prepare(transport: Transport): Promise<void> {
    void loadLiveKit();
    const granted = await connections.authorise(transport);
    if (granted.ok && isSameTransport(transport, publishAt)) join.send({ type: "grant.received" });
  }

  /** The oldest member's SFU changed (legacy): go there, then say so. */
  async function move(transport: Transport): Promise<void> {
    const connected = await connections.connect(transport.serviceUrl, "publish");
    if (!connected.ok) {
      record({ type: "leg.lost", v: 1, leg: "transport", serviceUrl: transport.serviceUrl, fault: connected.fault });
      return;
    }
    await connections.publishAt(transport);
    await homeserver.updateTransport(transport);
    connections.subscribeTo(subscribeTo);
  }

  obey(reconnection, {
    async restoreTransport({ serviceUrl }) {
      const restored = await connections.connect(serviceUrl);
      if (!restored.ok) reconnection.send({ type: "restore.failed", serviceUrl, fault: restored.fault });
    },
  });

  recorder.listen((event) => {
    if (event.type === "leg.lost" || event.type === "leg.restored") {
      // Before we are in, the join machine answers for the connection that it makes.
      const isElsewhere = event.leg === "transport" && event.serviceUrl !== publishAt?.serviceUrl;
      if (isJoined() || isElsewhere) reconnection.send(event);
    }
    if (event.type === "participant.connected" || event.type === "participant.disconnected") {
      void homeserver.reportParticipants(connections.participantIds());
    }
    if (event.type === "participant.disconnected") decryption.forget(event.participantId);
    if (event.type === "speech.changed") tellLayoutOfSpeech(event.serviceUrl, event.participantId, event.isSpeaking);
  });

  function tellLayoutOfSpeech(serviceUrl: string, participantId: string, isSpeaking: boolean): void {
    for (const { member } of recorder.state.getSnapshot().roster.values()) {
      if (member.participantId !== participantId || member.transport?.serviceUrl !== serviceUrl) continue;
      layout.send({ type: "speech.changed", memberId: member.memberId, isSpeaking });
    }
  }

  const facts = createStore<readonly TileFacts[]>([]);
  let roster = recorder.state.getSnapshot().roster;
  recorder.state.subscribe((state) => {
    facts.set(selectTileFacts(state, facts.getSnapshot()));
    if (state.roster === roster) return;
    roster = state.roster;
    focus.send({ type: "roster.changed", members: [...roster.values()].map(({ member }): Member => member) });
  });
  const arrangeTiles = () =>
    layout.send({ type: "roster.changed", tiles: layoutTilesOf(facts.getSnapshot(), isSelfViewShown()) });
  facts.subscribe(arrangeTiles);

  const stopLocal = localMedia.watch((source, track) => {
    void connections.carry(source);
    if (source === "screen_audio") return;
    record({
      type: "ownTrack.turned",
      v: 1,
      source,
      isOn: track !== null && (source !== "microphone" || isMicrophoneOn()),
    });
    if (source === "camera" && isJoined()) void homeserver.updateIntent(intent());
  });
  const decryption = followDecryption(
    mediaCrypto,
    record,
    (participantId) => void homeserver.reportMissingKey(participantId),
  );

  async function leave(): Promise<void> {
    isConnecting = false;
    await Promise.all([connections.close(), homeserver.leave()]);
  }

  focus.start();
  reconnection.start();
  watchVoices(connections, localMedia, onLevel, record, ending.signal);

  return {
    opened,
    recorder,
    join,
    focus,
    layout,
    reconnection,
    connections,
    facts,
    microphoneTurned() {
      void connections.carry("microphone");
      record({ type: "ownTrack.turned", v: 1, source: "microphone", isOn: isMicrophoneOn() });
    },
    selfViewChosen: arrangeTiles,
    leave,
    close() {
      ending.abort();
      stopLocal();
      decryption.stop();
      for (const actor of [join, focus, layout, reconnection]) actor.stop();
      void connections.close();
    },
  };
}
