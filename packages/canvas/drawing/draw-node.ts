import { legibleScale } from '../camera/view.ts'
import { drawBadge } from './draw-badge.ts'
import { drawIcon, iconSize } from './draw-icon.ts'
import { fitPortLabel, getPortLabel, type LabelFitter } from './fit-port-label.ts'
import type { Pen } from './frame.ts'
import { drawHalo, tracePort } from './draw-port.ts'
import { footerHeight, headerHeight, lineHeight, type NodeShape, type PortPosition } from '../scene/node-shape.ts'
import { createPortKey, type SceneNode } from '../scene/scene.ts'

const radius = 10
const portRadius = 5
/** The font size of the title, in graph units. */
const titleSize = 13
/** The font size of the title, footer and badge, in CSS pixels, at scales that are too small for other text. */
const minFontPixels = 11
/** How far letters reach above and below the baseline, as fractions of the font size. */
const ascent = 0.75
const descent = 0.25
/** The gap between the icon and title, in graph units. */
const gap = 8
/** The opacity of a stale node's state and footer, which must remain legible. */
const staleOpacity = 0.8
/** The opacity of disabled and bypassed nodes. */
const inactiveOpacity = 0.62
/** The opacity of nodes that cannot be the target of the connection being dragged. */
const incompatibleOpacity = 0.45

interface Outline {
  box: Path2D
  body: Path2D
  border: Path2D
}

const outlines = new Map<string, Outline>()

function getOutline({ width, height }: NodeShape): Outline {
  const key = `${width}×${height}`
  const cachedOutline = outlines.get(key)
  if (cachedOutline) return cachedOutline
  const box = new Path2D()
  box.roundRect(0, 0, width, height, radius)
  const body = new Path2D()
  body.roundRect(3, 0, width - 3, height, [radius - 3, radius, radius, radius - 3])
  const border = new Path2D()
  border.moveTo(8, 0.5)
  border.arcTo(width - 0.5, 0.5, width - 0.5, height, radius)
  border.arcTo(width - 0.5, height - 0.5, 0, height - 0.5, radius)
  border.lineTo(8, height - 0.5)
  const outline = { box, body, border }
  outlines.set(key, outline)
  return outline
}

/** Draws a node with its top-left corner at the origin. Requires a scale of at least `detailScale`. */
export function drawNode(pen: Pen, node: SceneNode): void {
  const { context, frame } = pen
  const { theme, view, selection, focused, connection, dropTarget } = frame
  const { content, shape, id } = node
  const { width, height } = shape
  const outline = getOutline(shape)
  const isSelected = selection.has(id)

  context.fillStyle = theme.shade
  context.translate(0, 3)
  context.fill(outline.box)
  context.translate(0, -3)
  context.fillStyle = theme.families[content.family]
  context.fill(outline.box)
  context.fillStyle = theme.surface
  context.fill(outline.body)
  context.strokeStyle = content.state === 'failed' && !content.stale ? theme.tones.bad : theme.border
  context.lineWidth = 1
  if (content.mode) context.setLineDash([6, 4])
  context.stroke(outline.border)
  context.setLineDash([])
  if (isSelected || dropTarget === id || content.state === 'running') {
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

  const isReadable = view.scale >= legibleScale
  const factor = Math.max(1, minFontPixels / (titleSize * view.scale))
  const titleLineCount = drawHeader(pen, node, factor, !isReadable)
  if (!shape.collapsed) {
    if (isReadable) drawText(pen, node)
    else drawEnlargedText(pen, node, { factor, titleLineCount })
  }
  if (content.mode === 'bypassed') drawBypass(pen, node)
  drawPorts(pen, node, isReadable)
  const isIncompatible = connection && connection.from.node !== id && !connection.candidates.has(id)
  if (isIncompatible || content.mode) {
    context.globalAlpha = 1 - (isIncompatible ? incompatibleOpacity : inactiveOpacity)
    context.fillStyle = theme.canvas
    context.fill(outline.box)
    context.globalAlpha = 1
  }
  if (content.errors + content.warnings > 0) {
    const badgeFactor = isReadable ? 1 : minFontPixels / (11 * view.scale)
    drawBadge(pen, node, { factor: badgeFactor, showsText: isSelected && isReadable })
  }
}

/** Draws a straight line through a bypassed node, from its first input to its first output. */
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

/**
 * Draws the icon, title and state, enlarged by `factor`. If `canWrap` and the title does not fit on one line, it wraps to
 * a second line below the header, which leaves less space for other text. Returns the number of title lines.
 */
function drawHeader(pen: Pen, node: SceneNode, factor: number, canWrap: boolean): 1 | 2 {
  const { context, frame, fitter } = pen
  const { content, shape } = node
  const size = iconSize * factor
  const centerY = headerHeight / 2
  drawIcon(pen, content.icon, { x: 14 + size / 2, y: centerY, size, color: frame.theme.families[content.family] })
  context.font = `600 ${titleSize * factor}px ${frame.theme.font}`
  context.fillStyle = frame.theme.text
  const left = 14 + size + gap
  const width = shape.width - left - (content.state ? size + 20 : 12)
  const baseline = getTitleBaseline(factor)
  let lineCount: 1 | 2 = 1
  if (canWrap && !shape.collapsed) {
    const [first, second] = fitter.fitTwoLines(context, content.title, width)
    context.fillText(first, left, baseline)
    if (second) context.fillText(second, left, baseline + titleSize * factor)
    if (second) lineCount = 2
  } else context.fillText(fitter.fitLine(context, content.title, width), left, baseline)
  if (content.state) drawState(pen, node, size)
  return lineCount
}

/** Returns the baseline of the first title line, in graph units. */
const getTitleBaseline = (factor: number): number => headerHeight / 2 + 5 * factor

function drawState(pen: Pen, { content, shape }: SceneNode, size: number): void {
  if (!content.stateIcon) return
  const { icon, tone } = content.stateIcon
  const isSpinning = content.state === 'running' && !pen.frame.isStatic
  const { context } = pen
  if (content.stale) context.globalAlpha *= staleOpacity
  drawIcon(pen, icon, {
    x: shape.width - 12 - size / 2,
    y: headerHeight / 2,
    size,
    color: pen.frame.theme.tones[tone],
    rotation: isSpinning ? ((pen.frame.time % 1_000) / 1_000) * 2 * Math.PI : 0,
  })
  if (content.stale) context.globalAlpha /= staleOpacity
}

function drawText({ context, frame, fitter }: Pen, node: SceneNode): void {
  const { content, shape } = node
  const { theme } = frame
  const { width, height, summaryTop } = shape
  context.font = `400 12px ${theme.font}`
  context.fillStyle = theme.tones.muted
  const lines =
    shape.summaryLines === 2
      ? fitter.fitTwoLines(context, content.summary, width - 28)
      : [fitter.fitLine(context, content.summary, width - 28), '']
  context.fillText(lines[0] ?? '', 14, summaryTop + 13)
  if (lines[1]) context.fillText(lines[1], 14, summaryTop + 13 + lineHeight)

  const top = height - footerHeight
  const [leftText, rightText] = content.footer
  if (leftText || rightText) {
    context.fillStyle = theme.border
    context.fillRect(14, top, width - 28, 1)
  }
  if (content.state === 'running') {
    const trackWidth = width - 28
    context.fillStyle = theme.tones.accent
    if (content.progress !== undefined) context.fillRect(14, top - 0.5, trackWidth * content.progress, 2)
    else if (!frame.isStatic) {
      const phase = (frame.time % 1_400) / 1_400
      const segmentStart = Math.max(0, phase * 1.3 - 0.3)
      context.fillRect(
        14 + trackWidth * segmentStart,
        top - 0.5,
        trackWidth * (Math.min(1, phase * 1.3) - segmentStart),
        2,
      )
    }
  }
  if (content.stale) context.globalAlpha *= staleOpacity
  context.fillStyle = theme.tones.muted
  const footerWidth = width - 28
  const leftWidth = leftText ? context.measureText(leftText).width : 0
  const rightTextWidth = rightText ? context.measureText(rightText).width + 8 : 0
  // Rows and warnings are more important than the duration, and the duration than the histogram.
  const rightWidth = leftWidth + rightTextWidth > footerWidth ? 0 : rightTextWidth
  context.textAlign = 'right'
  if (rightText && rightWidth > 0) context.fillText(rightText, width - 14, height - 9)
  drawHistogram({ context, frame, fitter }, node, width - 14 - rightWidth, footerWidth - leftWidth - rightWidth)
  context.textAlign = 'left'
  context.fillStyle = content.footerTone === 'muted' ? theme.tones.muted : theme.tones[content.footerTone]
  if (leftText) context.fillText(fitter.fitLine(context, leftText, footerWidth), 14, height - 9)
  if (content.stale) context.globalAlpha /= staleOpacity
}

/**
 * Draws the left part of the footer, such as the row count, and as many summary lines as fit between the title and the
 * footer. A title of two lines may leave no room for either.
 */
function drawEnlargedText(
  { context, frame, fitter }: Pen,
  { content, shape }: SceneNode,
  { factor, titleLineCount }: { factor: number; titleLineCount: number },
): void {
  const { theme } = frame
  const size = titleSize * factor
  const top = headerHeight + (titleLineCount - 1) * size
  const titleBottom = getTitleBaseline(factor) + (titleLineCount - 1) * size + descent * size
  const hasFooter = titleBottom <= shape.height - 10 - ascent * size
  const leftText = hasFooter ? content.footer[0] : ''
  const width = shape.width - 28
  const largeLineHeight = 1.25 * size
  context.font = `400 ${size}px ${theme.font}`
  let bottom = shape.height - 10
  if (leftText) {
    if (content.stale) context.globalAlpha *= staleOpacity
    context.fillStyle = content.footerTone === 'muted' ? theme.tones.muted : theme.tones[content.footerTone]
    context.fillText(fitter.fitLine(context, leftText, width), 14, bottom)
    if (content.stale) context.globalAlpha /= staleOpacity
    bottom -= largeLineHeight
  }
  context.fillStyle = theme.tones.muted
  const count = Math.min(2, Math.floor((bottom - top) / largeLineHeight))
  const lines =
    count === 2
      ? fitter.fitTwoLines(context, content.summary, width)
      : [fitter.fitLine(context, content.summary, width)]
  for (const [index, line] of lines.slice(0, Math.max(0, count)).entries())
    if (line) context.fillText(line, 14, top + size + index * largeLineHeight)
}

const histogramSize = { barWidth: 5, height: 14 } as const

/**
 * Draws a histogram of the output values with its right edge at `right`, if it fits in `freeWidth` beside the text of
 * the footer.
 */
function drawHistogram(
  { context, frame }: Pen,
  { id, shape, content }: SceneNode,
  right: number,
  freeWidth: number,
): void {
  const relativeHeights = frame.histograms.get(id) ?? []
  const { barWidth: bar, height } = histogramSize
  const width = relativeHeights.length * bar
  if (width === 0 || width + 8 > freeWidth) return
  const bottom = shape.height - 6
  context.fillStyle = frame.theme.families[content.family]
  for (const [index, relativeHeight] of relativeHeights.entries()) {
    const barHeight = Math.max(1, relativeHeight * height)
    context.fillRect(right - width + index * bar, bottom - barHeight, bar - 1, barHeight)
  }
}

function drawPorts(pen: Pen, node: SceneNode, isReadable: boolean): void {
  const { context, frame, fitter } = pen
  const { theme } = frame
  const labelFitter: LabelFitter = {
    fit: (text, width) => fitter.fitLine(context, text, width),
    measure: (text) => context.measureText(text).width,
  }
  const isSelected = frame.selection.has(node.id)
  const isInUse = frame.hoveredNode === node.id || frame.connection !== undefined
  const showsAll = isInUse || frame.focused === node.id || isSelected
  for (const side of ['input', 'output'] as const) {
    const ports: readonly PortPosition[] = side === 'input' ? node.shape.inputs : node.shape.outputs
    for (const [index, portPosition] of ports.entries()) {
      const { port, isMain, isLabeled, x, y } = portPosition
      if (!showsAll && !isMain) continue
      const color = theme.ports[port.type]
      const isHighlighted =
        isSameEnd(frame.hoveredPort, node.id, side, port.name) ||
        isSameEnd(frame.connection?.from, node.id, side, port.name)
      if (isHighlighted) drawHalo(context, color, { x, y })
      context.beginPath()
      tracePort(context, port.type, x, y, isHighlighted ? portRadius + 1 : portRadius)
      const isFilled = isHighlighted || frame.scene.connectedPorts.has(createPortKey(node.id, side, index))
      context.lineWidth = isFilled ? 1.5 : 2
      context.fillStyle = isFilled ? color : theme.surface
      context.strokeStyle = isFilled ? theme.surface : color
      context.fill()
      context.stroke()
      if (!isLabeled || !isReadable) continue
      context.font = `400 12px ${theme.font}`
      if (!isMain) {
        // Buttons for the next node are beside the outputs of the selected node.
        if (isInUse && !(isSelected && side === 'output')) drawOuterLabel(pen, portPosition, side)
        continue
      }
      context.fillStyle = theme.text
      context.textAlign = side === 'input' ? 'left' : 'right'
      const label = fitPortLabel(labelFitter, node.shape, `${side}s`, index)
      context.fillText(label, side === 'input' ? 14 : node.shape.width - 14, y + 4)
      context.textAlign = 'left'
    }
  }
}

/** Draws the label of a port that has no row of its own beside its node, on a background. */
function drawOuterLabel({ context, frame }: Pen, portPosition: PortPosition, side: 'input' | 'output'): void {
  const { theme } = frame
  const label = getPortLabel(portPosition)
  const width = context.measureText(label).width
  const left = side === 'input' ? portPosition.x - 12 - width : portPosition.x + 12
  context.fillStyle = theme.canvas
  context.fillRect(left - 3, portPosition.y - 8, width + 6, 16)
  context.fillStyle = theme.tones.muted
  context.fillText(label, left, portPosition.y + 4)
}

const isSameEnd = (
  end: { node: string; side: string; port: string } | undefined,
  nodeId: string,
  side: string,
  port: string,
): boolean => end !== undefined && end.node === nodeId && end.side === side && end.port === port
