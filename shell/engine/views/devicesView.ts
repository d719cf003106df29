import type { SnapshotFrom } from "xstate";
import type { devicesMachine } from "../../../machines/devices/devices.machine.ts";
import { selectInput, selectPermission, selectShare } from "../../../machines/devices/selectDevices.ts";
import type { DevicesView } from "../../contract/snapshot.ts";

/** What this browser can do at all. */
export interface BrowserAbilities {
  readonly canShare: boolean;
  readonly canChooseSpeaker: boolean;
}

/** What views know of our devices. @param isFacingAway the camera looks away from the person, so it is not mirrored */
export function selectDevicesView(
  snapshot: SnapshotFrom<typeof devicesMachine>,
  abilities: BrowserAbilities,
  isFacingAway: boolean,
): DevicesView {
  const { speaker } = snapshot.context;
  return {
    permission: selectPermission(snapshot),
    microphone: selectInput(snapshot, "microphone"),
    camera: selectInput(snapshot, "camera"),
    speaker: { chosenId: speaker.chosenId, available: speaker.available, canChoose: abilities.canChooseSpeaker },
    share: { ...selectShare(snapshot), canShare: abilities.canShare },
    isMirrored: !isFacingAway,
  };
}
