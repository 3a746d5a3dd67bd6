import type { Frame } from './frame.ts'

/** Returns the frame's interactive state: selection, focus, hover and drop targets, and histograms. */
export const listInteractiveDependencies = (frame: Frame): unknown[] => [
  frame.selection,
  frame.selectedEdges,
  frame.selectedMarks,
  frame.focused,
  frame.focusedEdge,
  frame.histograms,
  frame.hoveredEdge,
  frame.hoveredNode,
  frame.hoveredPort,
  frame.dropTarget,
  frame.splicedEdge,
]

/** Returns the values that a cached bitmap depends on while a connection or dragged nodes are drawn over it. */
export const listStaticDependencies = (frame: Frame): unknown[] => [
  frame.scene,
  frame.theme,
  frame.view.x,
  frame.view.y,
  frame.view.scale,
  frame.width,
  frame.height,
  frame.density,
  ...listInteractiveDependencies(frame),
]

/** Returns whether two frames have equal dependencies, so that they can share a bitmap. */
export const areDependenciesEqual = (
  dependencies: readonly unknown[],
  otherDependencies: readonly unknown[] | undefined,
): boolean =>
  otherDependencies !== undefined && dependencies.every((dependency, index) => dependency === otherDependencies[index])
