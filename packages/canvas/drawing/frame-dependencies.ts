import type { Frame } from './frame.ts'

/** What is told apart in the graph: what is selected, where the keyboard and the pointer are, what nodes show. */
export const markedParts = (frame: Frame): unknown[] => [
  frame.selection,
  frame.selectedEdges,
  frame.selectedMarks,
  frame.focused,
  frame.focusedEdge,
  frame.histograms,
  frame.hoveredEdge,
  frame.hoveredPort,
  frame.dropTarget,
  frame.splicedEdge,
]

/** What a picture of a frame depends on that is kept while something else is drawn over it: a connection, or what is dragged. */
export const standingParts = (frame: Frame): unknown[] => [
  frame.scene,
  frame.theme,
  frame.view.x,
  frame.view.y,
  frame.view.scale,
  frame.width,
  frame.height,
  frame.density,
  ...markedParts(frame),
]

/** True where a picture of the one is a picture of the other. */
export const sameParts = (parts: readonly unknown[], others: readonly unknown[] | undefined): boolean =>
  others !== undefined && parts.every((part, index) => part === others[index])
