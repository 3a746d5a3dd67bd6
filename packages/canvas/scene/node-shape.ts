import type { NodeAppearance, Port } from '@aw-flow/schema'
import { overlaps, type Rect } from '../camera/view.ts'

/** The grid in graph units: the distance between dots, and between positions that nodes snap to. */
export const gridSize = 16
export const nodeWidth = 240
export const headerHeight = 36
export const portRowHeight = 22
export const lineHeight = 16
export const footerHeight = 26

/**
 * A port's position, relative to its node's top left corner. Ports are labeled if their side has more than one.
 *
 * @public
 */
export interface PortPosition {
  /** The port. */
  readonly port: Port
  /** Whether the label of the port is drawn. */
  readonly labelled: boolean
  /** The horizontal position, in graph units. */
  readonly x: number
  /** The vertical position, in graph units. */
  readonly y: number
}

/** A node's size and the positions of its ports. */
export interface NodeShape {
  /** The width, in graph units. */
  readonly width: number
  /** The height, in graph units. */
  readonly height: number
  /** The positions of the input ports. */
  readonly inputs: readonly PortPosition[]
  /** The positions of the output ports. */
  readonly outputs: readonly PortPosition[]
  /** The distance of the summary from the top of the node, in graph units. */
  readonly summaryTop: number
  /** The number of lines in the summary. */
  readonly summaryLines: 1 | 2
  /** True if only the header is drawn, with all ports at its sides. */
  readonly collapsed: boolean
}

/** The approximate number of characters in the summary per graph unit. */
const charactersPerUnit = 36 / nodeWidth

/** Computes the shape of a node from its ports, summary and look. It does not need a canvas. */
export function computeNodeShape(
  inputs: readonly Port[],
  outputs: readonly Port[],
  summary: string,
  look: NodeAppearance = {},
): NodeShape {
  const { width = nodeWidth } = look
  const collapsed = look.collapsed ?? false
  const placePorts = (ports: readonly Port[], x: number): PortPosition[] =>
    ports.map((port, index) => ({
      port,
      labelled: ports.length > 1 && !collapsed,
      x,
      y: ports.length > 1 && !collapsed ? headerHeight + 2 + (index + 0.5) * portRowHeight : headerHeight / 2,
    }))
  const rows = Math.max(inputs.length, outputs.length)
  const summaryLines = summary.includes('\n') || summary.length > charactersPerUnit * width ? 2 : 1
  const summaryTop = headerHeight + (rows > 1 ? 2 + rows * portRowHeight : 0)
  return {
    width,
    height: collapsed ? headerHeight : summaryTop + 4 + summaryLines * lineHeight + 8 + footerHeight,
    inputs: placePorts(inputs, 0),
    outputs: placePorts(outputs, width),
    summaryTop,
    summaryLines,
    collapsed,
  }
}

/** @internal */
export const snap = (value: number): number => Math.round(value / gridSize) * gridSize

/** The distance between an automatically placed node and other nodes. */
const gap = 2 * gridSize
export const columnGap = 5 * gridSize

/**
 * Returns a free position for a new node of the size of `preferred`: to the right of `neighbor` (the selected node) or,
 * without it, of the rightmost node, and below the nodes that it would otherwise overlap or come close to. Returns
 * `preferred` if there are no nodes.
 */
export function findFreePosition(
  preferred: Rect,
  occupied: readonly Rect[],
  neighbor?: Rect,
): { x: number; y: number } {
  const getRight = ({ x, width }: Rect): number => x + width
  const leftRect =
    neighbor ?? occupied.reduce<Rect | undefined>((a, b) => (a && getRight(a) >= getRight(b) ? a : b), undefined)
  const x = snap(leftRect ? getRight(leftRect) + columnGap : preferred.x)
  let y = snap(leftRect ? leftRect.y : preferred.y)
  const column = occupied
    .filter((rect) => x < getRight(rect) + gap && rect.x < x + preferred.width + gap)
    .toSorted((a, b) => a.y + a.height - (b.y + b.height))
  for (const rect of column) {
    if (y < rect.y + rect.height + gap && rect.y < y + preferred.height + gap) {
      y = Math.ceil((rect.y + rect.height + gap) / gridSize) * gridSize
    }
  }
  return { x, y }
}

/** Returns how far rectangles move down until they overlap none of the occupied ones. @internal */
export function findFreeOffset(rects: readonly Rect[], occupied: readonly Rect[]): number {
  let offset = 0
  for (;;) {
    const moved = rects.map((rect) => ({ ...rect, y: rect.y + offset }))
    // Each step passes at least one occupied rectangle.
    const steps = moved.flatMap((rect) =>
      occupied.filter((other) => overlaps(rect, other)).map((other) => other.y + other.height - rect.y),
    )
    if (steps.length === 0) return offset
    offset = snap(offset + Math.max(...steps) + gridSize)
  }
}

/** Returns the look of a node with a different width. The default width is not stored. */
export const withWidth = (look: NodeAppearance, width: number): NodeAppearance => {
  const { width: _before, ...rest } = look
  return width === nodeWidth ? rest : { ...rest, width }
}
