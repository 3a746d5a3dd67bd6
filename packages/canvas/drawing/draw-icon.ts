import type { Pen } from './frame.ts'
import { createIconPath } from './icons.ts'

/** The size of an icon in graph units, at zoom levels where all node text is legible. */
export const iconSize = 16

export interface IconPosition {
  /** The horizontal center. */
  readonly x: number
  /** The vertical center. */
  readonly y: number
  /** The width and height, in graph units. */
  readonly size: number
  readonly color: string
  /** The rotation, in radians. */
  readonly rotation?: number
}

/** Draws an icon. Its lines are thicker at small scales, so that the color stays visible. */
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
