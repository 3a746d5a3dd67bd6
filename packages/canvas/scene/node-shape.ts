import type { NodeAppearance, Port } from '@aw-flow/schema'
import { overlaps, type Rect } from '../camera/view.ts'

/** The grid spacing, in graph units. Dots are drawn and positions snap at this distance. */
export const gridSize = 16
export const nodeWidth = 240
export const headerHeight = 36
export const portRowHeight = 22
export const lineHeight = 16
export const footerHeight = 26

/**
 * A port's position relative to the top-left corner of its node. A label is drawn if the node has several ports on that
 * side.
 *
 * @public
 */
export interface PortPosition {
  /** The port. */
  readonly port: Port
  /**
   * Whether the port is always drawn: if it is connected or required, or the first output, from which the next node is
   * connected. The others take no space. They are drawn while the user points at the node, selects it or drags a
   * connection.
   */
  readonly isMain: boolean
  /** Whether the port's label is drawn. */
  readonly isLabeled: boolean
  /** The x coordinate, in graph units. */
  readonly x: number
  /** The y coordinate, in graph units. */
  readonly y: number
}

/** A node's size and port positions. */
export interface NodeShape {
  /** The width, in graph units. */
  readonly width: number
  /** The height, in graph units. */
  readonly height: number
  /** The input ports and their positions. */
  readonly inputs: readonly PortPosition[]
  /** The output ports and their positions. */
  readonly outputs: readonly PortPosition[]
  /** The distance from the top of the node to the summary, in graph units. */
  readonly summaryTop: number
  /** The number of summary lines. */
  readonly summaryLines: 1 | 2
  /** True if only the header is drawn, with all ports on its sides. */
  readonly collapsed: boolean
}

/** The approximate number of summary characters per graph unit. */
const charactersPerUnit = 36 / nodeWidth

/**
 * Computes a node's shape from its ports, summary and appearance. Does not require a canvas. Ports that are drawn only at
 * times are spread over the sides below the rows of the others.
 */
export function computeNodeShape(
  inputs: readonly Port[],
  outputs: readonly Port[],
  summary: string,
  appearance: NodeAppearance = {},
  isConnected: (side: 'input' | 'output', port: Port, index: number) => boolean = () => false,
): NodeShape {
  const { width = nodeWidth } = appearance
  const collapsed = appearance.collapsed ?? false
  const isMainInput = (port: Port, index: number): boolean =>
    port.required === true || isConnected('input', port, index)
  const isMainOutput = (port: Port, index: number): boolean => index === 0 || isConnected('output', port, index)
  const rowCount = Math.max(inputs.filter(isMainInput).length, outputs.filter(isMainOutput).length)
  const summaryLineCount = summary.includes('\n') || summary.length > charactersPerUnit * width ? 2 : 1
  const summaryTop = headerHeight + (rowCount > 1 ? 2 + rowCount * portRowHeight : 0)
  const height = collapsed ? headerHeight : summaryTop + 4 + summaryLineCount * lineHeight + 8 + footerHeight
  const placePorts = (ports: readonly Port[], isMain: typeof isMainInput, x: number): PortPosition[] => {
    const mainPorts = ports.filter(isMain)
    const otherPorts = ports.filter((port) => !mainPorts.includes(port))
    const hasRows = mainPorts.length > 1
    return ports.map((port) => {
      const row = mainPorts.indexOf(port)
      if (row >= 0)
        return {
          port,
          isMain: true,
          isLabeled: hasRows && !collapsed,
          x,
          y: hasRows && !collapsed ? headerHeight + 2 + (row + 0.5) * portRowHeight : headerHeight / 2,
        }
      // An only port does not move when it is connected.
      const isOnly = ports.length === 1
      const otherHeight = (height - summaryTop) / otherPorts.length
      return {
        port,
        isMain: false,
        isLabeled: ports.length > 1 && !collapsed,
        x,
        y: collapsed || isOnly ? headerHeight / 2 : summaryTop + (otherPorts.indexOf(port) + 0.5) * otherHeight,
      }
    })
  }
  return {
    width,
    height,
    inputs: placePorts(inputs, isMainInput, 0),
    outputs: placePorts(outputs, isMainOutput, width),
    summaryTop,
    summaryLines: summaryLineCount,
    collapsed,
  }
}

/** Rounds a coordinate to the grid. @internal */
export const snap = (value: number): number => Math.round(value / gridSize) * gridSize

/** The minimum distance between an automatically placed node and other nodes. */
const minGap = 2 * gridSize
export const columnGap = 5 * gridSize

/**
 * Returns a free position for a new node with the size of `preferredRect`. The position is to the right of `neighbor`
 * (the selected node) or, without one, of the rightmost node, and is moved down until no other node is too close.
 * Without any nodes, returns the position of `preferredRect`.
 */
export function findFreePosition(
  preferredRect: Rect,
  occupiedRects: readonly Rect[],
  neighbor?: Rect,
): { x: number; y: number } {
  const getRight = ({ x, width }: Rect): number => x + width
  const leftRect =
    neighbor ?? occupiedRects.reduce<Rect | undefined>((a, b) => (a && getRight(a) >= getRight(b) ? a : b), undefined)
  const x = snap(leftRect ? getRight(leftRect) + columnGap : preferredRect.x)
  let y = snap(leftRect ? leftRect.y : preferredRect.y)
  const rectsInColumn = occupiedRects
    .filter((rect) => x < getRight(rect) + minGap && rect.x < x + preferredRect.width + minGap)
    .toSorted((a, b) => a.y + a.height - (b.y + b.height))
  for (const rect of rectsInColumn) {
    if (y < rect.y + rect.height + minGap && rect.y < y + preferredRect.height + minGap) {
      y = Math.ceil((rect.y + rect.height + minGap) / gridSize) * gridSize
    }
  }
  return { x, y }
}

/** Returns how far rectangles must be moved down so that they do not overlap occupied ones. @internal */
export function findFreeOffset(rects: readonly Rect[], occupiedRects: readonly Rect[]): number {
  let offset = 0
  for (;;) {
    const movedRects = rects.map((rect) => ({ ...rect, y: rect.y + offset }))
    // Each step moves past at least one occupied rectangle.
    const steps = movedRects.flatMap((rect) =>
      occupiedRects.filter((other) => overlaps(rect, other)).map((other) => other.y + other.height - rect.y),
    )
    if (steps.length === 0) return offset
    offset = snap(offset + Math.max(...steps) + gridSize)
  }
}

/** Returns an appearance with the given width. The default width is not stored. */
export const withWidth = (appearance: NodeAppearance, width: number): NodeAppearance => {
  const { width: _width, ...rest } = appearance
  return width === nodeWidth ? rest : { ...rest, width }
}
