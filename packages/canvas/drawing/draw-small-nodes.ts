import { drawIcon } from './draw-icon.ts'
import type { Pen } from './frame.ts'
import type { NodeContent, Tone } from '../scene/node-content.ts'
import type { SceneNode } from '../scene/scene.ts'

/** The minimum size of a state marker, in CSS pixels. */
const minMarkerSize = 5
/** The size of a state icon next to a title, in CSS pixels. */
const stateIconSize = 14
/** The maximum size of a state icon, in graph units. */
const maxStateIconSize = 48

/**
 * Draws nodes at scales below `detailScale` in batches to reduce context state changes: first fill colors, then states,
 * then titles if few nodes are in view. `visibleCount` is the total number of nodes in view, including those not in
 * `nodes`.
 */
export function drawSmallNodes(pen: Pen, nodes: readonly SceneNode[], visibleCount: number = nodes.length): void {
  const { context, frame, fitter } = pen
  const { theme, view, selection } = frame
  const nodesByColor = new Map<string, SceneNode[]>()
  for (const node of nodes) {
    const color = theme.families[node.content.family]
    const sameColorNodes = nodesByColor.get(color)
    if (sameColorNodes) sameColorNodes.push(node)
    else nodesByColor.set(color, [node])
  }
  for (const [color, sameColorNodes] of nodesByColor) {
    context.fillStyle = color
    for (const { x, y, shape, content } of sameColorNodes)
      if (!content.mode) context.fillRect(x, y, shape.width, shape.height)
    context.globalAlpha = 0.4
    for (const { x, y, shape, content } of sameColorNodes)
      if (content.mode) context.fillRect(x, y, shape.width, shape.height)
    context.globalAlpha = 1
  }
  const showsTitles = visibleCount <= 250 && view.scale > 0.16
  if (showsTitles) {
    context.strokeStyle = theme.border
    context.lineWidth = 1 / view.scale
    context.fillStyle = theme.surface
    for (const { x, y, shape } of nodes) {
      context.fillRect(x + 10, y, shape.width - 10, shape.height)
      context.strokeRect(x + 10, y, shape.width - 10, shape.height)
    }
  }
  // State markers have a minimum size in CSS pixels, so they cover more of each node when zoomed out.
  const markerSize = Math.max(32, minMarkerSize / view.scale)
  const outlineWidth = Math.max(6, 1.2 / view.scale)
  for (const { x, y, shape, content } of nodes) {
    const tone = getMarkerTone(content)
    if (!tone) continue
    if (showsTitles) {
      const size = Math.min(maxStateIconSize, stateIconSize / view.scale, shape.height)
      const top = Math.min(12, (shape.height - size) / 2)
      const iconPlacement = {
        x: x + shape.width - 12 - size / 2,
        y: y + top + size / 2,
        size,
        color: theme.tones[tone],
      }
      drawIcon(pen, content.stateIcon?.icon ?? 'triangle-alert', iconPlacement)
      continue
    }
    const inset = Math.min(12, Math.max(0, shape.height - markerSize) / 2)
    const width = Math.min(markerSize, shape.width / 2)
    const left = x + shape.width - inset - width
    const height = Math.min(markerSize, shape.height)
    // Some node families share their color with a state, so an outline sets the marker apart.
    context.fillStyle = theme.surface
    context.fillRect(
      left - outlineWidth,
      y + inset - (inset > 0 ? outlineWidth : 0),
      width + 2 * outlineWidth,
      height + (inset > 0 ? 2 * outlineWidth : 0),
    )
    context.fillStyle = theme.tones[tone]
    context.fillRect(left, y + inset, width, height)
  }
  context.strokeStyle = theme.tones.accent
  context.lineWidth = 2 / view.scale
  for (const { id, x, y, shape } of nodes) {
    if (selection.has(id) || frame.focused === id) context.strokeRect(x, y, shape.width, shape.height)
  }
  if (!showsTitles) return
  context.font = `600 ${Math.min(30, 11 / view.scale)}px ${theme.font}`
  context.fillStyle = theme.text
  context.textBaseline = 'middle'
  const { font } = context
  for (const { x, y, shape, content } of nodes) {
    const maxWidth = shape.width - 24 - (getMarkerTone(content) ? 48 : 0)
    let cachedTitle = titles.get(content)
    if (cachedTitle?.font !== font || cachedTitle.maxWidth !== maxWidth) {
      cachedTitle = { font, maxWidth, line: fitter.fitLine(context, content.title, maxWidth) }
      titles.set(content, cachedTitle)
    }
    context.fillText(cachedTitle.line, x + 22, y + shape.height / 2)
  }
  context.textBaseline = 'alphabetic'
}

/** The fitted titles, keyed by node content. A lookup by text would take longer than drawing. */
const titles = new WeakMap<NodeContent, { font: string; maxWidth: number; line: string }>()

const getMarkerTone = (content: NodeContent): Tone | undefined =>
  content.stateIcon
    ? content.state === 'pending'
      ? undefined
      : content.stateIcon.tone
    : content.errors > 0
      ? 'bad'
      : undefined
