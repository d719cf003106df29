interface Size {
  readonly width: number;
  readonly height: number;
}

const isUpright = ({ width, height }: Size): boolean => height > width;

/** Fills the tile when picture and tile lie the same way; otherwise shows all of the picture, so that no face is cut off. */
export function fitOf(picture: Size, tile: Size): "cover" | "contain" {
  if (picture.width === 0 || tile.width === 0) return "cover";
  return isUpright(picture) === isUpright(tile) ? "cover" : "contain";
}
