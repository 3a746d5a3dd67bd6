import { benchGraph, middleBlock } from './bench-graph.ts'
import { nodeSize, computeView, type BenchGraph, type BenchView, type CanvasContender } from './canvas-contender.ts'
import { drag, waitUntilPainted } from './frame-driver.ts'

/**
 * The results of one visit to a contender's page, in milliseconds: the time to open, and the median frame of each
 * gesture.
 */
export interface CanvasSample {
  open: number
  panZoom1: number
  panFit: number
  dragBlock: number
  /** Drawing an edge across the graph at zoom 1. */
  dragEdge: number
  /** Undoing a paste of 1,000 nodes. Absent if the contender does not support undo. */
  undoPaste?: number
  /** Gestures that did not have the expected effect. If there are any, the times are invalid. */
  errors: string[]
}

declare global {
  interface Window {
    runCanvas?: (count: number) => Promise<CanvasSample>
    /** Opens a graph, paints it, and closes it again. */
    cycleCanvas?: (count: number) => Promise<void>
  }
}

const blockSide = 10
const frames = 60
const limitMs = 1500

/** Exposes a contender to the benchmark, which runs outside the page. */
export function offerCanvas(contender: CanvasContender): void {
  window.runCanvas = (count) => runCanvas(contender, count)
  window.cycleCanvas = async (count) => {
    await contender.open(benchGraph(count))
    await waitUntilPainted()
    await contender.close()
    await waitUntilPainted()
  }
}

async function runCanvas(contender: CanvasContender, count: number): Promise<CanvasSample> {
  const graph = benchGraph(count)
  const block = middleBlock(graph, blockSide)
  const errors: string[] = []
  const begin = performance.now()
  await contender.open(graph)
  await waitUntilPainted()
  const open = performance.now() - begin

  const pan = async (view: BenchView): Promise<number> => {
    await contender.show(view)
    await waitUntilPainted()
    const before = contender.state().view
    errors.push(...checkView(before, viewOf(view, graph)))
    const times = await drag({ from: findEmptyPoint(graph, before), step: { x: 4, y: 2 }, frames, limitMs })
    const after = contender.state().view
    if (after.x === before.x && after.y === before.y) errors.push(`${view}: the view did not move`)
    if (after.scale !== before.scale) errors.push(`${view}: the zoom changed`)
    return median(times)
  }
  const panFit = await pan('fit')
  const panZoom1 = await pan('zoom-1')

  await contender.show('zoom-1')
  await waitUntilPainted()
  const middleNode = block[Math.floor(block.length / 2) + blockSide / 2]!
  let isFollowing = false
  const edgeTimes = await drag({
    from: contender.outputPosition(middleNode),
    step: { x: 3, y: 2 },
    frames,
    limitMs,
    onHalfway: () => (isFollowing = contender.isConnecting()),
  })
  if (!isFollowing) errors.push('no edge followed the pointer')

  await contender.show('block')
  await contender.select(block)
  await waitUntilPainted()
  const { view, nodes } = contender.state()
  const grabbedNode = nodes.get(block[Math.floor(block.length / 2) + blockSide / 2]!)!
  const grabPoint = { x: grabbedNode.x + nodeSize.width * 0.6, y: grabbedNode.y + 18 }
  const times = await drag({
    from: { x: grabPoint.x * view.scale + view.x, y: grabPoint.y * view.scale + view.y },
    step: { x: 4, y: 2 },
    frames,
    limitMs,
  })
  errors.push(...checkMoves(nodes, contender.state().nodes, new Set(block)))
  const undoPaste = await contender.undoPaste?.(1_000)
  return {
    open,
    panZoom1,
    panFit,
    dragBlock: median(times),
    dragEdge: median(edgeTimes),
    ...(undoPaste === undefined ? {} : { undoPaste }),
    errors,
  }
}

function checkView(actual: ReturnType<typeof viewOf>, expected: ReturnType<typeof viewOf>): string[] {
  const near = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance
  if (near(actual.scale / expected.scale, 1, 0.01) && near(actual.x, expected.x, 2) && near(actual.y, expected.y, 2))
    return []
  return [`the view is ${JSON.stringify(actual)}, wanted ${JSON.stringify(expected)}`]
}

/** Returns errors if a node of the block has not moved or if any other node has. */
function checkMoves(
  before: Map<string, { x: number; y: number }>,
  after: Map<string, { x: number; y: number }>,
  block: ReadonlySet<string>,
): string[] {
  let moved = 0
  let unselected = 0
  for (const [id, { x, y }] of before) {
    const current = after.get(id)
    if (!current || (current.x === x && current.y === y)) continue
    if (block.has(id)) moved++
    else unselected++
  }
  const errors: string[] = []
  if (moved !== block.size) errors.push(`drag: ${moved} of ${block.size} selected nodes moved`)
  if (unselected > 0) errors.push(`drag: ${unselected} nodes moved that were not selected`)
  return errors
}

/** Finds a point in the window that is not on a node or an edge, near the center if possible. */
function findEmptyPoint(graph: BenchGraph, view: { x: number; y: number; scale: number }): { x: number; y: number } {
  // A fitted graph leaves a margin of 24 pixels. At zoom 1, the point is in the gap between two rows.
  if (view.scale < 0.5) return { x: 6, y: 6 }
  const rowTops = [...new Set(graph.nodes.map(({ y }) => y))]
  const tops = rowTops.map((y) => y * view.scale + view.y).filter((y) => y > 0 && y < innerHeight / 2)
  const columnLefts = [...new Set(graph.nodes.map(({ x }) => x))]
  const left = columnLefts.map((x) => x * view.scale + view.x).find((x) => x > 0)
  return { x: (left ?? 0) + 40, y: tops.at(-1)! - 24 }
}

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]!
}

/** Returns the viewport that a contender is expected to show in this window. */
export const viewOf = (view: BenchView, graph: BenchGraph): { x: number; y: number; scale: number } =>
  computeView(view, graph, middleBlock(graph, blockSide), { width: innerWidth, height: innerHeight })
