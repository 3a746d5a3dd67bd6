import { benchGraph, middleBlock } from './bench-graph.ts'
import { nodeSize, placeView, type BenchGraph, type BenchView, type CanvasContender } from './canvas-contender.ts'
import { drag, painted } from './frame-driver.ts'

/** Results of one visit of a contender's page in ms: the time to open, and the median frame of each gesture. */
export interface CanvasSample {
  open: number
  panZoom1: number
  panFit: number
  dragBlock: number
  /** Drawing an edge over the graph at zoom 1. */
  dragEdge: number
  /** Undo of a paste of 1,000 nodes; absent if the contender has no undo. */
  undoPaste?: number
  /** Gestures without their expected effect. If there are any, the times are invalid. */
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

/** Exposes a contender to the benchmark outside the page. */
export function offerCanvas(contender: CanvasContender): void {
  window.runCanvas = (count) => runCanvas(contender, count)
  window.cycleCanvas = async (count) => {
    await contender.open(benchGraph(count))
    await painted()
    await contender.close()
    await painted()
  }
}

async function runCanvas(contender: CanvasContender, count: number): Promise<CanvasSample> {
  const graph = benchGraph(count)
  const block = middleBlock(graph, blockSide)
  const errors: string[] = []
  const begin = performance.now()
  await contender.open(graph)
  await painted()
  const open = performance.now() - begin

  const pan = async (view: BenchView): Promise<number> => {
    await contender.look(view)
    await painted()
    const before = contender.state().view
    errors.push(...wrongView(before, viewOf(view, graph)))
    const times = await drag({ from: emptyPoint(graph, before), step: { x: 4, y: 2 }, frames, limitMs })
    const after = contender.state().view
    if (after.x === before.x && after.y === before.y) errors.push(`${view}: the view did not move`)
    if (after.scale !== before.scale) errors.push(`${view}: the zoom changed`)
    return middle(times)
  }
  const panFit = await pan('fit')
  const panZoom1 = await pan('zoom-1')

  await contender.look('zoom-1')
  await painted()
  const middleNode = block[Math.floor(block.length / 2) + blockSide / 2]!
  let follows = false
  const edgeTimes = await drag({
    from: contender.outputOf(middleNode),
    step: { x: 3, y: 2 },
    frames,
    limitMs,
    onTheWay: () => (follows = contender.connecting()),
  })
  if (!follows) errors.push('no edge followed the pointer')

  await contender.look('block')
  await contender.select(block)
  await painted()
  const { view, nodes } = contender.state()
  const grabbed = nodes.get(block[Math.floor(block.length / 2) + blockSide / 2]!)!
  const inside = { x: grabbed.x + nodeSize.width * 0.6, y: grabbed.y + 18 }
  const times = await drag({
    from: { x: inside.x * view.scale + view.x, y: inside.y * view.scale + view.y },
    step: { x: 4, y: 2 },
    frames,
    limitMs,
  })
  errors.push(...wrongMoves(nodes, contender.state().nodes, new Set(block)))
  const undoPaste = await contender.undoPaste?.(1_000)
  return {
    open,
    panZoom1,
    panFit,
    dragBlock: middle(times),
    dragEdge: middle(edgeTimes),
    ...(undoPaste === undefined ? {} : { undoPaste }),
    errors,
  }
}

function wrongView(taken: ReturnType<typeof viewOf>, wanted: ReturnType<typeof viewOf>): string[] {
  const near = (a: number, b: number, by: number): boolean => Math.abs(a - b) <= by
  if (near(taken.scale / wanted.scale, 1, 0.01) && near(taken.x, wanted.x, 2) && near(taken.y, wanted.y, 2)) return []
  return [`the view is ${JSON.stringify(taken)}, wanted ${JSON.stringify(wanted)}`]
}

/** Whether all nodes of the block have moved by the same distance, and no other node has moved. */
function wrongMoves(
  before: Map<string, { x: number; y: number }>,
  after: Map<string, { x: number; y: number }>,
  block: ReadonlySet<string>,
): string[] {
  let moved = 0
  let strangers = 0
  for (const [id, { x, y }] of before) {
    const now = after.get(id)
    if (!now || (now.x === x && now.y === y)) continue
    if (block.has(id)) moved++
    else strangers++
  }
  const errors: string[] = []
  if (moved !== block.size) errors.push(`drag: ${moved} of ${block.size} selected nodes moved`)
  if (strangers > 0) errors.push(`drag: ${strangers} nodes moved that were not selected`)
  return errors
}

/** A point of the window without a node or an edge, near the center if there is one. */
function emptyPoint(graph: BenchGraph, view: { x: number; y: number; scale: number }): { x: number; y: number } {
  // A fitted graph leaves a margin of 24 pixels; at zoom 1 the point is in the gap between two rows.
  if (view.scale < 0.5) return { x: 6, y: 6 }
  const rowTops = [...new Set(graph.nodes.map(({ y }) => y))]
  const tops = rowTops.map((y) => y * view.scale + view.y).filter((y) => y > 0 && y < innerHeight / 2)
  const columnLefts = [...new Set(graph.nodes.map(({ x }) => x))]
  const left = columnLefts.map((x) => x * view.scale + view.x).find((x) => x > 0)
  return { x: (left ?? 0) + 40, y: tops.at(-1)! - 24 }
}

function middle(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]!
}

/** The viewport that a contender must show in this window. */
export const viewOf = (view: BenchView, graph: BenchGraph): { x: number; y: number; scale: number } =>
  placeView(view, graph, middleBlock(graph, blockSide), { width: innerWidth, height: innerHeight })
