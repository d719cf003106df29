import { type Fault, faultOf } from "../../machines/domain/fault.ts";
import { failed, ok, type Result } from "../../machines/domain/result.ts";
import type { PlatformV1 } from "../contract/platform.ts";
import { HELLO_DEADLINE_MS, type Realm } from "../engine/realms.ts";
import { decodeVaultMessage, type FormWanted, type VaultForm } from "./messages.ts";

/** The hidden frame of another origin in which the homeserver realm runs. */
export interface Vault {
  readonly homeserver: Realm<MessagePort>;
  /** Shows the vault's own sign-in and register forms wherever the app has such a screen. */
  attend(platform: PlatformV1, navigate: (path: string) => void): void;
}

/**
 * Opens the vault of `origin` and hands it its ports: to the page, for media keys, for its forms. Resolves when they have left
 * the page, or when the frame did not come within its deadline. From then on this page can open no further frame, so that no
 * script in it can ask a second vault for the same account.
 */
export async function openVault(origin: string, keyPort: MessagePort, signal: AbortSignal): Promise<Vault> {
  const frame = document.createElement("iframe");
  frame.src = `${origin}/`;
  hide(frame);
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  await Promise.race([loaded, new Promise((resolve) => setTimeout(resolve, HELLO_DEADLINE_MS))]);

  const client = new MessageChannel();
  const control = new MessageChannel();
  // Delivered only when the frame is of that origin: an error page in its place gets none of the ports.
  frame.contentWindow?.postMessage({ type: "vault.open" }, origin, [client.port2, keyPort, control.port2]);
  forbidFrames();
  signal.addEventListener("abort", () => frame.remove(), { once: true });

  let goTo: (path: string) => void = () => {};
  const started = new Promise<Result<null, Fault>>((resolve) => {
    const fail = (detail: string) => resolve(failed(faultOf("interface.failed", { url: origin, detail })));
    const timer = setTimeout(() => fail("the vault did not start in time"), HELLO_DEADLINE_MS);
    control.port1.onmessage = ({ data }) => {
      const message = decodeVaultMessage(data);
      if (message?.type === "path.wanted") goTo(message.path);
      if (message?.type !== "vault.started" && message?.type !== "vault.failed") return;
      clearTimeout(timer);
      if (message.type === "vault.started") resolve(ok(null));
      else fail(message.detail);
    };
  });

  return {
    homeserver: { far: client.port1, started },
    attend(platform, navigate) {
      goTo = navigate;
      const host = document.getElementById("app");
      let shown: VaultForm | null = null;
      const look = (): void => {
        const { screen } = platform.getSnapshot();
        const form = screen === "sign-in" || screen === "register" ? screen : null;
        if (form === shown) return;
        shown = form;
        const theme = document.documentElement.dataset["theme"] ?? null;
        control.port1.postMessage({
          type: "form.wanted",
          form,
          theme,
          language: platform.language,
        } satisfies FormWanted);
        if (host !== null) host.inert = form !== null;
        if (form === null) return hide(frame);
        show(frame, platform.t(form === "register" ? "register.title" : "signIn.title"));
      };
      platform.subscribe(look);
      look();
    },
  };
}

/** A policy in the page only ever adds to the one that it came with, and taking its element away does not lift it. */
function forbidFrames(): void {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "frame-src 'none'";
  document.head.append(policy);
}

function hide(frame: HTMLIFrameElement): void {
  frame.title = "";
  frame.inert = true;
  // Not `display: none`: what is not laid out may be slowed down.
  Object.assign(frame.style, { position: "fixed", inset: "0 auto auto 0", inlineSize: "1px", blockSize: "1px" });
  Object.assign(frame.style, { border: "0", opacity: "0", pointerEvents: "none", zIndex: "-1" });
}

function show(frame: HTMLIFrameElement, title: string): void {
  frame.title = title;
  frame.inert = false;
  Object.assign(frame.style, { inset: "0", inlineSize: "100%", blockSize: "100%" });
  Object.assign(frame.style, { opacity: "1", pointerEvents: "auto", zIndex: "2147483647" });
  frame.focus();
}
