import type { CanvasTheme } from './canvas-theme.ts'
import type { SceneDiff, DiffKind } from '../scene/scene-diff.ts'
import { edgeCurve, pointOnCurve, traceEdge } from './draw-edges.ts'
import type { Pen } from './frame.ts'
import { edgePath } from '../scene/edge-path.ts'
import { groupRect, nodeRect, noteRect, type SceneEdge } from '../scene/scene.ts'
import { overlaps, type Point, type Rect } from '../camera/view.ts'

/** Color and sign of each kind of change. */
const signs: Readonly<Record<DiffKind, string>> = { added: '+', removed: '−', changed: '≠', moved: '↔' }
const tones = { added: 'good', removed: 'bad', changed: 'warn', moved: 'accent' } as const
const colorOf = (theme: CanvasTheme, kind: DiffKind): string => theme.tones[tones[kind]]

/** Minimum radius of a sign in pixels, at which signs are still distinguishable. */
const signRadius = 9
const minSignRadius = 5
/** Radius of a sign as a share of its node's height. */
const signShare = 0.2
const ghostRadius = 10

/** Draws removed elements and the old places of moved nodes, behind everything else. */
export function drawGhosts(pen: Pen, difference: SceneDiff, area: Rect): void {
  const { context, frame } = pen
  const { theme, scene } = frame
  const line = 1.5 / Math.min(1, frame.view.scale)
  context.lineWidth = line
  context.setLineDash([6 * line, 4 * line])
  context.strokeStyle = colorOf(theme, 'removed')
  for (const edge of difference.ghosts.edges) {
    context.beginPath()
    traceEdge(context, edge)
    context.stroke()
  }
  for (const node of difference.ghosts.nodes) {
    const rect = nodeRect(node)
    if (overlaps(rect, area)) drawGhost(pen, rect, node.face.title)
  }
  for (const note of difference.ghosts.notes) {
    const rect = noteRect(note)
    if (overlaps(rect, area)) drawGhost(pen, rect, note.note.text.replace(/^#+\s*/, '').split('\n', 1)[0] ?? '')
  }
  context.strokeStyle = colorOf(theme, 'moved')
  for (const [id, from] of difference.from) {
    const node = scene.byId.get(id)
    if (!node) continue
    const was = { ...nodeRect(node), ...from }
    if (!overlaps(was, area) && !overlaps(nodeRect(node), area)) continue
    context.globalAlpha = 0.7
    context.beginPath()
    context.roundRect(was.x, was.y, was.width, was.height, ghostRadius)
    context.moveTo(was.x + was.width / 2, was.y + was.height / 2)
    context.lineTo(node.x + was.width / 2, node.y + was.height / 2)
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
  const shown = fitter.line(context, title, width - 28)
  context.fillText(shown, x + 14, y + 23)
  context.fillRect(x + 14, y + 18, context.measureText(shown).width, 1)
}

/** Draws the marks of changes, above everything else. */
export function drawDifference(pen: Pen, difference: SceneDiff, area: Rect): void {
  const { context, frame } = pen
  const { scene, theme, view } = frame
  const unit = 1 / Math.min(1, view.scale)
  const mark = (rect: Rect, kind: DiffKind): void => {
    if (!overlaps({ ...rect, x: rect.x - 20, y: rect.y - 20, width: rect.width + 40, height: rect.height + 40 }, area))
      return
    if (kind !== 'removed') {
      context.strokeStyle = colorOf(theme, kind)
      context.lineWidth = 2 * unit
      context.beginPath()
      context.roundRect(rect.x - 4, rect.y - 4, rect.width + 8, rect.height + 8, 13)
      context.stroke()
    }
    drawSign(pen, { x: rect.x - 2, y: rect.y - 2 }, kind, rect.height)
  }
  for (const edge of [...scene.edges, ...difference.ghosts.edges]) {
    const kind = difference.edges.get(edge.id)
    if (!kind) continue
    if (kind !== 'removed') {
      context.strokeStyle = colorOf(theme, kind)
      context.lineWidth = 3 * unit
      context.beginPath()
      traceEdge(context, edge)
      context.stroke()
    }
    drawSign(pen, middleOf(edge), kind, edge.from.shape.height)
  }
  for (const node of scene.nodes) {
    const kind = difference.nodes.get(node.id)
    if (kind) mark(nodeRect(node), kind)
  }
  for (const node of difference.ghosts.nodes) mark(nodeRect(node), 'removed')
  for (const group of scene.groups) {
    const kind = difference.marks.get(group.id)
    if (kind) mark(groupRect(group), kind)
  }
  for (const note of scene.notes) {
    const kind = difference.marks.get(note.id)
    if (kind) mark(noteRect(note), kind)
  }
  for (const note of difference.ghosts.notes) mark(noteRect(note), 'removed')
}

function drawSign({ context, frame }: Pen, { x, y }: Point, kind: DiffKind, height: number): void {
  const { theme, view } = frame
  const onScreen = Math.max(minSignRadius, Math.min(signRadius, height * signShare * view.scale))
  const radius = Math.max(view.scale >= 1 ? signRadius : 0, onScreen / view.scale)
  const unit = radius / signRadius
  context.beginPath()
  context.arc(x, y, radius + 2 * unit, 0, 2 * Math.PI)
  context.fillStyle = theme.canvas
  context.fill()
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.fillStyle = colorOf(theme, kind)
  context.fill()
  context.fillStyle = theme.surface
  context.font = `700 ${14 * unit}px ${theme.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  context.fillText(signs[kind], x, y + 0.5 * unit)
  context.textAlign = 'left'
  context.textBaseline = 'alphabetic'
}

function middleOf(edge: SceneEdge): Point {
  if (!edge.edge.points) return pointOnCurve(edgeCurve(edge), 0.5)
  const points = edgePath(edge)
  const at = Math.floor((points.length - 1) / 2)
  const [a, b] = [points[at], points[at + 1]]
  return a && b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } : { x: 0, y: 0 }
}
