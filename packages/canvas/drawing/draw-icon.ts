import type { Pen } from './frame.ts'
import { createIconPath } from './icons.ts'

/** The size of an icon, in graph units, at scales where all node text is legible. */
export const iconSize = 16

export interface IconPosition {
  /** The x coordinate of the center. */
  readonly x: number
  /** The y coordinate of the center. */
  readonly y: number
  /** The width and height, in graph units. */
  readonly size: number
  readonly color: string
  /** The rotation, in radians. */
  readonly rotation?: number
}

/** Draws an icon. At small scales, its strokes are thicker to keep the color recognizable. */
export function drawIcon({ context, frame }: Pen, name: string, { x, y, size, color, rotation }: IconPosition): void {
  context.save()
  context.translate(x, y)
  if (rotation) context.rotate(rotation)
  context.scale(size / 24, size / 24)
  context.translate(-12, -12)
  context.strokeStyle = color
  context.lineWidth = (2.25 / Math.min(1, frame.view.scale)) * (iconSize / size)
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.stroke(createIconPath(frame.findIcon(name)))
  context.restore()
}
