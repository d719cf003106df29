import { type ActorRefFrom, createActor } from "xstate";
import { callMachine } from "../../../machines/call/call.machine.ts";
import type { Config } from "../../../machines/domain/config.ts";
import { type Fault, faultOf } from "../../../machines/domain/fault.ts";
import type { MatrixRtcMode } from "../../../machines/domain/call.ts";
import type { UrlParams } from "../../../machines/domain/urlParams.ts";
import type { discoveryMachine } from "../../../machines/discovery/discovery.machine.ts";
import type { LiveKitAdapter } from "../../adapters/livekit/index.ts";
import type { LocalMedia } from "../../adapters/browser/localMedia.ts";
import type { CallSession } from "../call/callSession.ts";
import { obey } from "../obey.ts";
import type { RealmSet } from "../realmSet.ts";
import { createStore, type Store } from "../store.ts";
import { watchCompany } from "./autoLeave.ts";
import type { DevicesFlow } from "./devicesFlow.ts";

/** What the call flow works with. */
export interface CallFlowInput {
  readonly config: Config;
  readonly mode: () => MatrixRtcMode;
  readonly realms: RealmSet;
  readonly localMedia: LocalMedia;
  readonly devices: DevicesFlow;
  readonly discovery: ActorRefFrom<typeof discoveryMachine>;
  /** What the address asks of the call. */
  readonly params: () => Pick<UrlParams, "password" | "sendNotificationType" | "autoLeave">;
  readonly isSelfViewShown: () => boolean;
  readonly loadLiveKit: () => Promise<LiveKitAdapter>;
  readonly onLevel: (voiceId: string, level: number) => void;
  readonly onStorageFault: (fault: Fault) => void;
  /** Takes this call from another tab. */
  readonly claimTab: () => void;
}

/** The call that is open, if any. */
export interface CallFlow {
  readonly actor: ActorRefFrom<typeof callMachine>;
  readonly session: Pick<Store<CallSession | null>, "getSnapshot" | "subscribe">;
  /** Goes back into the call that has ended: the lobby was seen before, so it is not asked about again. */
  rejoin(): void;
}

/** A call's own machines, which the lobby's first picture does without. */
const loadSession = () => import(/* webpackChunkName: "call-session" */ "../call/callSession.ts");

export function startCallFlow(input: CallFlowInput): CallFlow {
  const {
    config,
    mode,
    realms,
    localMedia,
    devices,
    discovery,
    params,
    isSelfViewShown,
    loadLiveKit,
    onLevel,
    onStorageFault,
    claimTab,
  } = input;
  const { homeserver } = realms;
  const actor = createActor(callMachine);
  const session = createStore<CallSession | null>(null);
  let isRejoining = false;
  const isMicrophoneOn = () => devices.actor.getSnapshot().value.microphone === "on";

  async function open(roomId: Parameters<typeof homeserver.openCall>[0]["roomId"]): Promise<void> {
    // Loaded before the call is opened, not beside it: the call's first events follow at once and need their session.
    const code = await loadSession().catch((error: unknown) => faultOf("interface.failed", { detail: String(error) }));
    if ("code" in code) {
      actor.send({ type: "call.unready", fault: code });
      return;
    }
    const { password, sendNotificationType: notification, autoLeave } = params();
    const opened = await homeserver.openCall({
      roomId,
      password,
      mode: mode(),
      timings: config.session,
      notification,
      isVerifiedOnly: config.isVerifiedOnly,
    });
    const { roomId: wanted } = actor.getSnapshot().context;
    if (wanted !== roomId) return;
    if (!opened.ok) {
      actor.send({ type: "call.unready", fault: opened.fault });
      return;
    }
    const next = code.createCallSession({
      opened: opened.value,
      mode: mode(),
      config,
      realms,
      localMedia,
      loadLiveKit,
      isMicrophoneOn,
      isSelfViewShown,
      onLevel,
      onStorageFault,
    });
    session.set(next);
    if (autoLeave) watchCompany(next.recorder.state, () => actor.send({ type: "others.left" }));
    next.join.subscribe((snapshot) => {
      const { step, fault } = snapshot.context;
      if (snapshot.matches("joined")) actor.send({ type: "join.completed" });
      if (snapshot.matches("failed") && step !== null && fault !== null)
        actor.send({ type: "join.failed", step, fault });
    });
    tellTransport();
    actor.send({ type: "call.ready" });
    if (isRejoining) actor.send({ type: "join.requested" });
    isRejoining = false;
  }

  function tellTransport(): void {
    const { transport, fault } = discovery.getSnapshot().context;
    const focus = session.getSnapshot()?.focus;
    if (transport !== null) focus?.send({ type: "ownTransport.found", transport });
    else if (fault !== null) focus?.send({ type: "ownTransport.missing", fault });
  }
  discovery.subscribe(tellTransport);

  function close(): void {
    session.getSnapshot()?.close();
    session.set(null);
    void homeserver.closeCall();
  }

  async function leave(): Promise<void> {
    const { cause, fault } = actor.getSnapshot().context;
    const current = session.getSnapshot();
    current?.recorder.record({ type: "call.left", v: 1, cause: cause ?? "left", fault });
    current?.join.send({ type: "call.left" });
    current?.reconnection.send({ type: "call.left" });
    await current?.leave();
    actor.send({ type: "call.left" });
  }

  obey(actor, {
    openCall: ({ roomId }) => void open(roomId),
    startDiscovery() {
      if (discovery.getSnapshot().matches("found")) tellTransport();
      else discovery.send({ type: "discovery.requested", configTransport: config.transport });
    },
    startDevices: () => devices.actor.send({ type: "devices.needed" }),
    startJoin() {
      const current = session.getSnapshot();
      current?.recorder.record({ type: "join.requested", v: 1 });
      current?.join.send({ type: "join.requested" });
    },
    cancelJoin: () => session.getSnapshot()?.join.send({ type: "join.cancelled" }),
    // The reconnection machine runs with the session and only hears of losses once we are in.
    startReconnection: () => undefined,
    stopReconnection: () => undefined,
    leaveCall: () => void leave(),
    releaseDevices: () => devices.actor.send({ type: "devices.released" }),
    closeCall: close,
    claimTab,
  });
  actor.start();

  let wasOn = isMicrophoneOn();
  devices.actor.subscribe(() => {
    if (isMicrophoneOn() === wasOn) return;
    wasOn = isMicrophoneOn();
    session.getSnapshot()?.microphoneTurned();
  });

  return {
    actor,
    session,
    rejoin() {
      isRejoining = true;
      actor.send({ type: "rejoin.requested" });
    },
  };
}
