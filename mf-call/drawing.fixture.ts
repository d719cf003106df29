import type { PlatformMedia } from "@shell/contract";

type Pen = CanvasRenderingContext2D;

const rooms = ["#7b8ea6", "#a08f7d", "#6f8f80", "#93809f", "#a3867a", "#74899b"];
const skins = ["#8d5a3c", "#e0b08c", "#c68a5e", "#5f3b28", "#f0c8a8", "#b27a52"];
const hairs = ["#241a14", "#5a3b22", "#8b6a3d", "#1b1b1f", "#6d6a68", "#3a241b"];
const clothes = ["#31476b", "#6b3a45", "#3f5c45", "#53456d", "#8a6a2f", "#2f3338"];

function pick(list: readonly string[], seed: number): string {
  return list[seed % list.length] ?? "#888888";
}

function seedOf(id: string): number {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
}

function blob(pen: Pen, colour: string, x: number, y: number, rx: number, ry: number): void {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
  pen.fill();
}

function drawPerson(pen: Pen, width: number, height: number, seed: number): void {
  const unit = height / 100;
  const middle = width / 2 + ((seed % 7) - 3) * unit * 2;
  const wall = pen.createLinearGradient(0, 0, width, height);
  wall.addColorStop(0, pick(rooms, seed));
  wall.addColorStop(1, "#2c3038");
  pen.fillStyle = wall;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "rgba(255, 250, 235, 0.5)";
  pen.fillRect(seed % 2 === 0 ? width * 0.08 : width * 0.74, height * 0.08, width * 0.18, height * 0.42);
  blob(pen, pick(clothes, seed >> 1), middle, 116 * unit, 52 * unit, 44 * unit);
  const skin = pick(skins, seed >> 2);
  pen.fillStyle = skin;
  pen.fillRect(middle - 8 * unit, 58 * unit, 16 * unit, 22 * unit);
  blob(pen, pick(hairs, seed >> 3), middle, 37 * unit, 22 * unit, 25 * unit);
  blob(pen, skin, middle, 45 * unit, 17.5 * unit, 22 * unit);
}

function drawScreen(pen: Pen, width: number, height: number): void {
  pen.fillStyle = "#f7f8fa";
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = "#e3e6ec";
  pen.fillRect(0, 0, width, height * 0.07);
  pen.fillRect(0, height * 0.07, width * 0.2, height);
  pen.fillStyle = "#2b3240";
  pen.font = `600 ${height * 0.055}px system-ui, sans-serif`;
  pen.fillText("Plan for the quarter", width * 0.25, height * 0.2);
  for (let line = 0; line < 11; line += 1) {
    pen.fillStyle = line % 4 === 0 ? "#6c63d8" : "#b8bfcc";
    pen.fillRect(
      width * 0.25,
      height * (0.27 + line * 0.058),
      width * (0.3 + ((line * 37) % 30) / 100),
      height * 0.022,
    );
  }
}

/** Pictures for stories: a drawn person for each id, a page of a document for each share. */
export const drawnMedia: Pick<PlatformMedia, "attachVideo"> = {
  attachVideo(videoId, element) {
    const isScreen = videoId.endsWith("screen");
    const seed = seedOf(videoId);
    const canvas = Object.assign(
      document.createElement("canvas"),
      isScreen ? { width: 1280, height: 800 } : { width: 640, height: 360 },
    );
    const pen = canvas.getContext("2d");
    const draw = () => {
      if (pen === null) return;
      if (isScreen) drawScreen(pen, canvas.width, canvas.height);
      else drawPerson(pen, canvas.width, canvas.height, seed);
    };
    draw();
    const stream = canvas.captureStream();
    element.srcObject = stream;
    element.play().catch(() => undefined); // taken out of the page before it began
    const redrawing = setInterval(draw, 200); // a stream of a canvas has a picture only after it is drawn on
    element.addEventListener("loadeddata", () => clearInterval(redrawing), { once: true });
    return {
      unsubscribe() {
        clearInterval(redrawing);
        for (const track of stream.getTracks()) track.stop();
        element.srcObject = null;
      },
    };
  },
};
