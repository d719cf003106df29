const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** A span of time as a clock shows it: `0:07`, `12:05`, `1:00:00`. */
export function clockWords(spanMs: number): string {
  const seconds = Math.max(0, Math.floor(spanMs / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = twoDigits(seconds % 60);
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${twoDigits(minutes)}:${rest}`;
}
