import { iconPath } from '../icons/icon-path.ts'
import type { Pen } from './draw-frame.ts'
import { tracePort } from './draw-port.ts'
import type { NodeFace, Tone } from './node-face.ts'
import { footerHeight, lineHeight, type NodeShape, type PortPlace } from './node-shape.ts'
import { portKey, type SceneNode } from './scene.ts'

const radius = 10
const portRadius = 5
const textScale = 0.55
/** Dimmed, and still to be read. */
const staleAlpha = 0.8

interface Outline {
  whole: Path2D
  body: Path2D
  edge: Path2D
}

const outlines = new Map<string, Outline>()

function outlineOf({ width, height }: NodeShape): Outline {
  const key = `${width}×${height}`
  const known = outlines.get(key)
  if (known) return known
  const whole = new Path2D()
  whole.roundRect(0, 0, width, height, radius)
  const body = new Path2D()
  body.roundRect(3, 0, width - 3, height, [radius - 3, radius, radius, radius - 3])
  const edge = new Path2D()
  edge.moveTo(8, 0.5)
  edge.arcTo(width - 0.5, 0.5, width - 0.5, height, radius)
  edge.arcTo(width - 0.5, height - 0.5, 0, height - 0.5, radius)
  edge.lineTo(8, height - 0.5)
  const made = { whole, body, edge }
  outlines.set(key, made)
  return made
}

/**
 * Draws nodes below `detailScale`, all at once and without changing the drawing's state for each: their colours, then
 * their states, then, where there are few enough to be read, their titles.
 */
export function drawSmallNodes({ context, frame, fitter }: Pen, nodes: readonly SceneNode[]): void {
  const { theme, view, selection } = frame
  const byColor = new Map<string, SceneNode[]>()
  for (const node of nodes) {
    const color = theme.families[node.face.family]
    const same = byColor.get(color)
    if (same) same.push(node)
    else byColor.set(color, [node])
  }
  for (const [color, same] of byColor) {
    context.fillStyle = color
    for (const { x, y, shape } of same) context.fillRect(x, y, shape.width, shape.height)
  }
  const titled = nodes.length <= 250 && view.scale > 0.16
  if (titled) {
    context.strokeStyle = theme.border
    context.lineWidth = 1 / view.scale
    context.fillStyle = theme.surface
    for (const { x, y, shape } of nodes) {
      context.fillRect(x + 10, y, shape.width - 10, shape.height)
      context.strokeRect(x + 10, y, shape.width - 10, shape.height)
    }
  }
  for (const { x, y, shape, face } of nodes) {
    const tone = smallTone(face)
    if (!tone) continue
    context.fillStyle = theme.tones[tone]
    context.fillRect(x + shape.width - 44, y + 12, 32, 32)
  }
  context.strokeStyle = theme.tones.accent
  context.lineWidth = 2 / view.scale
  for (const { id, x, y, shape } of nodes) {
    if (selection.has(id) || frame.focused === id) context.strokeRect(x, y, shape.width, shape.height)
  }
  if (!titled) return
  context.font = `600 ${Math.min(30, 11 / view.scale)}px ${theme.font}`
  context.fillStyle = theme.text
  context.textBaseline = 'middle'
  for (const { x, y, shape, face } of nodes) {
    const room = shape.width - 24 - (smallTone(face) ? 48 : 0)
    context.fillText(fitter.line(context, face.title, room), x + 22, y + shape.height / 2)
  }
  context.textBaseline = 'alphabetic'
}

const smallTone = (face: NodeFace): Tone | undefined =>
  face.look ? (face.state === 'pending' ? undefined : face.look.tone) : face.errors > 0 ? 'bad' : undefined

/** Draws a node, with its top left corner at the origin, as it looks from `detailScale` on. */
export function drawNode(pen: Pen, node: SceneNode): void {
  const { context, frame, fitter } = pen
  const { theme, view, selection, focused, connection, dropTarget } = frame
  const { face, shape, id } = node
  const { width, height } = shape
  const outline = outlineOf(shape)
  const selected = selection.has(id)
  if (connection && connection.from.node !== id && !connection.candidates.has(id)) context.globalAlpha = 0.45

  context.fillStyle = theme.shade
  context.translate(0, 3)
  context.fill(outline.whole)
  context.translate(0, -3)
  context.fillStyle = theme.families[face.family]
  context.fill(outline.whole)
  context.fillStyle = theme.surface
  context.fill(outline.body)
  context.strokeStyle = face.state === 'failed' && !face.stale ? theme.tones.bad : theme.border
  context.lineWidth = 1
  context.stroke(outline.edge)
  if (selected || dropTarget === id || face.state === 'running') {
    context.strokeStyle = theme.tones.accent
    context.lineWidth = selected || dropTarget === id ? 2 : 1.5
    context.stroke(outline.whole)
  }
  if (focused === id) {
    context.lineWidth = 2
    context.strokeStyle = theme.tones.accent
    context.beginPath()
    context.roundRect(-4, -4, width + 8, height + 8, radius + 4)
    context.stroke()
  }

  drawIcon(pen, face.icon, 14, 10, theme.families[face.family])
  context.font = `600 13px ${theme.font}`
  context.fillStyle = theme.text
  context.fillText(fitter.line(context, face.title, width - 40 - (face.state ? 38 : 14)), 38, 23)
  if (face.state) drawState(pen, node)

  const readable = view.scale >= textScale
  if (readable) drawText(pen, node)
  drawPorts(pen, node, readable)
  if (face.errors + face.warnings > 0) drawBadge(pen, node, selected && readable)
  context.globalAlpha = 1
}

function drawIcon({ context }: Pen, name: string, x: number, y: number, color: string, turn = 0): void {
  context.save()
  context.translate(x + 8, y + 8)
  if (turn) context.rotate(turn)
  context.scale(16 / 24, 16 / 24)
  context.translate(-12, -12)
  context.strokeStyle = color
  context.lineWidth = 2.25
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.stroke(iconPath(name))
  context.restore()
}

function drawState(pen: Pen, { face, shape }: SceneNode): void {
  if (!face.look) return
  const { icon, tone } = face.look
  const turns = face.state === 'running' && !pen.frame.still
  const { context } = pen
  if (face.stale) context.globalAlpha *= staleAlpha
  drawIcon(
    pen,
    icon,
    shape.width - 28,
    10,
    pen.frame.theme.tones[tone],
    turns ? ((pen.frame.time % 1_000) / 1_000) * 2 * Math.PI : 0,
  )
  if (face.stale) context.globalAlpha /= staleAlpha
}

function drawText({ context, frame, fitter }: Pen, { face, shape }: SceneNode): void {
  const { theme } = frame
  const { width, height, summaryTop } = shape
  context.font = `400 12px ${theme.font}`
  context.fillStyle = theme.tones.muted
  const lines =
    shape.summaryLines === 2
      ? fitter.twoLines(context, face.summary, width - 28)
      : [fitter.line(context, face.summary, width - 28), '']
  context.fillText(lines[0] ?? '', 14, summaryTop + 13)
  if (lines[1]) context.fillText(lines[1], 14, summaryTop + 13 + lineHeight)

  const top = height - footerHeight
  const [left, right] = face.footer
  if (left || right) {
    context.fillStyle = theme.border
    context.fillRect(14, top, width - 28, 1)
  }
  if (face.state === 'running') {
    const all = width - 28
    context.fillStyle = theme.tones.accent
    if (face.progress !== undefined) context.fillRect(14, top - 0.5, all * face.progress, 2)
    else if (!frame.still) {
      const at = (frame.time % 1_400) / 1_400
      const from = Math.max(0, at * 1.3 - 0.3)
      context.fillRect(14 + all * from, top - 0.5, all * (Math.min(1, at * 1.3) - from), 2)
    }
  }
  if (face.stale) context.globalAlpha *= staleAlpha
  context.fillStyle = theme.tones.muted
  context.textAlign = 'right'
  const rightWidth = right ? context.measureText(right).width + 8 : 0
  if (right) context.fillText(right, width - 14, height - 9)
  context.textAlign = 'left'
  context.fillStyle = face.footerTone === 'muted' ? theme.tones.muted : theme.tones[face.footerTone]
  if (left) context.fillText(fitter.line(context, left, Math.floor(width - 28 - rightWidth)), 14, height - 9)
  if (face.stale) context.globalAlpha /= staleAlpha
}

function drawPorts(pen: Pen, node: SceneNode, readable: boolean): void {
  const { context, frame, fitter } = pen
  const { theme } = frame
  for (const side of ['input', 'output'] as const) {
    const places: readonly PortPlace[] = side === 'input' ? node.shape.inputs : node.shape.outputs
    for (const [index, { port, labelled, x, y }] of places.entries()) {
      const color = theme.ports[port.type]
      const hot =
        isEnd(frame.hoveredPort, node.id, side, port.name) ||
        isEnd(frame.connection?.target, node.id, side, port.name) ||
        isEnd(frame.connection?.from, node.id, side, port.name)
      if (hot) {
        context.fillStyle = frame.connection?.refused ? theme.tones.bad : color
        context.globalAlpha *= 0.22
        context.beginPath()
        context.arc(x, y, 11, 0, 2 * Math.PI)
        context.fill()
        context.globalAlpha /= 0.22
      }
      context.beginPath()
      tracePort(context, port.type, x, y, hot ? portRadius + 1 : portRadius)
      const filled = hot || frame.scene.connected.has(portKey(node.id, side, index))
      context.lineWidth = filled ? 1.5 : 2
      context.fillStyle = filled ? color : theme.surface
      context.strokeStyle = filled ? theme.surface : color
      context.fill()
      context.stroke()
      if (!labelled || !readable) continue
      context.font = `400 12px ${theme.font}`
      context.fillStyle = theme.text
      context.textAlign = side === 'input' ? 'left' : 'right'
      const label = fitter.line(context, port.label ?? port.name, node.shape.width / 2 - 22)
      context.fillText(label, side === 'input' ? 14 : node.shape.width - 14, y + 4)
      context.textAlign = 'left'
    }
  }
}

const isEnd = (
  end: { node: string; side: string; port: string } | undefined,
  node: string,
  side: string,
  port: string,
): boolean => end !== undefined && end.node === node && end.side === side && end.port === port

function drawBadge({ context, frame, fitter }: Pen, { face, shape }: SceneNode, inWords: boolean): void {
  const { theme } = frame
  const color = face.errors > 0 ? theme.tones.bad : theme.tones.warn
  const count = face.errors + face.warnings
  const text = count > 99 ? '99+' : String(count)
  context.font = `600 11px ${theme.font}`
  const width = Math.max(18, context.measureText(text).width + 10)
  const left = shape.width - width + 8
  context.beginPath()
  context.roundRect(left - 2, -11, width + 4, 22, 11)
  context.fillStyle = theme.canvas
  context.fill()
  context.beginPath()
  context.roundRect(left, -9, width, 18, 9)
  context.fillStyle = color
  context.fill()
  context.fillStyle = theme.surface
  context.textAlign = 'center'
  context.fillText(text, left + width / 2, 4)
  context.textAlign = 'left'
  if (!inWords || !face.firstProblem) return
  context.font = `400 12px ${theme.font}`
  const lines = fitter.twoLines(context, face.firstProblem, shape.width + 40)
  context.lineWidth = 4
  context.lineJoin = 'round'
  context.strokeStyle = theme.canvas
  for (const [index, line] of lines.entries()) {
    if (!line) continue
    const y = shape.height + 20 + index * lineHeight
    context.strokeText(line, 3, y)
    context.fillStyle = color
    context.fillText(line, 3, y)
  }
}
