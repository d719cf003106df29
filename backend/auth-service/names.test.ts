import { describe, expect, test } from "vitest";
import { hashOf, identityOf, legacyIdentityOf, livekitRoomOf } from "./names.ts";

describe("names at the SFU", () => {
  test.each([
    [["!roomid:example.com", "slot1234"], "O8437W3+jmzMVjoIP3tNwbm+XxHQk2iKpOA7aqw3qSc"],
    [["!room:example.com", "m.call#ROOM"], "krj2dgxw2K6EOm9he4GfQJ6JsSVWfJ8a7BkyjZcSmxs"],
    [["@alice:example.com", "DEVICE123", "memberABC"], "J+T45tGruxc+HrUOqJJlyQSV33m728Cme4+vt8/SWrU"],
    [["@alice:example.com", "DEVICE", "member-1"], "vYVt8NUMTb0rAawkFqilcAtxKgY26U3Ab7R9INviNnU"],
    [["!a&b:example.com", "m.call#ROOM"], "BlPHg/JCOxLQr20ttEizBQLd7Bhh5m+r3M8rO3ejvzo"],
  ])("%j hashes as in the reference service", (parts, hash) => {
    expect(hashOf(parts)).toBe(hash);
  });

  test("both routes put a call into the same room", () => {
    expect(livekitRoomOf("!room:example.com", "m.call#ROOM")).toBe("krj2dgxw2K6EOm9he4GfQJ6JsSVWfJ8a7BkyjZcSmxs");
  });

  test("a legacy identity names user and device, the newer one nobody", () => {
    expect(legacyIdentityOf("@alice:example.com", "DEVICE")).toBe("@alice:example.com:DEVICE");
    expect(identityOf("@alice:example.com", "DEVICE", "member-1")).toBe("vYVt8NUMTb0rAawkFqilcAtxKgY26U3Ab7R9INviNnU");
  });
});
