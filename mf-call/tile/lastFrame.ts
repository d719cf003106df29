/** A kept picture is dimmed and behind words, so it need not be sharp; its longer side, in px. */
const SIDE_PX = 640;

/** Keeps what `video` shows now on `canvas`; what was kept before stays when it shows nothing. */
export function keepFrame(canvas: HTMLCanvasElement | null, video: HTMLVideoElement | null): void {
  if (
    canvas === null ||
    video === null ||
    video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA ||
    video.videoWidth === 0
  )
    return;
  const scale = Math.min(1, SIDE_PX / Math.max(video.videoWidth, video.videoHeight));
  canvas.width = Math.round(video.videoWidth * scale);
  canvas.height = Math.round(video.videoHeight * scale);
  canvas.getContext("2d")?.drawImage(video, 0, 0, canvas.width, canvas.height);
  for (const name of ["fit", "mirrored"]) {
    const value = video.dataset[name];
    if (value === undefined) delete canvas.dataset[name];
    else canvas.dataset[name] = value;
  }
}

/** Forgets what was kept. */
export function dropFrame(canvas: HTMLCanvasElement | null): void {
  if (canvas !== null) Object.assign(canvas, { width: 0, height: 0 });
}
