import type { Rect, Viewport } from '../camera/view.ts'
import type { CanvasTheme } from '../drawing/canvas-theme.ts'
import { getNoteColor } from '../drawing/draw-marks.ts'
import { getFrameColor } from '../drawing/draw-frame.ts'
import { isFrame } from '../scene/frame-contents.ts'
import { getGroupRect, getNoteRect, type Scene } from '../scene/scene.ts'

/**
 * Draws a scene as colored rectangles. Nodes are drawn on top of frames, groups and notes, and are colored by state or,
 * without a state, by family.
 */
export function drawMinimap(
  context: CanvasRenderingContext2D,
  scene: Scene,
  theme: CanvasTheme,
  { x, y, scale }: Viewport,
  density: number,
): void {
  context.setTransform(density * scale, 0, 0, density * scale, density * x, density * y)
  drawMarks(context, scene, theme, scale)
  for (const node of scene.nodes) {
    const { state, stateIcon, stale, family } = node.content
    const hasState = stateIcon !== undefined && state !== 'pending' && !stale
    context.fillStyle = hasState ? theme.tones[stateIcon.tone] : theme.families[family]
    context.fillRect(node.x, node.y, Math.max(node.shape.width, 2 / scale), Math.max(node.shape.height, 2 / scale))
  }
}

function drawMarks(context: CanvasRenderingContext2D, scene: Scene, theme: CanvasTheme, scale: number): void {
  const drawRect = (rect: Rect, color: string, alpha: number): void => {
    context.fillStyle = color
    context.strokeStyle = color
    context.lineWidth = 1 / scale
    context.globalAlpha = alpha
    context.fillRect(rect.x, rect.y, rect.width, rect.height)
    context.globalAlpha = 0.7
    context.strokeRect(rect.x, rect.y, rect.width, rect.height)
  }
  for (const note of scene.notes)
    if (isFrame(note)) drawRect(getNoteRect(note), getFrameColor(theme, note.note.tone), 0.12)
  for (const group of scene.groups) drawRect(getGroupRect(group), theme.tones.accent, 0.1)
  for (const note of scene.notes)
    if (!isFrame(note)) drawRect(getNoteRect(note), getNoteColor(theme, note.note.tone), 0.35)
  context.globalAlpha = 1
}
