/** Largest picture taken as it is, in bytes (ours: 8 MB, below what homeservers allow by default). */
export const PICTURE_MAX_BYTES = 8 * 1024 * 1024;

/** The kinds of picture that every client of the room can show. */
export const PICTURE_TYPES = ["image/jpeg", "image/png", "image/webp"] as const;

/** Why a file cannot be somebody's picture, as a key below `settings.profile`; null when it can. */
export function checkPicture(file: Pick<Blob, "type" | "size">): "notPicture" | "tooLarge" | null {
  if (!(PICTURE_TYPES as readonly string[]).includes(file.type)) return "notPicture";
  return file.size > PICTURE_MAX_BYTES ? "tooLarge" : null;
}
