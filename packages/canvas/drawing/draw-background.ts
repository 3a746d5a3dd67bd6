import type { Frame } from './frame.ts'
import { gridSize } from '../scene/node-shape.ts'

/** Fills the canvas and draws the dot grid. Dots are at least 14 CSS pixels apart. */
export function drawBackground(context: CanvasRenderingContext2D, frame: Frame): void {
  const { width, height, view, theme } = frame
  context.fillStyle = theme.canvas
  context.fillRect(0, 0, width, height)
  let step = gridSize * view.scale
  while (step < 14) step *= 2
  const getFirstDotPosition = (offset: number): number => ((offset % step) + step) % step
  const size = Math.max(1, Math.min(2, 1.5 * view.scale))
  context.beginPath()
  for (let y = getFirstDotPosition(view.y); y < height; y += step) {
    for (let x = getFirstDotPosition(view.x); x < width; x += step) context.rect(x - size / 2, y - size / 2, size, size)
  }
  context.fillStyle = theme.dot
  context.fill()
}

/** Draws the selection rectangle while the user drags it. Draws in screen coordinates. */
export function drawMarquee(context: CanvasRenderingContext2D, frame: Frame): void {
  const { marquee, theme, view } = frame
  if (!marquee) return
  const x = marquee.x * view.scale + view.x
  const y = marquee.y * view.scale + view.y
  const width = marquee.width * view.scale
  const height = marquee.height * view.scale
  context.fillStyle = theme.tones.accent
  context.globalAlpha = 0.1
  context.fillRect(x, y, width, height)
  context.globalAlpha = 1
  context.strokeStyle = theme.tones.accent
  context.lineWidth = 1
  context.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(width), Math.round(height))
}
