import { createIconPath } from './icons.ts'
import { drawBadge } from './draw-badge.ts'
import type { Pen } from './frame.ts'
import { drawHalo, tracePort } from './draw-port.ts'
import { footerHeight, lineHeight, type NodeShape, type PortPosition } from '../scene/node-shape.ts'
import { createPortKey, type SceneNode } from '../scene/scene.ts'

const radius = 10
const portRadius = 5
const textScale = 0.55
/** Opacity of the state and footer of a stale node, which must stay legible. */
const staleOpacity = 0.8
/** Opacity of disabled and bypassed nodes. */
const inactiveOpacity = 0.62
/** Opacity of nodes that the connection being drawn cannot end at. */
const incompatibleOpacity = 0.45

interface Outline {
  box: Path2D
  body: Path2D
  edge: Path2D
}

const outlines = new Map<string, Outline>()

function getOutline({ width, height }: NodeShape): Outline {
  const key = `${width}×${height}`
  const cached = outlines.get(key)
  if (cached) return cached
  const box = new Path2D()
  box.roundRect(0, 0, width, height, radius)
  const body = new Path2D()
  body.roundRect(3, 0, width - 3, height, [radius - 3, radius, radius, radius - 3])
  const edge = new Path2D()
  edge.moveTo(8, 0.5)
  edge.arcTo(width - 0.5, 0.5, width - 0.5, height, radius)
  edge.arcTo(width - 0.5, height - 0.5, 0, height - 0.5, radius)
  edge.lineTo(8, height - 0.5)
  const outline = { box, body, edge }
  outlines.set(key, outline)
  return outline
}

/** Draws a node with its top left corner at the origin, for scales of at least `detailScale`. */
export function drawNode(pen: Pen, node: SceneNode): void {
  const { context, frame, fitter } = pen
  const { theme, view, selection, focused, connection, dropTarget } = frame
  const { face, shape, id } = node
  const { width, height } = shape
  const outline = getOutline(shape)
  const isSelected = selection.has(id)

  context.fillStyle = theme.shade
  context.translate(0, 3)
  context.fill(outline.box)
  context.translate(0, -3)
  context.fillStyle = theme.families[face.family]
  context.fill(outline.box)
  context.fillStyle = theme.surface
  context.fill(outline.body)
  context.strokeStyle = face.state === 'failed' && !face.stale ? theme.tones.bad : theme.border
  context.lineWidth = 1
  if (face.mode) context.setLineDash([6, 4])
  context.stroke(outline.edge)
  context.setLineDash([])
  if (isSelected || dropTarget === id || face.state === 'running') {
    context.strokeStyle = theme.tones.accent
    context.lineWidth = isSelected || dropTarget === id ? 2 : 1.5
    context.stroke(outline.box)
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

  const isReadable = view.scale >= textScale
  if (!shape.collapsed) (isReadable ? drawText : drawLines)(pen, node)
  if (face.mode === 'bypassed') drawBypass(pen, node)
  drawPorts(pen, node, isReadable)
  const isIncompatible = connection && connection.from.node !== id && !connection.candidates.has(id)
  if (isIncompatible || face.mode) {
    context.globalAlpha = 1 - (isIncompatible ? incompatibleOpacity : inactiveOpacity)
    context.fillStyle = theme.canvas
    context.fill(outline.box)
    context.globalAlpha = 1
  }
  if (face.errors + face.warnings > 0) drawBadge(pen, node, isSelected && isReadable)
}

/** Draws a bypass: a straight line through the node. */
function drawBypass({ context, frame }: Pen, { shape }: SceneNode): void {
  const [input] = shape.inputs
  const [output] = shape.outputs
  if (!input || !output) return
  context.strokeStyle = frame.theme.ports[output.port.type]
  context.lineWidth = 2
  context.setLineDash([2, 4])
  context.beginPath()
  context.moveTo(input.x, input.y)
  context.lineTo(output.x, output.y)
  context.stroke()
  context.setLineDash([])
}

function drawIcon({ context, frame }: Pen, name: string, x: number, y: number, color: string, rotation = 0): void {
  context.save()
  context.translate(x + 8, y + 8)
  if (rotation) context.rotate(rotation)
  context.scale(16 / 24, 16 / 24)
  context.translate(-12, -12)
  context.strokeStyle = color
  // Thicker at small scales, so that the color stays visible.
  context.lineWidth = 2.25 / Math.min(1, frame.view.scale)
  context.lineCap = 'round'
  context.lineJoin = 'round'
  context.stroke(createIconPath(frame.findIcon(name)))
  context.restore()
}

function drawState(pen: Pen, { face, shape }: SceneNode): void {
  if (!face.look) return
  const { icon, tone } = face.look
  const isSpinning = face.state === 'running' && !pen.frame.isStatic
  const { context } = pen
  if (face.stale) context.globalAlpha *= staleOpacity
  drawIcon(
    pen,
    icon,
    shape.width - 28,
    10,
    pen.frame.theme.tones[tone],
    isSpinning ? ((pen.frame.time % 1_000) / 1_000) * 2 * Math.PI : 0,
  )
  if (face.stale) context.globalAlpha /= staleOpacity
}

function drawText({ context, frame, fitter }: Pen, node: SceneNode): void {
  const { face, shape } = node
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
    const trackWidth = width - 28
    context.fillStyle = theme.tones.accent
    if (face.progress !== undefined) context.fillRect(14, top - 0.5, trackWidth * face.progress, 2)
    else if (!frame.isStatic) {
      const phase = (frame.time % 1_400) / 1_400
      const from = Math.max(0, phase * 1.3 - 0.3)
      context.fillRect(14 + trackWidth * from, top - 0.5, trackWidth * (Math.min(1, phase * 1.3) - from), 2)
    }
  }
  if (face.stale) context.globalAlpha *= staleOpacity
  context.fillStyle = theme.tones.muted
  context.textAlign = 'right'
  const timeWidth = right ? context.measureText(right).width + 8 : 0
  if (right) context.fillText(right, width - 14, height - 9)
  const rightWidth = timeWidth + drawHistogram({ context, frame, fitter }, node, width - 14 - timeWidth)
  context.textAlign = 'left'
  context.fillStyle = face.footerTone === 'muted' ? theme.tones.muted : theme.tones[face.footerTone]
  if (left) context.fillText(fitter.line(context, left, Math.floor(width - 28 - rightWidth)), 14, height - 9)
  if (face.stale) context.globalAlpha /= staleOpacity
}

/** Draws bars in place of text that would be too small to read. */
function drawLines({ context, frame }: Pen, { face, shape }: SceneNode): void {
  const { width, height, summaryTop, summaryLines } = shape
  context.fillStyle = frame.theme.border
  context.fillRect(14, summaryTop + 6, width - 28, 6)
  if (summaryLines === 2) context.fillRect(14, summaryTop + 6 + lineHeight, (width - 28) * 0.7, 6)
  const [left, right] = face.footer
  if (left) context.fillRect(14, height - 16, 64, 6)
  if (right) context.fillRect(width - 54, height - 16, 40, 6)
}

const histogramSize = { bar: 5, height: 14 } as const

/** Draws the distribution of the output's values, ending at `right`; returns its width. */
function drawHistogram({ context, frame }: Pen, { id, shape, face }: SceneNode, right: number): number {
  const shares = frame.histograms.get(id)
  if (!shares || shares.length === 0) return 0
  const { bar, height } = histogramSize
  const width = shares.length * bar
  const bottom = shape.height - 6
  context.fillStyle = frame.theme.families[face.family]
  for (const [index, share] of shares.entries()) {
    const barHeight = Math.max(1, share * height)
    context.fillRect(right - width + index * bar, bottom - barHeight, bar - 1, barHeight)
  }
  return width + 8
}

function drawPorts(pen: Pen, node: SceneNode, isReadable: boolean): void {
  const { context, frame, fitter } = pen
  const { theme } = frame
  for (const side of ['input', 'output'] as const) {
    const ports: readonly PortPosition[] = side === 'input' ? node.shape.inputs : node.shape.outputs
    for (const [index, { port, labelled, x, y }] of ports.entries()) {
      const color = theme.ports[port.type]
      const isHighlighted =
        isEnd(frame.hoveredPort, node.id, side, port.name) || isEnd(frame.connection?.from, node.id, side, port.name)
      if (isHighlighted) drawHalo(context, color, { x, y })
      context.beginPath()
      tracePort(context, port.type, x, y, isHighlighted ? portRadius + 1 : portRadius)
      const isFilled = isHighlighted || frame.scene.connected.has(createPortKey(node.id, side, index))
      context.lineWidth = isFilled ? 1.5 : 2
      context.fillStyle = isFilled ? color : theme.surface
      context.strokeStyle = isFilled ? theme.surface : color
      context.fill()
      context.stroke()
      if (!labelled || !isReadable) continue
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
