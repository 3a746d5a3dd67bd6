/** A graph to be drawn: the same for every contender. All nodes are `nodeSize`, with two inputs and one output. */
export interface BenchGraph {
  nodes: { id: string; x: number; y: number; label: string }[]
  edges: { id: string; source: string; target: string; input: 'a' | 'b' }[]
}

/** In the graph's units, which are CSS pixels at zoom 1. */
export const nodeSize = { width: 240, height: 140 }

/** `zoom-1`: the middle of the graph. `whole`: all of it. `block`: the selected nodes and a little more. */
export type BenchView = 'zoom-1' | 'whole' | 'block'

/** One way to draw a graph, mounted in the page's only element, which fills the window. */
export interface CanvasContender {
  /** Mounts an editor with a graph, the whole of it in view; resolves when nodes and edges are there to be painted. */
  open(graph: BenchGraph): Promise<void>
  look(view: BenchView): Promise<void>
  select(ids: readonly string[]): Promise<void>
  /** Where an edge can be drawn from: the output of a node, in the window. */
  outputOf(id: string): { x: number; y: number }
  /** An edge follows the pointer. */
  connecting(): boolean
  /** Pastes so many nodes with their edges, undoes it, and answers how long the undo took to be painted, in ms. */
  undoPaste?(count: number): Promise<number>
  /** Takes the editor out of the page and frees it. */
  close(): Promise<void>
  /** Where nodes and view are now, to prove that a gesture did what it was made for. */
  state(): { view: { x: number; y: number; scale: number }; nodes: Map<string, { x: number; y: number }> }
}

/** Moves `view` looks by: the top left corner of what is seen, and how large. */
export function placeView(
  view: BenchView,
  graph: BenchGraph,
  block: readonly string[],
  window: { width: number; height: number },
): { x: number; y: number; scale: number } {
  const inBlock = new Set(block)
  const bounds = boundsOf(view === 'block' ? graph.nodes.filter(({ id }) => inBlock.has(id)) : graph.nodes)
  const margin = 24
  const fitting = Math.min(
    (window.width - 2 * margin) / (bounds.right - bounds.left),
    (window.height - 2 * margin) / (bounds.bottom - bounds.top),
  )
  const scale = view === 'zoom-1' ? 1 : Math.min(1, fitting)
  return {
    scale,
    x: window.width / 2 - ((bounds.left + bounds.right) / 2) * scale,
    y: window.height / 2 - ((bounds.top + bounds.bottom) / 2) * scale,
  }
}

function boundsOf(nodes: BenchGraph['nodes']): { left: number; top: number; right: number; bottom: number } {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { x, y } of nodes) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + nodeSize.width)
    bottom = Math.max(bottom, y + nodeSize.height)
  }
  return { left, top, right, bottom }
}
