// Whether a photograph looks like the one that was blessed: both are scaled to a few thousand dots, so that letters don't
// matter and the layout does. Done by the browser, which reads PNG anyway.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";

const folder = join(import.meta.dirname, "blessed");
const size = { width: 320, height: 200 };
const most = { mean: 4, strange: 0.03 }; // of 255; share of dots that differ by more than 40

export async function small(tool: Page, png: Buffer): Promise<Buffer> {
  const url = await tool.evaluate(async ([data, width, height]) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width, height });
    const context = canvas.getContext("2d")!;
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, width, height);
    return canvas.toDataURL("image/png");
  }, [png.toString("base64"), size.width, size.height] as const);
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}

export async function difference(tool: Page, a: Buffer, b: Buffer): Promise<{ mean: number; strange: number }> {
  return tool.evaluate(async (both) => {
    const dots = await Promise.all(both.map(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const canvas = document.createElement("canvas");
      Object.assign(canvas, { width: 80, height: 50 });
      const context = canvas.getContext("2d")!;
      context.imageSmoothingQuality = "high";
      context.drawImage(image, 0, 0, 80, 50);
      return context.getImageData(0, 0, 80, 50).data;
    }));
    const steps = Array.from({ length: 80 * 50 }, (_, i) => [0, 1, 2].reduce((sum, c) => sum + Math.abs(dots[0]![i * 4 + c]! - dots[1]![i * 4 + c]!), 0) / 3);
    return { mean: steps.reduce((x, y) => x + y, 0) / steps.length, strange: steps.filter((s) => s > 40).length / steps.length };
  }, [a.toString("base64"), b.toString("base64")]);
}

// Complaints, none when it is alike. `bless` makes this one the model.
export async function likeness(tool: Page, name: string, png: Buffer, bless: boolean): Promise<string[]> {
  const file = join(folder, `${name}.png`);
  const now = await small(tool, png);
  if (bless) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, now);
    return [];
  }
  if (!existsSync(file)) return [`${name} was never blessed: node e2e/run.ts --screens --bless`];
  const { mean, strange } = await difference(tool, now, readFileSync(file));
  return mean <= most.mean && strange <= most.strange ? [] : [`${name} looks different: ${mean.toFixed(1)} on average, ${(strange * 100).toFixed(1)} % of it`];
}
