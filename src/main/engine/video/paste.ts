// Pieces put into a picture: pixels as they are, and drawn words laid over with their alpha.
import { loadSharp } from '../images/sharp';

/** RGB [height*width*3]. */
export interface Sheet {
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export function emptySheet(width: number, height: number, colour: string): Sheet {
  const [r, g, b] = [1, 3, 5].map((from) => parseInt(colour.slice(from, from + 2), 16)) as [number, number, number];
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < rgb.length; i += 3) {
    rgb[i] = r;
    rgb[i + 1] = g;
    rgb[i + 2] = b;
  }
  return { rgb, width, height };
}

/** Copies `piece` with its corner at (x, y); all of it must fit. */
export function place(sheet: Sheet, piece: Sheet, x: number, y: number): void {
  for (let row = 0; row < piece.height; row++) {
    const from = row * piece.width * 3;
    sheet.rgb.set(piece.rgb.subarray(from, from + piece.width * 3), ((y + row) * sheet.width + x) * 3);
  }
}

/** RGBA pixels with straight alpha. */
export interface Drawn {
  readonly rgba: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export async function drawSvg(svg: string): Promise<Drawn> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { rgba: data, width: info.width, height: info.height };
}

/** Lays it over with its corner at (x, y); what lies outside is cut. */
export function layOver(sheet: Sheet, { rgba, width, height }: Drawn, x: number, y: number): void {
  const columns = Math.min(width, sheet.width - x);
  const rows = Math.min(height, sheet.height - y);
  const { rgb } = sheet;
  for (let row = 0; row < rows; row++) {
    let from = row * width * 4;
    let to = ((y + row) * sheet.width + x) * 3;
    for (let column = 0; column < columns; column++, from += 4, to += 3) {
      const alpha = rgba[from + 3]! / 255;
      if (alpha === 0) continue;
      for (let c = 0; c < 3; c++) rgb[to + c] = Math.round(rgb[to + c]! + (rgba[from + c]! - rgb[to + c]!) * alpha);
    }
  }
}

/** Scaled to fit, black around it. */
export async function fitted(piece: Sheet, width: number, height: number): Promise<Sheet> {
  if (width === piece.width && height === piece.height) return piece;
  const sharp = await loadSharp();
  const image = sharp(piece.rgb, { raw: { width: piece.width, height: piece.height, channels: 3 } });
  return { rgb: await image.resize(width, height, { fit: 'contain', background: '#000000' }).raw().toBuffer(), width, height };
}
