/** Where a browser keeps the switch for camera and microphone; each has a drawing of its own. */
export type PermissionPlace = "chromium" | "firefox" | "safari" | "ios" | "android";

/** The place in the browser that calls itself `userAgent`; Chromium's when it is not known, as most are built on it. */
export function permissionPlaceOf(userAgent: string): PermissionPlace {
  if (/iPhone|iPad|iPod/u.test(userAgent)) return "ios";
  if (userAgent.includes("Android")) return "android";
  if (userAgent.includes("Firefox/")) return "firefox";
  if (userAgent.includes("Safari/") && !/Chrom(?:e|ium)\//u.test(userAgent)) return "safari";
  return "chromium";
}
