import type { Port } from '@aw-flow/schema'
import type { Rect } from './view.ts'

/** The canvas grid in graph units: dots stand on it, dragged nodes snap to it. */
export const gridSize = 16
export const nodeWidth = 240
export const headerHeight = 36
export const portRowHeight = 22
export const lineHeight = 16
export const footerHeight = 26

/** A port's place, from its node's top left corner. It is labelled when its side has more than one. */
export interface PortPlace {
  readonly port: Port
  readonly labelled: boolean
  readonly x: number
  readonly y: number
}

/** What a node takes up: its size and the places of its ports. */
export interface NodeShape {
  readonly width: number
  readonly height: number
  readonly inputs: readonly PortPlace[]
  readonly outputs: readonly PortPlace[]
  readonly summaryTop: number
  readonly summaryLines: 1 | 2
}

const charactersPerLine = 36

/** The shape of a node with these ports and this summary; needs no drawing surface. */
export function nodeShape(inputs: readonly Port[], outputs: readonly Port[], summary: string): NodeShape {
  const place = (ports: readonly Port[], x: number): PortPlace[] =>
    ports.map((port, index) => ({
      port,
      labelled: ports.length > 1,
      x,
      y: ports.length > 1 ? headerHeight + 2 + (index + 0.5) * portRowHeight : headerHeight / 2,
    }))
  const rows = Math.max(inputs.length, outputs.length)
  const summaryLines = summary.includes('\n') || summary.length > charactersPerLine ? 2 : 1
  const summaryTop = headerHeight + (rows > 1 ? 2 + rows * portRowHeight : 0)
  return {
    width: nodeWidth,
    height: summaryTop + 4 + summaryLines * lineHeight + 8 + footerHeight,
    inputs: place(inputs, 0),
    outputs: place(outputs, nodeWidth),
    summaryTop,
    summaryLines,
  }
}

export const snap = (value: number): number => Math.round(value / gridSize) * gridSize

/** A free place near `at` for a new node of this size: moved down and right until it covers none of the others. */
export function freePlace(at: Rect, taken: readonly Rect[]): { x: number; y: number } {
  let { x, y } = at
  const covered = (): boolean =>
    taken.some(
      (rect) =>
        Math.abs(rect.x - x) < Math.max(24, Math.min(rect.width, at.width) / 2) &&
        Math.abs(rect.y - y) < Math.max(24, Math.min(rect.height, at.height) / 2),
    )
  for (let tries = 0; tries < 200 && covered(); tries++) {
    x += 2 * gridSize
    y += 2 * gridSize
  }
  return { x: snap(x), y: snap(y) }
}
