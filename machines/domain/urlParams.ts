import type { NotificationKind } from "./call.ts";
import { decodeRoomLink, type RoomLink } from "./roomLink.ts";
import { parseQuery, splitFragment, type UrlQuery } from "./urlQuery.ts";

/** The parts of an address that say what to open; `Location` has them. */
export interface LocationParts {
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

/** What an address says in standalone mode. Names and values are those of Element Call's links. */
export interface UrlParams {
  readonly route: "home" | "login" | "register" | "room";
  /** Null on the routes without a room, and where a room's address has none. */
  readonly room: RoomLink | null;
  /** The call's shared secret: makes it `shared_key`. */
  readonly password: string | null;
  readonly viaServers: readonly string[];
  /** Replaces the configured homeserver for signing in and for completing aliases. */
  readonly homeserver: string | null;
  /** An account with this name is made on the fly, without asking. */
  readonly displayName: string | null;
  /** BCP 47; null is the browser's. */
  readonly language: string | null;
  /** Names of font families, the first one that the device has counts. Letters, digits, spaces and dashes only. */
  readonly fonts: readonly string[];
  /** How much larger letters are than usual, 0.5 to 2. */
  readonly fontScale: number;
  /** Null is the person's choice. */
  readonly theme: "light" | "dark" | "light-high-contrast" | "dark-high-contrast" | null;
  readonly background: "solid" | "gradient";
  readonly header: "none" | "standard" | "app_bar";
  readonly confineToRoom: boolean;
  readonly showControls: boolean;
  readonly hideScreensharing: boolean;
  readonly controlledAudioDevices: boolean;
  readonly autoLeave: boolean;
  readonly sendNotificationType: NotificationKind | null;
  readonly waitForCallPickup: boolean;
  /** With both of these we run inside a messenger. */
  readonly widgetId: string | null;
  readonly parentUrl: string | null;
}

/** A link is anybody's: what could end a style's value and begin another is in no name of a font. */
const FONT_NAME = /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,63}$/u;
const MAX_FONTS = 5;

const THEMES = ["light", "dark", "light-high-contrast", "dark-high-contrast"] as const;

/** Reads an address: the fragment's query first, then the normal one, so that secrets may stay out of server logs. */
export function decodeUrlParams(location: LocationParts): UrlParams {
  const fragment = splitFragment(location.hash);
  const queries = [parseQuery(fragment.query), parseQuery(location.search)];
  const route = routeOf(location.pathname, fragment.path, all(queries, "roomId"));
  const text = (name: string): string | null => all(queries, name)[0] || null;
  const flag = (name: string, otherwise: boolean): boolean => {
    const [value] = all(queries, name);
    return value === undefined ? otherwise : value !== "false";
  };
  const word = <Word extends string>(name: string, words: readonly Word[]): Word | null =>
    words.find((known) => known === text(name)) ?? null;
  const sendNotificationType = word("sendNotificationType", ["ring", "notification"]);
  return {
    route,
    room: route === "room" ? decodeRoomLink(location.pathname, fragment.path, text("roomId")) : null,
    password: text("password"),
    viaServers: all(queries, "viaServers").filter((server) => server !== ""),
    homeserver: text("homeserver"),
    displayName: text("displayName")?.trim() || null,
    language: text("lang"),
    fonts: all(queries, "font")
      .filter((font) => FONT_NAME.test(font))
      .slice(0, MAX_FONTS),
    fontScale: scaleOf(text("fontScale")),
    theme: word("theme", THEMES),
    background: word("background", ["solid", "gradient"]) ?? "gradient",
    header: word("header", ["none", "standard", "app_bar"]) ?? "standard",
    confineToRoom: flag("confineToRoom", false),
    showControls: flag("showControls", true),
    hideScreensharing: flag("hideScreensharing", false),
    controlledAudioDevices: flag("controlledAudioDevices", false),
    autoLeave: flag("autoLeave", false),
    sendNotificationType,
    waitForCallPickup: flag("waitForCallPickup", false) && sendNotificationType === "ring",
    widgetId: text("widgetId"),
    parentUrl: text("parentUrl"),
  };
}

function routeOf(pathname: string, fragmentPath: string, roomIds: readonly string[]): UrlParams["route"] {
  const path = pathname.replace(/\/+$/u, "");
  if (path === "/login") return "login";
  if (path === "/register") return "register";
  const namesRoom = fragmentPath.replace(/^\/+/u, "") !== "" || roomIds.some((roomId) => roomId !== "");
  return path === "" && !namesRoom ? "home" : "room";
}

function all(queries: readonly UrlQuery[], name: string): readonly string[] {
  return queries.map((query) => query.get(name) ?? []).find((values) => values.length > 0) ?? [];
}

function scaleOf(text: string | null): number {
  const scale = text === null ? 1 : Number(text);
  return Number.isFinite(scale) && scale > 0 ? Math.min(2, Math.max(0.5, scale)) : 1;
}
