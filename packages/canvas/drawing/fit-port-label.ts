import type { NodeShape, PortPosition } from '../scene/node-shape.ts'

/** The space between the sides of a node and its labels, in graph units. */
const padding = 14
/** The minimum space between the labels of two ports in a row, in graph units. */
const gap = 8

/** Measures and truncates text in the port font. */
export interface LabelFitter {
  /** Truncates a string with an ellipsis. */
  fit(text: string, width: number): string
  /** Returns the width of a string. */
  measure(text: string): number
}

/**
 * Returns the label of a port, truncated to the space that is not used by the label of the opposite port in its row,
 * which is at least half of the row.
 */
export function fitPortLabel(
  { fit, measure }: LabelFitter,
  shape: NodeShape,
  side: 'inputs' | 'outputs',
  index: number,
): string {
  const port = shape[side][index]
  if (!port?.labelled) return ''
  const availableWidth = shape.width - 2 * padding - gap
  const label = getLabel(port)
  // Most labels fit into half of the row, and the caller may have cached this result.
  const half = fit(label, availableWidth / 2)
  if (half === label) return label
  const opposite = shape[side === 'inputs' ? 'outputs' : 'inputs'][index]
  const oppositeWidth = opposite?.labelled ? measure(getLabel(opposite)) : 0
  return fit(label, Math.max(availableWidth / 2, Math.floor(availableWidth - oppositeWidth)))
}

const getLabel = ({ port }: PortPosition): string => port.label ?? port.name
