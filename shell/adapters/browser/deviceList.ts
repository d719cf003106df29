/** One device that the browser names. */
export interface ListedDevice {
  readonly deviceId: string;
  readonly groupId: string;
  readonly label: string;
}

/** Every device, by what it is for. Labels are empty until permission was given. */
export interface DeviceList {
  readonly microphone: readonly ListedDevice[];
  readonly camera: readonly ListedDevice[];
  readonly speaker: readonly ListedDevice[];
}

const kinds = { audioinput: "microphone", videoinput: "camera", audiooutput: "speaker" } as const;

/** What is plugged in now. */
export async function listDevices(): Promise<DeviceList> {
  const list = { microphone: [] as ListedDevice[], camera: [] as ListedDevice[], speaker: [] as ListedDevice[] };
  for (const { kind, deviceId, groupId, label } of await navigator.mediaDevices.enumerateDevices()) {
    if (deviceId !== "") list[kinds[kind]].push({ deviceId, groupId, label });
  }
  return list;
}

/** Calls `onList` now and whenever something is plugged in or out, until `signal` aborts. */
export function watchDevices(onList: (list: DeviceList) => void, signal: AbortSignal): void {
  const tell = () => void listDevices().then((list) => signal.aborted || onList(list));
  navigator.mediaDevices.addEventListener("devicechange", tell, { signal });
  tell();
}
