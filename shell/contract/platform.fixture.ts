import { toFunction } from "./listener.ts";
import words from "../../locales/en/app.json" with { type: "json" };
import { createTranslator } from "../i18n/createTranslator.ts";
import type { Intent } from "./intent.ts";
import type { PlatformMedia, PlatformV1, Translate } from "./platform.ts";
import type { PlatformSnapshot } from "./snapshot.ts";

/** The English words, as the product says them. */
export const englishWords: Translate = await createTranslator({ language: "en", load: async () => words });

/** A platform whose snapshot a story or test sets, and that hands every intent to `send`. */
export interface FakePlatform extends PlatformV1 {
  /** Lays `over` over the snapshot and tells whoever follows it. */
  change(over: Partial<PlatformSnapshot>): void;
}

export interface FakePlatformOptions {
  readonly snapshot: PlatformSnapshot;
  readonly send?: (intent: Intent) => void;
  readonly media?: Partial<PlatformMedia>;
  readonly language?: string;
}

/** Makes a platform that does nothing by itself: no network, no clock, no chance. */
export function fakePlatform({
  snapshot,
  send = () => undefined,
  media = {},
  language = "en",
}: FakePlatformOptions): FakePlatform {
  const followers = new Set<(value: PlatformSnapshot) => void>();
  let current = snapshot;
  return {
    version: 1,
    language,
    t: englishWords,
    send,
    media: { ...stillMedia, ...media },
    getSnapshot: () => current,
    subscribe(listener) {
      const follower = toFunction(listener);
      followers.add(follower);
      return { unsubscribe: () => followers.delete(follower) };
    },
    change(over) {
      current = { ...current, ...over };
      for (const follower of followers) follower(current);
    },
  };
}

/** Media for stories: one drawn picture that does not move, one level that does not change, no sound. */
export const stillMedia: PlatformMedia = {
  attachVideo(_videoId, element) {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
    drawPerson(canvas);
    const stream = canvas.captureStream();
    element.srcObject = stream;
    void element.play().catch(() => undefined); // taken out of the page before it began
    const redrawing = setInterval(() => drawPerson(canvas), 200); // a stream of a canvas has a picture only after it is drawn on
    return {
      unsubscribe() {
        clearInterval(redrawing);
        for (const track of stream.getTracks()) track.stop();
        element.srcObject = null;
      },
    };
  },
  watchLevel(_sourceId, onLevel) {
    onLevel(0.6);
    return { unsubscribe: () => undefined };
  },
  playTestSound: async () => undefined,
  avatarUrl: async () => null,
};

/** Somebody at a window: enough of a picture to judge a layout by. */
function drawPerson(canvas: HTMLCanvasElement): void {
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  const light = pen.createLinearGradient(0, 0, canvas.width, canvas.height);
  light.addColorStop(0, "#6b86a8");
  light.addColorStop(1, "#2b3550");
  pen.fillStyle = light;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#f3ead9";
  pen.fillRect(930, 70, 250, 330);
  pen.fillStyle = "#c9d8e8";
  pen.fillRect(948, 88, 214, 294);
  pen.fillStyle = "#39465f";
  pen.fillRect(1048, 88, 12, 294);
  for (const [x, y, width, height, colour] of shapes) {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.ellipse(x, y, width, height, 0, 0, 2 * Math.PI);
    pen.fill();
  }
}

const shapes: readonly (readonly [number, number, number, number, string])[] = [
  [640, 760, 330, 290, "#7a3f52"],
  [640, 520, 70, 90, "#b57d5e"],
  [640, 300, 152, 190, "#2c2019"],
  [640, 340, 122, 158, "#c98f6d"],
];
