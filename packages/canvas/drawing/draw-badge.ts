import type { Pen } from './frame.ts'
import { lineHeight } from '../scene/node-shape.ts'
import type { SceneNode } from '../scene/scene.ts'

/** Half the height of a badge, in graph units. */
const badgeRadius = 9

/**
 * Draws a badge with a node's problem count, enlarged by `factor`. With `showsText`, also draws the first problem
 * and its suggested fix below the node.
 */
export function drawBadge(
  { context, frame, fitter }: Pen,
  { content, shape }: SceneNode,
  { factor, showsText }: { factor: number; showsText: boolean },
): void {
  const { theme } = frame
  const color = content.errors > 0 ? theme.tones.bad : theme.tones.warn
  const count = content.errors + content.warnings
  const text = count > 99 ? '99+' : String(count)
  context.font = `600 ${11 * factor}px ${theme.font}`
  const radius = badgeRadius * factor
  const width = Math.max(2 * radius, context.measureText(text).width + 10 * factor)
  const left = shape.width - width + 8 * factor
  // Keeps an enlarged badge from covering the state icon.
  const centerY = badgeRadius - radius
  context.beginPath()
  context.roundRect(left - 2, centerY - radius - 2, width + 4, 2 * radius + 4, radius + 2)
  context.fillStyle = theme.canvas
  context.fill()
  context.beginPath()
  context.roundRect(left, centerY - radius, width, 2 * radius, radius)
  context.fillStyle = color
  context.fill()
  context.fillStyle = theme.surface
  context.textAlign = 'center'
  context.fillText(text, left + width / 2, centerY + 4 * factor)
  context.textAlign = 'left'
  if (!showsText || !content.firstProblem) return
  context.font = `400 12px ${theme.font}`
  const maxWidth = shape.width + 16
  const problemLines = fitter.fitTwoLines(context, content.firstProblem, maxWidth).filter(Boolean)
  const lines = [
    ...problemLines,
    ...(content.fix === undefined ? [] : [fitter.fitLine(context, `→ ${content.fix}`, maxWidth)]),
  ]
  const top = shape.height + 8
  context.beginPath()
  context.roundRect(0, top, maxWidth + 24, lines.length * lineHeight + 14, 6)
  context.fillStyle = theme.surface
  context.fill()
  context.strokeStyle = color
  context.lineWidth = 1
  context.stroke()
  for (const [index, line] of lines.entries()) {
    context.fillStyle = index < problemLines.length ? color : theme.text
    context.fillText(line, 12, top + 19 + index * lineHeight)
  }
}
