import type { PortType } from '@aw-flow/schema'
import type { Point } from '../camera/view.ts'

/**
 * Traces the shape of a port around its center: square (table), circle (json), diamond (text), triangle (file), chevron
 * (control) or hexagon (any).
 */
export function tracePort(
  context: CanvasRenderingContext2D,
  type: PortType,
  x: number,
  y: number,
  radius: number,
): void {
  switch (type) {
    case 'table':
      context.roundRect(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8, 2)
      break
    case 'json':
      context.moveTo(x + radius, y)
      context.arc(x, y, radius, 0, 2 * Math.PI)
      break
    case 'text':
      context.moveTo(x, y - radius * 1.2)
      context.lineTo(x + radius * 1.2, y)
      context.lineTo(x, y + radius * 1.2)
      context.lineTo(x - radius * 1.2, y)
      context.closePath()
      break
    case 'file':
      context.moveTo(x - radius * 0.9, y - radius * 1.1)
      context.lineTo(x + radius * 1.1, y)
      context.lineTo(x - radius * 0.9, y + radius * 1.1)
      context.closePath()
      break
    case 'any':
      for (let corner = 0; corner < 6; corner++) {
        const angle = (Math.PI / 3) * corner
        context[corner === 0 ? 'moveTo' : 'lineTo'](
          x + radius * 1.1 * Math.cos(angle),
          y + radius * 1.1 * Math.sin(angle),
        )
      }
      context.closePath()
      break
    case 'control':
      context.moveTo(x - radius, y - radius)
      context.lineTo(x, y - radius)
      context.lineTo(x + radius, y)
      context.lineTo(x, y + radius)
      context.lineTo(x - radius, y + radius)
      context.lineTo(x, y)
      context.closePath()
      break
  }
}

/** Draws a translucent disc around the start of a connection or around a possible target port. */
export function drawHalo(context: CanvasRenderingContext2D, color: string, { x, y }: Point): void {
  const { globalAlpha } = context
  context.fillStyle = color
  context.globalAlpha = globalAlpha * 0.22
  context.beginPath()
  context.arc(x, y, 11, 0, 2 * Math.PI)
  context.fill()
  context.globalAlpha = globalAlpha
}
