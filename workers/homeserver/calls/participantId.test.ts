import { expect, test } from "vitest";
import type { DeviceId, MemberId, UserId } from "../../../machines/domain/ids.ts";
import { participantIdOf } from "./participantId.ts";

test.each([
  ["@alice:example.com", "DEVICE123", "memberABC", "J+T45tGruxc+HrUOqJJlyQSV33m728Cme4+vt8/SWrU"],
  ["@alice:example.com", "DEVICE", "member-1", "vYVt8NUMTb0rAawkFqilcAtxKgY26U3Ab7R9INviNnU"],
])(
  "a sticky member's identity is the one that authorisation services compute (%s %s %s)",
  async (userId, deviceId, memberId, expected) => {
    const parts = {
      form: "sticky" as const,
      userId: userId as UserId,
      deviceId: deviceId as DeviceId,
      memberId: memberId as MemberId,
    };
    expect(await participantIdOf(parts)).toBe(expected);
  },
);
