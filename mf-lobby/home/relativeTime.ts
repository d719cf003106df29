const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;

/** How long ago `thenMs` was at `nowMs`, in words of `language`: "now", "5 minutes ago", "yesterday"; past four weeks the date. */
export function relativeTime(thenMs: number, nowMs: number, language: string): string {
  const agoMs = Math.max(0, nowMs - thenMs);
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (agoMs < minuteMs) return words.format(0, "second");
  if (agoMs < hourMs) return words.format(-Math.floor(agoMs / minuteMs), "minute");
  const days = calendarDays(thenMs, nowMs);
  if (days === 0) return words.format(-Math.floor(agoMs / hourMs), "hour");
  if (days < 7) return words.format(-days, "day");
  if (agoMs < 4 * weekMs) return words.format(-Math.floor(days / 7), "week");
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(thenMs);
}

/** Midnights of the person's own clock between the two, so that last night is yesterday even after a few hours. */
function calendarDays(thenMs: number, nowMs: number): number {
  return Math.round((new Date(nowMs).setHours(0, 0, 0, 0) - new Date(thenMs).setHours(0, 0, 0, 0)) / dayMs);
}
