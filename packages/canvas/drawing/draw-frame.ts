import type { WorkflowNote } from '@aw-flow/schema'
import type { CanvasTheme } from './canvas-theme.ts'
import type { Pen } from './frame.ts'
import { frameTitleHeight, getNoteRect, type SceneNote } from '../scene/scene.ts'

/** Returns a frame's color: the color of its tone, or a neutral color if it has no tone. */
export const getFrameColor = (theme: CanvasTheme, tone: WorkflowNote['tone']): string =>
  tone === 'info' ? theme.families['logic'] : theme.tones[tone ?? 'muted']

/**
 * The maximum font size of a frame's title, in graph units. When zoomed out, the title grows up to this size to help
 * with orientation.
 */
const maxTitleSize = 48
/** The minimum font size of a frame's title, in CSS pixels. Smaller titles are not drawn. */
const minTitleSize = 9

/** Draws a frame and its title, behind everything else. */
export function drawFrame({ context, frame, fitter }: Pen, sceneNote: SceneNote): void {
  const { theme, view, selectedMarks } = frame
  const { x, y, width, height } = getNoteRect(sceneNote)
  const isSelected = selectedMarks.has(sceneNote.id)
  const color = getFrameColor(theme, sceneNote.note.tone)
  context.beginPath()
  context.roundRect(x, y, width, height, 10)
  context.fillStyle = color
  context.globalAlpha = 0.07
  context.fill()
  context.globalAlpha = isSelected ? 1 : 0.65
  context.strokeStyle = isSelected ? theme.tones.accent : color
  context.lineWidth = (isSelected ? 2 : 1) / Math.min(1, view.scale)
  context.stroke()
  context.globalAlpha = 1
  if (isSelected) drawResizeHandle(context, theme.tones.accent, x + width, y + height)
  const size = Math.min(maxTitleSize, 13 / Math.min(1, view.scale))
  if (size * view.scale < minTitleSize) return
  context.font = `600 ${size}px ${theme.font}`
  context.fillStyle = theme.text
  const [title = ''] = sceneNote.note.text.split('\n')
  const line = fitter.fitLine(context, title, width - 28)
  context.fillText(line, x + 14, y + Math.max(frameTitleHeight - 10, size + 8))
}

/** Draws the resize handle in the bottom-right corner of a note or frame. */
export function drawResizeHandle(
  context: CanvasRenderingContext2D,
  color: string,
  right: number,
  bottom: number,
): void {
  context.strokeStyle = color
  context.lineWidth = 1.5
  context.beginPath()
  for (const offset of [5, 10]) {
    context.moveTo(right - 3, bottom - offset)
    context.lineTo(right - offset, bottom - 3)
  }
  context.stroke()
}
