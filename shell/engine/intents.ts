import type { Fault } from "../../machines/domain/fault.ts";
import type { Result } from "../../machines/domain/result.ts";
import type { MemberId, RoomId } from "../../machines/domain/ids.ts";
import { unreachable } from "../../machines/domain/unreachable.ts";
import type { Intent } from "../contract/intent.ts";
import { saveLog } from "./exportLog.ts";
import type { EngineParts } from "./parts.ts";

/** What an intent may do besides telling a machine. */
export interface IntentEffects {
  rate(stars: number): void;
  /** Another tab is to give up what it holds. */
  overruleOtherTab(): void;
  /** Begin the page anew after a fault of the page. */
  retryPage(): void;
}

/** Carries what the person wants to whoever decides about it. */
export function createIntentHandler(parts: EngineParts, effects: IntentEffects): (intent: Intent) => void {
  const { account, room, discovery, devices, calls, creation, router, settings, notices, realms } = parts;
  const session = () => calls.session.getSnapshot();

  function report(working: Promise<Result<unknown, Fault>>): void {
    void working.then(
      (result) => result.ok || notices.show("deviceFault", { tone: "warning", fault: result.fault, isPassing: true }),
    );
  }

  function retry(): void {
    effects.retryPage();
    if (account.actor.getSnapshot().matches("signedOut")) account.actor.send({ type: "retry.requested" });
    if (room.getSnapshot().matches("denied")) room.send({ type: "retry.requested" });
    if (discovery.getSnapshot().matches("missing")) discovery.send({ type: "retry.requested" });
    else calls.actor.send({ type: "retry.requested" });
  }

  async function exportLog(): Promise<void> {
    const recorder = session()?.recorder;
    if (recorder === undefined) return;
    saveLog(recorder.callId, await recorder.exported());
    notices.show("logExported", { isPassing: true });
  }

  function choosePin(tileId: string | null): void {
    session()?.layout.send({ type: "pin.chosen", tileId });
    session()?.recorder.record({
      type: "pin.chosen",
      v: 1,
      memberId: (tileId?.split(" ")[0] ?? null) as MemberId | null,
    });
  }

  return (intent) => {
    switch (intent.type) {
      case "home.requested":
        return router.navigate("/");
      case "back.requested":
        return router.comeBack();
      case "signInPage.requested":
        return router.navigate("/login");
      case "registerPage.requested":
        return router.navigate("/register");
      case "path.requested":
        return router.navigate(intent.path);
      case "signIn.requested":
      case "register.requested":
      case "signOut.requested":
        return account.actor.send(intent);
      case "displayName.chosen":
        return report(realms.homeserver.setDisplayName(intent.displayName));
      case "avatar.chosen":
        return report(realms.homeserver.setAvatar(intent.image));
      case "callCreation.requested":
        return void creation.create(intent);
      case "recentCall.removed":
        return report(realms.homeserver.forgetRoom(intent.roomId as RoomId));
      case "guestName.chosen":
        settings.choose({ displayName: intent.displayName });
        return void account.ensureAccount(intent.displayName);
      case "knock.requested":
        return room.send(intent);
      case "join.requested":
      case "join.cancelled":
      case "leave.requested":
        return calls.actor.send(intent);
      case "rejoin.requested":
        return calls.rejoin();
      case "microphone.toggled":
      case "camera.toggled":
      case "share.toggled":
      case "permission.requested":
        return devices.actor.send(intent);
      case "device.chosen":
        settings.choose({ [`${intent.kind}Id`]: intent.deviceId });
        return devices.actor.send(intent);
      case "layout.chosen":
        session()?.recorder.record({ type: "layout.chosen", v: 1, layout: intent.layout });
        return session()?.layout.send(intent);
      case "pin.chosen":
        return choosePin(intent.tileId);
      case "page.chosen":
      case "stage.resized":
        return session()?.layout.send(intent);
      case "link.copied":
        return notices.show("linkCopied", { isPassing: true });
      case "rating.given":
        return effects.rate(intent.stars);
      case "settings.opened":
        return settings.open(intent.tab);
      case "settings.closed":
        return settings.open(null);
      case "volume.chosen":
        return settings.choose({ volume: intent.volume });
      case "theme.chosen":
        return settings.choose({ theme: intent.theme });
      case "selfView.chosen":
        settings.choose({ isSelfViewShown: intent.isShown });
        return session()?.selfViewChosen();
      case "mode.chosen":
        return settings.choose({ mode: intent.mode });
      case "callLog.exported":
        return void exportLog();
      case "retry.requested":
        return retry();
      case "notice.dismissed":
        return notices.dismiss(intent.noticeId);
      case "otherTab.overruled":
        return effects.overruleOtherTab();
      default:
        return unreachable(intent);
    }
  };
}
