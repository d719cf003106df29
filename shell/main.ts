import packageJson from "../package.json";
import type { PlatformV1 } from "./contract/platform.ts";
import { createAudioPlayout } from "./adapters/browser/audioPlayout.ts";
import { createLocalMedia } from "./adapters/browser/localMedia.ts";
import { fetchConfig } from "./adapters/browser/fetchConfig.ts";
import { startEngine } from "./engine/engine.ts";
import { startDevicesFlow } from "./engine/flows/devicesFlow.ts";
import { startSettings } from "./engine/settings.ts";
import { chooseLanguage } from "./i18n/chooseLanguage.ts";
import { createTranslator } from "./i18n/createTranslator.ts";
import { loadLocale } from "./i18n/loadLocale.ts";
import { startRouter } from "./routes/router.ts";
import { showPlainFault } from "./plainFault.ts";
import { fetchManifest } from "./supervisor/manifest.ts";
import { createSupervisor } from "./supervisor/supervisor.ts";

/** The composition root: makes every part of the page once and joins them. */
async function start(host: HTMLElement): Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const router = startRouter(signal);
  const { params, name } = router.route.getSnapshot();
  const settings = startSettings(params.theme, signal);
  const language = chooseLanguage([...(params.language === null ? [] : [params.language]), ...navigator.languages]);

  if (!isSecureContext || navigator.mediaDevices === undefined) {
    const t = await createTranslator({ language, load: loadLocale, page: document });
    return showPlainFault(host, t, { code: isSecureContext ? "browser.unsupported" : "browser.insecure" });
  }

  // The camera is asked for before anything is fetched: it is the slowest thing that a person waits for.
  const audio = createAudioPlayout(signal);
  const devices = startDevicesFlow({
    localMedia: () => localMedia,
    preferences: settings.store.getSnapshot().preferences,
    chooseSpeaker: (deviceId) => audio.chooseSpeaker(deviceId ?? ""),
    signal,
  });
  const localMedia = createLocalMedia(devices.trackEnded, signal);
  if (name === "room") devices.actor.send({ type: "permission.requested" });

  const [manifest, config, t] = await Promise.all([
    fetchManifest(new URL("manifest.json", document.baseURI).href, signal),
    fetchConfig(new URL("config.json", document.baseURI).href, signal),
    createTranslator({ language, load: loadLocale, page: document }),
  ]);
  if (!manifest.ok) return showPlainFault(host, t, manifest.fault);
  if (!config.ok) return showPlainFault(host, t, config.fault);

  const brandName = t("brand.name");
  const engine = startEngine({
    manifest: manifest.value,
    config: config.value,
    router,
    settings,
    localMedia,
    devices,
    audio,
    brandName,
    version: packageJson.version,
    signal,
  });
  const platform: PlatformV1 = {
    version: 1,
    getSnapshot: engine.snapshot.getSnapshot,
    subscribe: engine.snapshot.subscribe,
    send: engine.send,
    media: engine.media,
    t,
    language,
  };

  const supervisor = createSupervisor({
    manifest: manifest.value,
    host,
    platform,
    onFailure: (remote, error) => reportError(new Error(`${remote}: ${String(error)}`)),
  });
  const screen = () => engine.snapshot.getSnapshot().screen;
  const isCall = () => screen() === "call" || screen() === "ended";
  supervisor.registerRemote({ name: "mf-lobby", activeWhen: () => !isCall() });
  supervisor.registerRemote({ name: "mf-call", activeWhen: isCall });
  supervisor.registerRemote({ name: "mf-settings", activeWhen: () => engine.snapshot.getSnapshot().settings.openTab !== null });

  let shown = "";
  engine.snapshot.subscribe(({ settings: { openTab }, room }) => {
    document.title = room === null ? brandName : `${room.name} · ${brandName}`;
    const next = `${isCall()} ${openTab !== null}`;
    if (next === shown) return;
    shown = next;
    void supervisor.refresh();
  });
  supervisor.start();
}

const host = document.getElementById("app");
if (host !== null) void start(host);
