import { version } from "../package.json";
import { decodeVaultOrigin } from "../machines/domain/vaultOrigin.ts";
import type { PlatformV1 } from "./contract/platform.ts";
import { createAudioPlayout } from "./adapters/browser/audioPlayout.ts";
import { createLocalMedia } from "./adapters/browser/localMedia.ts";
import { fetchConfig } from "./adapters/browser/fetchConfig.ts";
import { createPlatformFrame } from "./engine/frame.ts";
import { createMedia } from "./engine/media.ts";
import { startDevicesFlow } from "./engine/flows/devicesFlow.ts";
import { startSettings } from "./engine/settings.ts";
import { startRealms } from "./engine/startRealms.ts";
import { chooseLanguage } from "./i18n/chooseLanguage.ts";
import { createTranslator } from "./i18n/createTranslator.ts";
import { loadLocale } from "./i18n/loadLocale.ts";
import { startRouter } from "./routes/router.ts";
import { applyPageStyle } from "./ui/pageStyle.ts";
import { showPlainFault } from "./plainFault.ts";
import { fetchManifest, type Manifest } from "./supervisor/manifest.ts";
import { createSupervisor } from "./supervisor/supervisor.ts";

/** The composition root: makes every part of the page once and joins them. */
async function start(host: HTMLElement): Promise<void> {
  const ending = new AbortController();
  const { signal } = ending;
  const router = startRouter(signal);
  const { params, name } = router.route.getSnapshot();
  applyPageStyle(params, document);
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

  const media = createMedia({
    localMedia,
    speakerId: () => settings.store.getSnapshot().preferences.speakerId,
    volume: () => settings.store.getSnapshot().preferences.volume,
  });

  const engineCode = import(/* webpackChunkName: "engine" */ "./engine/engine.ts");
  const [manifest, file, t] = await Promise.all([
    fetchManifest(new URL("manifest.json", document.baseURI).href, signal),
    fetchConfig(new URL("config.json", document.baseURI).href, signal),
    createTranslator({ language, load: loadLocale, page: document }),
  ]);
  if (!manifest.ok) return showPlainFault(host, t, manifest.fault);
  const vaultOrigin = file.ok ? decodeVaultOrigin(file.value) : file;
  if (!vaultOrigin.ok) return showPlainFault(host, t, vaultOrigin.fault);
  // Before any micro-frontend runs: what they do to the page later comes too late for the ports of the workers.
  const workers = await startRealms(manifest.value, vaultOrigin.value, signal);
  const { platform, attach } = createPlatformFrame({ router, settings, devices, media, t, language, version });
  workers.vault?.attend(platform, router.navigate);
  superviseRemotes(manifest.value, host, platform);

  const { decodeConfig, startEngine } = await engineCode;
  const config = decodeConfig(file.ok ? file.value : undefined);
  if (!config.ok) return showPlainFault(host, t, config.fault);
  const brandName = t("brand.name");
  attach(
    startEngine({
      workers,
      config: config.value,
      router,
      settings,
      localMedia,
      devices,
      audio,
      media,
      brandName,
      version,
      signal,
    }),
  );
}

/** Shows the micro-frontend that each screen belongs to. */
function superviseRemotes(manifest: Manifest, host: HTMLElement, platform: PlatformV1): void {
  const onFailure = (remote: string, error: unknown) => reportError(new Error(`${remote}: ${String(error)}`));
  const supervisor = createSupervisor({ manifest, host, platform, onFailure });
  const isCall = () => ["call", "ended"].includes(platform.getSnapshot().screen);
  const isSettings = () => platform.getSnapshot().settings.openTab !== null;
  supervisor.registerRemote({ name: "mf-lobby", activeWhen: () => !isCall() });
  supervisor.registerRemote({ name: "mf-call", activeWhen: isCall });
  supervisor.registerRemote({ name: "mf-settings", activeWhen: isSettings });

  let shown = "";
  platform.subscribe(({ room, brand, join }) => {
    if (join.status === "ready") supervisor.prepare("mf-call");
    document.title = room === null || room.name === "" ? brand.name : `${room.name} · ${brand.name}`;
    const next = `${isCall()} ${isSettings()}`;
    if (next === shown) return;
    shown = next;
    void supervisor.refresh();
  });
  supervisor.start();
}

const host = document.getElementById("app");
if (host !== null) void start(host);
