/** The graph that every contender draws. All nodes have the size `nodeSize`, two inputs and one output. */
export interface BenchGraph {
  nodes: { id: string; x: number; y: number; label: string }[]
  edges: { id: string; source: string; target: string; input: 'a' | 'b' }[]
}

/** In graph units, which are CSS pixels at zoom 1. */
export const nodeSize = { width: 240, height: 140 }

/** `zoom-1`: the center of the graph at zoom 1. `fit`: the full graph. `block`: the selected nodes with a margin. */
export type BenchView = 'zoom-1' | 'fit' | 'block'

/** A library that draws a graph, mounted in the page's only element, which fills the window. */
export interface CanvasContender {
  /** Mounts an editor with the full graph in view. Resolves when the nodes and edges are ready to be painted. */
  open(graph: BenchGraph): Promise<void>
  show(view: BenchView): Promise<void>
  select(ids: readonly string[]): Promise<void>
  /** Returns the position of a node's output in the window, where an edge can start. */
  outputPosition(id: string): { x: number; y: number }
  /** Returns whether an edge is following the pointer. */
  isConnecting(): boolean
  /**
   * Pastes `count` nodes with their edges, undoes the paste, and returns the milliseconds until the undo was painted.
   */
  undoPaste?(count: number): Promise<number>
  /** Removes the editor from the page and releases its resources. */
  close(): Promise<void>
  /** Returns the viewport and the positions of the nodes, to verify the effect of a gesture. */
  state(): { view: { x: number; y: number; scale: number }; nodes: Map<string, { x: number; y: number }> }
}

/** Computes the viewport for a view: its offset and its zoom. */
export function computeView(
  view: BenchView,
  graph: BenchGraph,
  block: readonly string[],
  window: { width: number; height: number },
): { x: number; y: number; scale: number } {
  const inBlock = new Set(block)
  const bounds = computeBounds(view === 'block' ? graph.nodes.filter(({ id }) => inBlock.has(id)) : graph.nodes)
  const margin = 24
  const fitScale = Math.min(
    (window.width - 2 * margin) / (bounds.right - bounds.left),
    (window.height - 2 * margin) / (bounds.bottom - bounds.top),
  )
  const scale = view === 'zoom-1' ? 1 : Math.min(1, fitScale)
  return {
    scale,
    x: window.width / 2 - ((bounds.left + bounds.right) / 2) * scale,
    y: window.height / 2 - ((bounds.top + bounds.bottom) / 2) * scale,
  }
}

function computeBounds(nodes: BenchGraph['nodes']): { left: number; top: number; right: number; bottom: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y } of nodes) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + nodeSize.width)
    bottom = Math.max(bottom, y + nodeSize.height)
  }
  return { left, top, right, bottom }
}
