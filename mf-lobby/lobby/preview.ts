import type { DevicesView } from "@shell/contract";

/** What the preview shows: the picture, or in words why there is none. */
export type PreviewState = "asking" | "denied" | "missing" | "in-use" | "starting" | "off" | "picture";

/** The state of the preview for the devices as they are. */
export function previewOf({ permission, camera }: DevicesView): PreviewState {
  if (permission === "denied" || camera.fault?.code === "device.denied") return "denied";
  if (permission === "missing" || camera.fault?.code === "device.missing") return "missing";
  if (camera.fault !== null) return "in-use";
  if (permission === "asking") return "asking";
  if (camera.isOn) return "picture";
  return camera.isBusy ? "starting" : "off";
}

/** Which of the two are blocked, for the title of the explanation. */
export function blockedOf({ permission, microphone, camera }: DevicesView): "Both" | "Camera" | "Microphone" | null {
  const isCamera = camera.fault?.code === "device.denied";
  const isMicrophone = microphone.fault?.code === "device.denied";
  if (isCamera !== isMicrophone) return isCamera ? "Camera" : "Microphone";
  return permission === "denied" || isCamera ? "Both" : null;
}
