import type { PortType } from '@aw-flow/schema'
import type { FindIcon, IconShapes } from '../drawing/icons.ts'
import type { CanvasTheme } from '../drawing/canvas-theme.ts'
import { getEdgeWidth, traceEdge } from '../drawing/draw-edges.ts'
import { getNoteColor } from '../drawing/draw-marks.ts'
import { getFrameColor } from '../drawing/draw-frame.ts'
import { isFrame } from '../scene/frame-contents.ts'
import type { PathSink } from '../scene/edge-path.ts'
import { fitPortLabel, type LabelFitter } from '../drawing/fit-port-label.ts'
import { createTextFitter } from '../drawing/fit-text.ts'
import { footerHeight, lineHeight } from '../scene/node-shape.ts'
import {
  truncateNote,
  layOutNote,
  maxNoteCharacters,
  subtractCharacters,
  type NoteBudget,
} from '../drawing/note-text.ts'
import {
  getGroupRect,
  getNoteRect,
  getFullBounds,
  type Scene,
  type SceneEdge,
  type SceneGroup,
  type SceneNode,
  type SceneNote,
} from '../scene/scene.ts'
import { renderElement, formatNumber, renderTextElement } from './svg-text.ts'

const margin = 32

/**
 * Renders the entire scene as an SVG file that contains only shapes and text. Labels are escaped; the file contains no
 * scripts, links, style sheets or foreign namespaces. `measuringContext` is used to truncate text to the available
 * width.
 */
export function renderSvg(
  scene: Scene,
  theme: CanvasTheme,
  measuringContext: CanvasRenderingContext2D,
  findIcon: FindIcon,
): string {
  const bounds = getFullBounds(scene) ?? { x: 0, y: 0, width: 0, height: 0 }
  const box = {
    x: bounds.x - margin,
    y: bounds.y - margin,
    width: bounds.width + 2 * margin,
    height: bounds.height + 2 * margin,
  }
  const fitter = createTextFitter()
  const truncate = (label: string, font: string, width: number): string => {
    measuringContext.font = `${font} ${theme.font}`
    return fitter.fitLine(measuringContext, label, width)
  }
  const pen: SvgPen = {
    scene,
    theme,
    findIcon,
    truncate,
    measuringContext,
    noteBudget: { remaining: maxNoteCharacters },
  }
  const parts = [
    renderElement('rect', { ...box, fill: theme.canvas }),
    ...scene.notes.filter(isFrame).map((frame) => renderFrameSvg(pen, frame)),
    ...scene.groups.map((group) => renderGroupSvg(pen, group)),
    ...scene.notes.filter((note) => !isFrame(note)).map((note) => renderNoteSvg(pen, note)),
    ...scene.edges.map((edge) => renderEdgeSvg(pen, edge)),
    ...scene.nodes.map((node) => renderNodeSvg(pen, node)),
  ]
  const viewBox = [box.x, box.y, box.width, box.height].map(formatNumber).join(' ')
  return `<?xml version="1.0" encoding="UTF-8"?>\n${renderElement(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox,
      width: box.width,
      height: box.height,
      'font-family': theme.font,
      'font-size': 12,
    },
    parts.join('\n'),
  )}\n`
}

interface SvgPen {
  readonly scene: Scene
  readonly theme: CanvasTheme
  readonly findIcon: FindIcon
  readonly measuringContext: CanvasRenderingContext2D
  readonly noteBudget: NoteBudget
  truncate(label: string, font: string, width: number): string
}

function renderGroupSvg({ theme, truncate }: SvgPen, sceneGroup: SceneGroup): string {
  const { x, y, width, height } = getGroupRect(sceneGroup)
  const rectAttributes = {
    x,
    y,
    width,
    height,
    rx: 12,
    fill: theme.tones.accent,
    'fill-opacity': 0.05,
    stroke: theme.tones.muted,
  }
  const label = truncate(sceneGroup.group.label, '600 13px', width - 32)
  return renderElement(
    'g',
    {},
    renderElement('rect', rectAttributes) +
      renderTextElement(label, x + 16, y + 22, { 'font-size': 13, 'font-weight': 600, fill: theme.tones.muted }),
  )
}

function renderFrameSvg({ theme, truncate }: SvgPen, sceneNote: SceneNote): string {
  const { x, y, width, height } = getNoteRect(sceneNote)
  const color = getFrameColor(theme, sceneNote.note.tone)
  const [title = ''] = sceneNote.note.text.split('\n')
  const rectAttributes = { x, y, width, height, rx: 10, fill: color, 'fill-opacity': 0.07, stroke: color }
  const fittedTitle = truncate(title, '600 13px', width - 28)
  return renderElement(
    'g',
    {},
    renderElement('rect', rectAttributes) +
      renderTextElement(fittedTitle, x + 14, y + 22, { 'font-size': 13, 'font-weight': 600, fill: theme.text }),
  )
}

function renderNoteSvg({ theme, measuringContext, noteBudget }: SvgPen, sceneNote: SceneNote): string {
  const { x, y, width, height } = getNoteRect(sceneNote)
  const color = getNoteColor(theme, sceneNote.note.tone)
  const box = { x, y, width, height, rx: 6 }
  const text = truncateNote(sceneNote.note.text, noteBudget)
  const layout = layOutNote(text, { width: width - 24, height }, (content, { bold, code }, kind) => {
    measuringContext.font = `${bold || kind === 'heading' ? 600 : 400} ${kind === 'heading' ? 15 : 13}px ${code ? 'monospace' : theme.font}`
    return measuringContext.measureText(content).width
  }).filter((line) => line.y <= height)
  subtractCharacters(noteBudget, layout)
  const lines = layout.flatMap((line) => [
    ...(line.kind === 'item'
      ? [renderTextElement('•', x + 12, y + 6 + line.y, { fill: theme.text, 'font-size': 13 })]
      : []),
    ...line.spans.map((span) =>
      renderTextElement(span.text, x + 12 + span.x, y + 6 + line.y, {
        fill: theme.text,
        'font-size': line.kind === 'heading' ? 15 : 13,
        'font-weight': span.bold || line.kind === 'heading' ? 600 : undefined,
        'font-style': span.italic ? 'italic' : undefined,
        'font-family': span.code ? 'monospace' : undefined,
      }),
    ),
  ])
  return renderElement(
    'g',
    {},
    [
      renderElement('rect', { ...box, fill: theme.surface }),
      renderElement('rect', { ...box, fill: color, 'fill-opacity': 0.14, stroke: color }),
      ...lines,
    ].join(''),
  )
}

function renderEdgeSvg({ theme }: SvgPen, edge: SceneEdge): string {
  const d = toPathData((sink) => traceEdge(sink, edge))
  const stroke = edge.isValid ? theme.ports[edge.type] : theme.tones.bad
  return renderElement('path', { d, fill: 'none', stroke, 'stroke-width': getEdgeWidth(edge.rows) })
}

function toPathData(trace: (sink: PathSink) => void): string {
  const commands: string[] = []
  const write = (letter: string, ...numbers: number[]): void =>
    void commands.push(letter + numbers.map(formatNumber).join(' '))
  trace({
    moveTo: (x, y) => write('M', x, y),
    lineTo: (x, y) => write('L', x, y),
    bezierCurveTo: (...numbers) => write('C', ...numbers),
    quadraticCurveTo: (...numbers) => write('Q', ...numbers),
  })
  return commands.join('')
}

function renderNodeSvg(pen: SvgPen, node: SceneNode): string {
  const { theme, truncate } = pen
  const { x, y, shape, content } = node
  const { width, height } = shape
  const mutedColor = theme.tones.muted
  const opacity = content.mode ? 0.62 : undefined
  const border = content.state === 'failed' ? theme.tones.bad : theme.border
  const parts = [
    renderElement('rect', { x, y, width, height, rx: 10, fill: theme.families[content.family] }),
    renderElement('path', {
      d: `M${formatNumber(x + 3)} ${formatNumber(y)}H${formatNumber(x + width - 10)}a10 10 0 0 1 10 10V${formatNumber(y + height - 10)}a10 10 0 0 1 -10 10H${formatNumber(x + 3)}Z`,
      fill: theme.surface,
    }),
    renderElement('rect', {
      x,
      y,
      width,
      height,
      rx: 10,
      fill: 'none',
      stroke: border,
      'stroke-dasharray': content.mode ? '6 4' : undefined,
    }),
    renderIconSvg(pen.findIcon(content.icon), x + 14, y + 10, theme.families[content.family]),
    renderTextElement(truncate(content.title, '600 13px', width - 40 - (content.stateIcon ? 38 : 14)), x + 38, y + 23, {
      'font-size': 13,
      'font-weight': 600,
      fill: theme.text,
    }),
    content.stateIcon
      ? renderIconSvg(pen.findIcon(content.stateIcon.icon), x + width - 28, y + 10, theme.tones[content.stateIcon.tone])
      : '',
  ]
  if (!shape.collapsed) {
    const lines = content.summary.includes('\n')
      ? content.summary.split('\n')
      : wrapLines(pen, content.summary, width - 28, shape.summaryLines)
    for (const [index, line] of lines.slice(0, shape.summaryLines).entries()) {
      const baseline = y + shape.summaryTop + 13 + index * lineHeight
      parts.push(renderTextElement(truncate(line, '400 12px', width - 28), x + 14, baseline, { fill: mutedColor }))
    }
    const [leftText, rightText] = content.footer
    const top = y + height - footerHeight
    if (leftText || rightText)
      parts.push(renderElement('rect', { x: x + 14, y: top, width: width - 28, height: 1, fill: theme.border }))
    parts.push(
      renderTextElement(truncate(leftText, '400 12px', width - 90), x + 14, y + height - 9, {
        fill: theme.tones[content.footerTone],
      }),
      renderTextElement(rightText, x + width - 14, y + height - 9, { fill: mutedColor, 'text-anchor': 'end' }),
    )
  }
  const labelFitter: LabelFitter = {
    fit: (label, maxWidth) => truncate(label, '400 12px', maxWidth),
    measure(label) {
      pen.measuringContext.font = `400 12px ${theme.font}`
      return pen.measuringContext.measureText(label).width
    },
  }
  for (const side of ['inputs', 'outputs'] as const) {
    for (const [index, portPosition] of shape[side].entries()) {
      if (!portPosition.isMain) continue
      parts.push(renderPortSvg(portPosition.port.type, x + portPosition.x, y + portPosition.y, theme))
      if (!portPosition.isLabeled) continue
      const label = fitPortLabel(labelFitter, shape, side, index)
      const labelX = side === 'inputs' ? x + 14 : x + width - 14
      const anchor = side === 'inputs' ? undefined : 'end'
      parts.push(renderTextElement(label, labelX, y + portPosition.y + 4, { fill: theme.text, 'text-anchor': anchor }))
    }
  }
  return renderElement('g', { opacity }, parts.join(''))
}

/** Wraps a node's summary to at most two lines. The caller truncates lines that are too long. */
function wrapLines({ measuringContext, theme }: SvgPen, summary: string, width: number, maxLines: number): string[] {
  measuringContext.font = `400 12px ${theme.font}`
  if (maxLines === 1 || measuringContext.measureText(summary).width <= width) return [summary]
  const summaryWords = summary.split(' ')
  let count = 1
  while (
    count < summaryWords.length &&
    measuringContext.measureText(summaryWords.slice(0, count + 1).join(' ')).width <= width
  )
    count++
  return [summaryWords.slice(0, count).join(' '), summaryWords.slice(count).join(' ')]
}

const shapeTags: ReadonlySet<string> = new Set(['path', 'circle', 'ellipse', 'line', 'rect', 'polyline', 'polygon'])
const shapeAttributes: ReadonlySet<string> = new Set('d cx cy r rx ry x x1 x2 y y1 y2 width height points'.split(' '))

/** Renders only allowed shapes and attributes, because the host may supply icons. */
function renderIconSvg(icon: IconShapes, x: number, y: number, stroke: string): string {
  const shapes = icon
    .filter(([tag]) => shapeTags.has(tag))
    .map(([tag, attributes]) =>
      renderElement(
        tag,
        Object.fromEntries(
          Object.entries(attributes)
            .filter(([key]) => shapeAttributes.has(key))
            .map(([key, value]) => [key, String(value)]),
        ),
      ),
    )
  return renderElement(
    'g',
    {
      transform: `translate(${formatNumber(x)} ${formatNumber(y)}) scale(0.667)`,
      fill: 'none',
      stroke,
      'stroke-width': 2.25,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    },
    shapes.join(''),
  )
}

function renderPortSvg(type: PortType, x: number, y: number, theme: CanvasTheme): string {
  const style = { fill: theme.ports[type], stroke: theme.surface, 'stroke-width': 1.5 }
  const r = 5
  const renderPolygon = (points: readonly (readonly [number, number])[]): string =>
    renderElement('polygon', {
      points: points.map(([dx, dy]) => `${formatNumber(x + dx * r)},${formatNumber(y + dy * r)}`).join(' '),
      ...style,
    })
  switch (type) {
    case 'table':
      return renderElement('rect', { x: x - 4.5, y: y - 4.5, width: 9, height: 9, rx: 2, ...style })
    case 'json':
      return renderElement('circle', { cx: x, cy: y, r, ...style })
    case 'text':
      return renderPolygon([[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]]) // oxfmt-ignore
    case 'file':
      return renderPolygon([[-0.9, -1.1], [1.1, 0], [-0.9, 1.1]]) // oxfmt-ignore
    case 'control':
      return renderPolygon([[-1, -1], [0, -1], [1, 0], [0, 1], [-1, 1], [0, 0]]) // oxfmt-ignore
    case 'any':
      return renderPolygon(Array.from({ length: 6 }, (_, n) => [1.1 * Math.cos((Math.PI / 3) * n), 1.1 * Math.sin((Math.PI / 3) * n)] as const)) // oxfmt-ignore
  }
}
