import type { NodeShape, PortPosition } from '../scene/node-shape.ts'

/** The padding between the sides of a node and its labels, in graph units. */
const padding = 14
/** The minimum gap between two port labels in the same row, in graph units. */
const gap = 8

/** Measures and truncates text in the font of port labels. */
export interface LabelFitter {
  /** Truncates text to a width, with an ellipsis. */
  fit(text: string, width: number): string
  /** Returns the width of text. */
  measure(text: string): number
}

/**
 * Returns a port's label, truncated to the space that is left by the label of the opposite port in the same row. At
 * least half of the row is available.
 */
export function fitPortLabel(
  { fit, measure }: LabelFitter,
  shape: NodeShape,
  side: 'inputs' | 'outputs',
  index: number,
): string {
  const port = shape[side][index]
  if (!port?.isLabeled) return ''
  const availableWidth = shape.width - 2 * padding - gap
  const label = getPortLabel(port)
  // Most labels fit into half of the row, and `fit` may have cached the result.
  const halfWidthLabel = fit(label, availableWidth / 2)
  if (halfWidthLabel === label) return label
  const oppositePort = shape[side === 'inputs' ? 'outputs' : 'inputs'].find(
    ({ isMain, isLabeled, y }) => isMain && isLabeled && y === port.y,
  )
  const oppositeWidth = oppositePort ? measure(getPortLabel(oppositePort)) : 0
  return fit(label, Math.max(availableWidth / 2, Math.floor(availableWidth - oppositeWidth)))
}

/** Returns the text that names a port. */
export const getPortLabel = ({ port }: PortPosition): string => port.label ?? port.name
