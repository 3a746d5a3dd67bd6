import type { Frame } from './frame.ts'

/** Selection, focus, pointer and the content of nodes. */
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

/** The values that a bitmap of a frame depends on while a connection or dragged nodes are drawn over it. */
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

/** Whether a bitmap of one frame can be used for the other. */
export const sameParts = (parts: readonly unknown[], others: readonly unknown[] | undefined): boolean =>
  others !== undefined && parts.every((part, index) => part === others[index])
