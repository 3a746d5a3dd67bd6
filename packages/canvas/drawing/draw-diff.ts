import type { CanvasTheme } from './canvas-theme.ts'
import type { SceneDiff, DiffKind } from '../scene/scene-diff.ts'
import { getEdgeCurve, getPointOnCurve, traceEdge } from './draw-edges.ts'
import type { Pen } from './frame.ts'
import { getEdgePath } from '../scene/edge-path.ts'
import { getGroupRect, getNodeRect, getNoteRect, type SceneEdge } from '../scene/scene.ts'
import { overlaps, type Point, type Rect } from '../camera/view.ts'

/** The symbol for each kind of change. */
const symbols: Readonly<Record<DiffKind, string>> = { added: '+', removed: '−', changed: '≠', moved: '↔' }
const tones = { added: 'good', removed: 'bad', changed: 'warn', moved: 'accent' } as const
const getDiffColor = (theme: CanvasTheme, kind: DiffKind): string => theme.tones[tones[kind]]

/** The default radius of a symbol, in CSS pixels. */
const symbolRadius = 9
/** The minimum radius at which symbols are distinguishable, in CSS pixels. */
const minSymbolRadius = 5
/** The radius of a symbol as a fraction of the node height. */
const symbolRadiusRatio = 0.2
const ghostRadius = 10

/** Draws removed elements and the previous positions of moved nodes, behind everything else. */
export function drawGhosts(pen: Pen, difference: SceneDiff, area: Rect): void {
  const { context, frame } = pen
  const { theme, scene } = frame
  const lineWidth = 1.5 / Math.min(1, frame.view.scale)
  context.lineWidth = lineWidth
  context.setLineDash([6 * lineWidth, 4 * lineWidth])
  context.strokeStyle = getDiffColor(theme, 'removed')
  for (const edge of difference.ghosts.edges) {
    context.beginPath()
    traceEdge(context, edge)
    context.stroke()
  }
  for (const node of difference.ghosts.nodes) {
    const rect = getNodeRect(node)
    if (overlaps(rect, area)) drawGhost(pen, rect, node.content.title)
  }
  for (const note of difference.ghosts.notes) {
    const rect = getNoteRect(note)
    if (overlaps(rect, area)) drawGhost(pen, rect, note.note.text.replace(/^#+\s*/, '').split('\n', 1)[0] ?? '')
  }
  context.strokeStyle = getDiffColor(theme, 'moved')
  for (const [id, previousPosition] of difference.previousPositions) {
    const node = scene.byId.get(id)
    if (!node) continue
    const oldRect = { ...getNodeRect(node), ...previousPosition }
    if (!overlaps(oldRect, area) && !overlaps(getNodeRect(node), area)) continue
    context.globalAlpha = 0.7
    context.beginPath()
    context.roundRect(oldRect.x, oldRect.y, oldRect.width, oldRect.height, ghostRadius)
    context.moveTo(oldRect.x + oldRect.width / 2, oldRect.y + oldRect.height / 2)
    context.lineTo(node.x + oldRect.width / 2, node.y + oldRect.height / 2)
    context.stroke()
    context.globalAlpha = 1
  }
  context.setLineDash([])
}

function drawGhost({ context, frame, fitter }: Pen, { x, y, width, height }: Rect, title: string): void {
  const { theme, view } = frame
  context.beginPath()
  context.roundRect(x, y, width, height, ghostRadius)
  context.fillStyle = theme.surface
  context.globalAlpha = 0.6
  context.fill()
  context.globalAlpha = 1
  context.stroke()
  if (view.scale < 0.3) return
  context.font = `600 13px ${theme.font}`
  context.fillStyle = theme.tones.muted
  const fittedTitle = fitter.fitLine(context, title, width - 28)
  context.fillText(fittedTitle, x + 14, y + 23)
  context.fillRect(x + 14, y + 18, context.measureText(fittedTitle).width, 1)
}

/** Draws outlines and symbols on changed elements, above everything else. */
export function drawDiff(pen: Pen, difference: SceneDiff, area: Rect): void {
  const { context, frame } = pen
  const { scene, theme, view } = frame
  const unit = 1 / Math.min(1, view.scale)
  const drawMarker = (rect: Rect, kind: DiffKind): void => {
    if (!overlaps({ ...rect, x: rect.x - 20, y: rect.y - 20, width: rect.width + 40, height: rect.height + 40 }, area))
      return
    if (kind !== 'removed') {
      context.strokeStyle = getDiffColor(theme, kind)
      context.lineWidth = 2 * unit
      context.beginPath()
      context.roundRect(rect.x - 4, rect.y - 4, rect.width + 8, rect.height + 8, 13)
      context.stroke()
    }
    drawSymbol(pen, { x: rect.x - 2, y: rect.y - 2 }, kind, rect.height)
  }
  for (const edge of [...scene.edges, ...difference.ghosts.edges]) {
    const kind = difference.edges.get(edge.id)
    if (!kind) continue
    if (kind !== 'removed') {
      context.strokeStyle = getDiffColor(theme, kind)
      context.lineWidth = 3 * unit
      context.beginPath()
      traceEdge(context, edge)
      context.stroke()
    }
    drawSymbol(pen, findEdgeMidpoint(edge), kind, edge.from.shape.height)
  }
  for (const node of scene.nodes) {
    const kind = difference.nodes.get(node.id)
    if (kind) drawMarker(getNodeRect(node), kind)
  }
  for (const node of difference.ghosts.nodes) drawMarker(getNodeRect(node), 'removed')
  for (const group of scene.groups) {
    const kind = difference.marks.get(group.id)
    if (kind) drawMarker(getGroupRect(group), kind)
  }
  for (const note of scene.notes) {
    const kind = difference.marks.get(note.id)
    if (kind) drawMarker(getNoteRect(note), kind)
  }
  for (const note of difference.ghosts.notes) drawMarker(getNoteRect(note), 'removed')
}

function drawSymbol({ context, frame }: Pen, { x, y }: Point, kind: DiffKind, height: number): void {
  const { theme, view } = frame
  const screenRadius = Math.max(minSymbolRadius, Math.min(symbolRadius, height * symbolRadiusRatio * view.scale))
  const radius = Math.max(view.scale >= 1 ? symbolRadius : 0, screenRadius / view.scale)
  const unit = radius / symbolRadius
  context.beginPath()
  context.arc(x, y, radius + 2 * unit, 0, 2 * Math.PI)
  context.fillStyle = theme.canvas
  context.fill()
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fillStyle = getDiffColor(theme, kind)
  context.fill()
  context.fillStyle = theme.surface
  context.font = `700 ${14 * unit}px ${theme.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(symbols[kind], x, y + 0.5 * unit)
  context.textAlign = 'left'
  context.textBaseline = 'alphabetic'
}

function findEdgeMidpoint(edge: SceneEdge): Point {
  if (!edge.edge.points) return getPointOnCurve(getEdgeCurve(edge), 0.5)
  const points = getEdgePath(edge)
  const index = Math.floor((points.length - 1) / 2)
  const [start, end] = [points[index], points[index + 1]]
  return start && end ? { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 } : { x: 0, y: 0 }
}
