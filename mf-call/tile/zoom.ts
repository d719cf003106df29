/** How closely a share is looked at: a scale and where its middle is moved to, in px. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** All of it. */
export const noZoom: Zoom = { scale: 1, x: 0, y: 0 };

/** Closer than this, single pixels of a screen are all that is seen. */
const SCALE_MAX = 6;

interface Size {
  readonly width: number;
  readonly height: number;
}

const clamp = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));

/** `zoom` moved by `dx` and `dy` px, never past the edge of the picture. */
export function pan(zoom: Zoom, size: Size, dx: number, dy: number): Zoom {
  const slackX = (size.width * (zoom.scale - 1)) / 2;
  const slackY = (size.height * (zoom.scale - 1)) / 2;
  return { ...zoom, x: clamp(zoom.x + dx, slackX), y: clamp(zoom.y + dy, slackY) };
}

/** `zoom` by `factor` around a point, given in px from the middle of the picture; what is at that point stays there. */
export function zoomAt(
  zoom: Zoom,
  size: Size,
  factor: number,
  point: { readonly x: number; readonly y: number },
): Zoom {
  const scale = Math.min(SCALE_MAX, Math.max(1, zoom.scale * factor));
  const ratio = scale / zoom.scale;
  const moved = { scale, x: point.x - (point.x - zoom.x) * ratio, y: point.y - (point.y - zoom.y) * ratio };
  return scale === 1 ? noZoom : pan(moved, size, 0, 0);
}
