import type { PlatformV1, RemoteLifecycles } from "../contract/platform.ts";
import { withDeadline } from "./deadline.ts";
import { showPlainPanel } from "./plainPanel.ts";

/** How long a remote may take to arrive and to show itself, in ms (ours: past it people reload). */
export const MOUNT_DEADLINE_MS = 15_000;
/** How long a remote may take to clear up, in ms (ours); then its element is taken away under it. */
export const UNMOUNT_DEADLINE_MS = 3_000;

/** What one place on the page needs. */
export interface SlotParts {
  readonly name: string;
  readonly host: HTMLElement;
  readonly platform: PlatformV1;
  /** Loads the remote, or what stands in for it; called again by "Try again". */
  readonly load: () => Promise<RemoteLifecycles>;
  readonly onFailure: (name: string, error: unknown) => void;
}

/** A place on the page for one remote, which never fails: what the remote does wrong ends in the fallback panel. */
export interface Slot {
  mount(): Promise<void>;
  unmount(): Promise<void>;
}

/** Makes the place for one remote. */
export function createSlot({ name, host, platform, load, onFailure }: SlotParts): Slot {
  let element: HTMLElement | null = null;
  let lifecycles: RemoteLifecycles | null = null;

  async function begin(domElement: HTMLElement): Promise<void> {
    const loaded = await load();
    const props = { domElement, platform };
    await loaded.bootstrap(props);
    if (element !== domElement) return;
    lifecycles = loaded;
    await loaded.mount(props);
  }

  async function end(domElement: HTMLElement): Promise<void> {
    const ending = lifecycles;
    lifecycles = null;
    if (!ending) return;
    const unmounting = Promise.resolve().then(() => ending.unmount({ domElement, platform }));
    await withDeadline(unmounting, UNMOUNT_DEADLINE_MS, `leaving ${name}`).catch((error: unknown) =>
      onFailure(name, error),
    );
  }

  function fail(domElement: HTMLElement, error: unknown): void {
    onFailure(name, error);
    if (element !== domElement) return;
    // A remote that died half-way gets a fresh element next time: what is left in this one is not to be trusted.
    void end(domElement).then(() => {
      if (element !== domElement) return;
      const [title, text, action] = [
        platform.t("remoteFailed.title"),
        platform.t("remoteFailed.text"),
        platform.t("remoteFailed.tryAgain"),
      ];
      showPlainPanel(domElement, { title, text, action, onAction: () => void slot.unmount().then(slot.mount) });
    });
  }

  const slot: Slot = {
    async mount() {
      const domElement = document.createElement("div");
      domElement.dataset["remote"] = name;
      element = domElement;
      host.append(domElement);
      domElement.addEventListener("remote.failed", (event) =>
        fail(domElement, event instanceof CustomEvent ? event.detail : event),
      );
      await withDeadline(begin(domElement), MOUNT_DEADLINE_MS, `showing ${name}`).catch((error: unknown) =>
        fail(domElement, error),
      );
    },
    async unmount() {
      const domElement = element;
      element = null;
      if (!domElement) return;
      await end(domElement);
      domElement.remove();
    },
  };
  return slot;
}
