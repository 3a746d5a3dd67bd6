import type { Layout, LayoutGraph } from '@aw-flow/schema'
import {
  coordGreedy,
  coordSimplex,
  decrossTwoLayer,
  graph,
  layeringLongestPath,
  layeringSimplex,
  sugiyama,
} from 'd3-dag'

interface Box {
  readonly id: string
  readonly width: number
  readonly height: number
  /** The current y coordinate, which determines the order of unconnected boxes. */
  readonly y: number
}
interface Edge {
  readonly source: string
  readonly target: string
}
interface Point {
  x: number
  y: number
}
interface Arrangement {
  readonly positions: Map<string, Point>
  readonly width: number
  readonly height: number
}

/** The gaps between boxes in a column, between columns, and between connected components of the graph. */
const gap = { y: 32, x: 80, component: 64 } as const
/** The padding of a group around its nodes, with space for a label at the top. */
const groupPadding = { side: 20, top: 50 } as const
/** Connected components with more boxes are arranged with faster algorithms, whose results are similar. */
const maxExactBoxes = 150

/**
 * Arranges boxes in layers from left to right along their edges, with the method of Sugiyama, Tagawa and Toda (1981) as
 * implemented by `d3-dag` (its layouts have fewer crossings than those of dagre, and elkjs is under the EPL). The boxes
 * of a group stay together, connected components are stacked vertically, and edges that close a cycle are treated as
 * reversed. Boxes never overlap. The function is pure and deterministic.
 */
export function arrangeGraph({ nodes, edges, groups }: LayoutGraph): Layout {
  const groupByNode = new Map<string, number>()
  for (const [index, members] of groups.entries()) {
    for (const id of members) if (!groupByNode.has(id)) groupByNode.set(id, index)
  }
  const toGroupBoxId = (index: number): string => `group ${index}`
  const findOuterId = (id: string): string => {
    const index = groupByNode.get(id)
    return index === undefined ? id : toGroupBoxId(index)
  }
  const groupArrangements = new Map<number, Arrangement>()
  const boxes: Box[] = nodes.filter(({ id }) => !groupByNode.has(id))
  for (const index of new Set(groupByNode.values())) {
    const members = nodes.filter(({ id }) => groupByNode.get(id) === index)
    if (members.length === 0) continue
    const arrangement = arrangeBoxes(
      members,
      edges.filter(({ source, target }) => groupByNode.get(source) === index && groupByNode.get(target) === index),
    )
    groupArrangements.set(index, arrangement)
    boxes.push({
      id: toGroupBoxId(index),
      width: arrangement.width + 2 * groupPadding.side,
      height: arrangement.height + groupPadding.side + groupPadding.top,
      y: Math.min(...members.map(({ y }) => y)),
    })
  }
  const outerArrangement = arrangeBoxes(
    boxes,
    edges.map(({ source, target }) => ({ source: findOuterId(source), target: findOuterId(target) })),
  )
  const positions: Layout['positions'] = {}
  for (const { id } of nodes) {
    const position = outerArrangement.positions.get(findOuterId(id)) ?? { x: 0, y: 0 }
    const index = groupByNode.get(id)
    const innerPosition = index === undefined ? undefined : groupArrangements.get(index)?.positions.get(id)
    positions[id] = innerPosition
      ? { x: position.x + groupPadding.side + innerPosition.x, y: position.y + groupPadding.top + innerPosition.y }
      : { x: position.x, y: position.y }
  }
  return { positions }
}

/** Arranges each connected component and stacks the components vertically. */
function arrangeBoxes(boxes: readonly Box[], edges: readonly Edge[]): Arrangement {
  const ids = new Set(boxes.map(({ id }) => id))
  const uniqueEdges = new Map<string, Edge>()
  for (const edge of edges) {
    if (edge.source === edge.target || !ids.has(edge.source) || !ids.has(edge.target)) continue
    uniqueEdges.set(`${edge.source}\n${edge.target}`, edge)
  }
  const components = findConnectedComponents(boxes, [...uniqueEdges.values()])
  const positions = new Map<string, Point>()
  let [width, top] = [0, 0]
  for (const component of components) {
    const arrangement =
      component.boxes.length === 1
        ? arrangeSingleBox(component.boxes)
        : arrangeComponent(component.boxes, component.edges)
    for (const [id, { x, y }] of arrangement.positions) positions.set(id, { x, y: y + top })
    width = Math.max(width, arrangement.width)
    top += arrangement.height + gap.component
  }
  return { positions, width, height: Math.max(0, top - gap.component) }
}

function arrangeSingleBox([box]: readonly Box[]): Arrangement {
  if (!box) return { positions: new Map(), width: 0, height: 0 }
  return { positions: new Map([[box.id, { x: 0, y: 0 }]]), width: box.width, height: box.height }
}

function arrangeComponent(boxes: readonly Box[], edges: readonly Edge[]): Arrangement {
  const dag = graph<Box, undefined>()
  const nodesById = new Map(boxes.map((box) => [box.id, dag.node(box)]))
  for (const { source, target } of breakCycles(boxes, edges)) {
    const [sourceNode, targetNode] = [nodesById.get(source), nodesById.get(target)]
    if (sourceNode && targetNode) dag.link(sourceNode, targetNode, undefined)
  }
  const isLarge = boxes.length > maxExactBoxes
  const layOut = sugiyama()
    .nodeSize(({ data }: { data: Box }): [number, number] => [data.height, data.width])
    .gap([gap.y, gap.x])
    .layering(isLarge ? layeringLongestPath() : layeringSimplex())
    .decross(decrossTwoLayer())
    .coord(isLarge ? coordGreedy() : coordSimplex())
  // d3-dag arranges layers from top to bottom, so the axes are swapped.
  const { width: height, height: width } = layOut(dag)
  const positions = new Map<string, Point>()
  for (const { data, x, y } of dag.nodes()) positions.set(data.id, { x: y - data.width / 2, y: x - data.height / 2 })
  return { positions, width, height }
}

/** Returns a graph's connected components, largest first. Components of equal size are sorted from top to bottom. */
function findConnectedComponents(boxes: readonly Box[], edges: readonly Edge[]): { boxes: Box[]; edges: Edge[] }[] {
  const neighbors = new Map<string, string[]>()
  for (const { source, target } of edges) {
    neighbors.set(source, [...(neighbors.get(source) ?? []), target])
    neighbors.set(target, [...(neighbors.get(target) ?? []), source])
  }
  const componentByBox = new Map<string, number>()
  const components: { boxes: Box[]; edges: Edge[] }[] = []
  for (const { id } of boxes) {
    if (componentByBox.has(id)) continue
    const visited = new Set([id])
    for (const current of visited) for (const neighbor of neighbors.get(current) ?? []) visited.add(neighbor)
    for (const current of visited) componentByBox.set(current, components.length)
    components.push({ boxes: [], edges: [] })
  }
  for (const box of boxes) components[componentByBox.get(box.id) ?? 0]?.boxes.push(box)
  for (const edge of edges) components[componentByBox.get(edge.source) ?? 0]?.edges.push(edge)
  const findTop = (component: { boxes: Box[] }): number =>
    component.boxes.reduce((min, { y }) => Math.min(min, y), Infinity)
  return components.toSorted((a, b) => b.boxes.length - a.boxes.length || findTop(a) - findTop(b))
}

/**
 * Makes a graph acyclic by reversing each edge that leads back to a box on the current path of the depth-first search.
 */
function breakCycles(boxes: readonly Box[], edges: readonly Edge[]): Edge[] {
  const outgoingEdges = new Map<string, Edge[]>()
  const targets = new Set<string>()
  for (const edge of edges) {
    const existingEdges = outgoingEdges.get(edge.source)
    if (existingEdges) existingEdges.push(edge)
    else outgoingEdges.set(edge.source, [edge])
    targets.add(edge.target)
  }
  const result = new Map<string, Edge>()
  const addEdge = (source: string, target: string): void => void result.set(`${source}\n${target}`, { source, target })
  const stateById = new Map<string, 'open' | 'done'>()
  const startBoxes = [...boxes.filter(({ id }) => !targets.has(id)), ...boxes]
  for (const { id } of startBoxes) {
    if (stateById.has(id)) continue
    const path: { id: string; nextIndex: number }[] = [{ id, nextIndex: 0 }]
    stateById.set(id, 'open')
    for (let pathEntry = path.at(-1); pathEntry; pathEntry = path.at(-1)) {
      const edge = outgoingEdges.get(pathEntry.id)?.[pathEntry.nextIndex++]
      if (!edge) {
        stateById.set(pathEntry.id, 'done')
        path.pop()
      } else if (stateById.get(edge.target) === 'open') addEdge(edge.target, edge.source)
      else {
        addEdge(edge.source, edge.target)
        if (!stateById.has(edge.target)) {
          stateById.set(edge.target, 'open')
          path.push({ id: edge.target, nextIndex: 0 })
        }
      }
    }
  }
  return [...result.values()]
}
