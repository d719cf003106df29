import { describe, expect, test } from "vitest";
import { decodeManifest } from "./manifest.ts";

const base = "https://call.example.org/manifest.json";
const lobby = {
  name: "mf-lobby",
  entry: "mf-lobby/remoteEntry.js",
  contract: "^1",
  files: { "mf-lobby/remoteEntry.js": "sha384-x" },
};

describe("a manifest", () => {
  test("gives its remotes and realms", () => {
    const realms = { homeserver: { url: "realms/homeserver.js", integrity: "sha384-y" } };
    expect(decodeManifest({ remotes: [lobby], realms }, base)).toEqual({
      ok: true,
      value: { baseUrl: base, remotes: [{ ...lobby, start: null, fallback: null }], realms },
    });
  });

  test("loses only the entries that cannot be read", () => {
    const read = decodeManifest(
      { remotes: [{ name: "nothing else" }, lobby, null], realms: { homeserver: "here" } },
      base,
    );
    expect(read.ok && read.value.remotes.map(({ name }) => name)).toEqual(["mf-lobby"]);
    expect(read.ok && read.value.realms).toEqual({});
  });

  test.each([null, "text", [], {}, { remotes: {} }])("is refused as a whole when it is %j", (value) => {
    const read = decodeManifest(value, base);
    expect(read).toMatchObject({ ok: false, fault: { code: "config.unreadable", url: base } });
  });

  test("keeps a file without an integrity value out", () => {
    const read = decodeManifest(
      { remotes: [{ ...lobby, files: { ...lobby.files, "mf-lobby/extra.js": null } }] },
      base,
    );
    expect(read.ok && Object.keys(read.value.remotes[0]?.files ?? {})).toEqual(["mf-lobby/remoteEntry.js"]);
  });
});
