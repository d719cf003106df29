import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanRoomId, nameOfLink, roomIdOrAliasOf } from "./roomLink.ts";
import { decodeUrlParams, type UrlParams } from "./urlParams.ts";

function read(path: string): UrlParams {
  const { pathname, search, hash } = new URL(path, "https://call.example.org");
  return decodeUrlParams({ pathname, search, hash });
}

describe("[U1] which page and room an address names", () => {
  const rows: readonly (readonly [string, UrlParams["route"], UrlParams["room"]])[] = [
    ["/", "home", null],
    ["/login", "login", null],
    ["/register/", "register", null],
    ["/room/#/stand-up?roomId=!abc:example.org&password=s3", "room", { roomId: "!abc:example.org", alias: "stand-up" }],
    ["/room/#?roomId=!abc", "room", { roomId: "!abc", alias: null }],
    ["/room#stand-up", "room", { roomId: null, alias: "stand-up" }],
    ["/room/stand-up", "room", { roomId: null, alias: "stand-up" }],
    ["/stand-up", "room", { roomId: null, alias: "stand-up" }],
    ["/roommates", "room", { roomId: null, alias: "roommates" }],
    ["/room/#/%23Stand-Up%3Aexample.org", "room", { roomId: null, alias: "Stand-Up:example.org" }],
    ["/#/stand-up?roomId=!abc", "room", { roomId: "!abc", alias: "stand-up" }],
    ["/room/path#/fragment", "room", { roomId: null, alias: "fragment" }],
    ["/room/?roomId=!abc", "room", { roomId: "!abc", alias: null }],
    ["/room/#/?roomId=abc", "room", null],
    ["/room/", "room", null],
    ["/room/#/50%25", "room", { roomId: null, alias: "50%" }],
    ["/room/#/50%", "room", { roomId: null, alias: "50%" }],
  ];
  test.each(rows)("%s", (path, route, room) => {
    expect(read(path)).toMatchObject({ route, room });
  });
});

describe("[U2] a room id is cleaned, or not taken", () => {
  test.each([
    ["!abc:example.org", "!abc:example.org"],
    ["\u200b !abc:example.org\u00a0\n", "!abc:example.org"],
    ["!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM", "!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM"],
    ["#alias:example.org", null],
    ["!", null],
    ["", null],
  ])("%j is %j", (raw, roomId) => {
    expect(cleanRoomId(raw)).toBe(roomId);
  });
});

test("[U3] an alias is completed from the default server, in lower case; an id wins over it", () => {
  expect(roomIdOrAliasOf({ roomId: null, alias: "Stand-Up" }, "example.org")).toBe("#stand-up:example.org");
  expect(roomIdOrAliasOf({ roomId: null, alias: "Stand-Up:Other.org" }, "example.org")).toBe("#stand-up:other.org");
  expect(roomIdOrAliasOf({ roomId: null, alias: "stand-up" }, null)).toBeNull();
  expect(roomIdOrAliasOf({ roomId: "!abc", alias: "stand-up" }, "example.org")).toBe("!abc");
});

test.each([
  ["/room/#/weekly-planning?roomId=!abc", "Weekly planning"],
  ["/room/#/%C3%A9t%C3%A9--2026?roomId=!abc", "Été 2026"],
  ["/room/#?roomId=!abc", ""],
  ["/room/#/stand-up", "stand-up"],
  ["/", ""],
])("before the room is known, %s is called %j", (path, name) => {
  expect(nameOfLink(read(path).room)).toBe(name);
});

test("[U4] the fragment's query counts before the normal one", () => {
  const params = read(
    "/room/?password=query&displayName=Query&viaServers=c.org#/x?password=fragment&viaServers=a.org&viaServers=b.org",
  );
  expect(params).toMatchObject({ password: "fragment", displayName: "Query", viaServers: ["a.org", "b.org"] });
});

describe("[U5] flags: there and not `false` is true", () => {
  test.each([
    ["", false, true],
    ["?confineToRoom&showControls", true, true],
    ["?confineToRoom=true&showControls=1", true, true],
    ["?confineToRoom=false&showControls=false", false, false],
    ["?confineToRoom=False", true, true],
  ])("%s", (query, confineToRoom, showControls) => {
    expect(read(`/room/#/x${query}`)).toMatchObject({ confineToRoom, showControls });
  });
});

test("values that nobody defined are not taken", () => {
  expect(
    read("/room/#/x?theme=pink&background=lava&header=huge&fontScale=-2&sendNotificationType=shout"),
  ).toMatchObject({
    theme: null,
    background: "gradient",
    header: "standard",
    fontScale: 1,
    sendNotificationType: null,
  });
});

test("every parameter of standalone mode is read", () => {
  expect(
    read(
      "/room/#/x?homeserver=https%3A%2F%2Fmatrix.example.org&displayName=Ann+Lee&lang=pt-BR&font=Inter&font=Serif&fontScale=1.25&theme=light" +
        "&background=solid&header=app_bar&hideScreensharing&autoLeave&controlledAudioDevices&sendNotificationType=ring&waitForCallPickup",
    ),
  ).toMatchObject({
    homeserver: "https://matrix.example.org",
    displayName: "Ann Lee",
    language: "pt-BR",
    fonts: ["Inter", "Serif"],
    fontScale: 1.25,
    theme: "light",
    background: "solid",
    header: "app_bar",
    hideScreensharing: true,
    autoLeave: true,
    controlledAudioDevices: true,
    sendNotificationType: "ring",
    waitForCallPickup: true,
  });
});

test("[U6] a font's name cannot carry anything else into a style, and letters stay within reason", () => {
  const fonts = ["Comic Neue", "x;}body{display:none", "url(https://evil.example)", 'a", b', "Σ Sans"];
  const query = fonts.map((font) => `font=${encodeURIComponent(font)}`).join("&");
  expect(read(`/room/#/x?${query}&fontScale=40`)).toMatchObject({ fonts: ["Comic Neue", "Σ Sans"], fontScale: 2 });
  expect(read(`/room/#/x?${"font=a&".repeat(99)}fontScale=0.01`)).toMatchObject({ fontScale: 0.5 });
  expect(read(`/room/#/x?${"font=a&".repeat(99)}`).fonts).toHaveLength(5);
});

test("waiting for pickup makes no sense without ringing", () => {
  expect(read("/room/#/x?waitForCallPickup&sendNotificationType=notification").waitForCallPickup).toBe(false);
});

test("whatever an address holds, reading it does not throw", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (pathname, search, hash) => {
      const { room, route } = decodeUrlParams({ pathname: `/${pathname}`, search: `?${search}`, hash: `#${hash}` });
      if (route !== "room") expect(room).toBeNull();
    }),
  );
});
