import type { Member } from "../../../machines/domain/member.ts";
import type { CallRecorder } from "../callRecorder.ts";

/** Tells once, with `onAlone`, that everybody else has left the call. Our own other devices are no company. */
export function watchCompany(call: CallRecorder["state"], onAlone: () => void): void {
  let hadCompany = false;
  call.subscribe(({ phase, roster }) => {
    if (phase !== "joined") return;
    const hasCompany = areOthersIn([...roster.values()].map(({ member }) => member));
    if (hadCompany && !hasCompany) onAlone();
    hadCompany = hasCompany;
  });
}

function areOthersIn(members: readonly Member[]): boolean {
  const own = members.find(({ isOwn }) => isOwn)?.userId;
  return members.some(({ userId }) => userId !== own);
}
