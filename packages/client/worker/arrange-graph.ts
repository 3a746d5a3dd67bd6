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
  /** The current position, which decides the order of unconnected boxes. */
  readonly y: number
}
interface Link {
  readonly source: string
  readonly target: string
}
interface Place {
  x: number
  y: number
}
interface Arranged {
  readonly places: Map<string, Place>
  readonly width: number
  readonly height: number
}

/** Gaps between boxes of a column, between columns, and between unconnected parts. */
const gap = { y: 32, x: 80, part: 64 } as const
/** A group's frame is drawn around its nodes, with a label above. */
const frame = { side: 20, top: 50 } as const
/** Parts with more boxes use the faster of two algorithms; the results are similar. */
const maxExactBoxes = 150

/**
 * Arranges boxes in layers from left to right along their edges, by the method of Sugiyama, Tagawa and Toda (1981) in
 * `d3-dag`. Boxes of a group stay together, unconnected parts are placed one below the other, and edges that close a
 * cycle are reversed. Boxes do not overlap. Pure and deterministic.
 */
export function arrangeGraph({ nodes, edges, groups }: LayoutGraph): Layout {
  const groupOf = new Map<string, number>()
  for (const [index, members] of groups.entries()) {
    for (const id of members) if (!groupOf.has(id)) groupOf.set(id, index)
  }
  const nameOf = (index: number): string => `group ${index}`
  const outerName = (id: string): string => {
    const index = groupOf.get(id)
    return index === undefined ? id : nameOf(index)
  }
  const within = new Map<number, Arranged>()
  const boxes: Box[] = nodes.filter(({ id }) => !groupOf.has(id))
  for (const index of new Set(groupOf.values())) {
    const members = nodes.filter(({ id }) => groupOf.get(id) === index)
    if (members.length === 0) continue
    const arranged = arrangeBoxes(
      members,
      edges.filter(({ source, target }) => groupOf.get(source) === index && groupOf.get(target) === index),
    )
    within.set(index, arranged)
    boxes.push({
      id: nameOf(index),
      width: arranged.width + 2 * frame.side,
      height: arranged.height + frame.side + frame.top,
      y: Math.min(...members.map(({ y }) => y)),
    })
  }
  const outer = arrangeBoxes(
    boxes,
    edges.map(({ source, target }) => ({ source: outerName(source), target: outerName(target) })),
  )
  const positions: Layout['positions'] = {}
  for (const { id } of nodes) {
    const at = outer.places.get(outerName(id)) ?? { x: 0, y: 0 }
    const index = groupOf.get(id)
    const inner = index === undefined ? undefined : within.get(index)?.places.get(id)
    positions[id] = inner ? { x: at.x + frame.side + inner.x, y: at.y + frame.top + inner.y } : { x: at.x, y: at.y }
  }
  return { positions }
}

/** Arranges each connected part, and places the parts one below the other. */
function arrangeBoxes(boxes: readonly Box[], links: readonly Link[]): Arranged {
  const known = new Set(boxes.map(({ id }) => id))
  const unique = new Map<string, Link>()
  for (const link of links) {
    if (link.source === link.target || !known.has(link.source) || !known.has(link.target)) continue
    unique.set(`${link.source}\n${link.target}`, link)
  }
  const parts = connectedParts(boxes, [...unique.values()])
  const places = new Map<string, Place>()
  let [width, top] = [0, 0]
  for (const part of parts) {
    const arranged = part.boxes.length === 1 ? alone(part.boxes) : arrangePart(part.boxes, part.links)
    for (const [id, { x, y }] of arranged.places) places.set(id, { x, y: y + top })
    width = Math.max(width, arranged.width)
    top += arranged.height + gap.part
  }
  return { places, width, height: Math.max(0, top - gap.part) }
}

function alone([box]: readonly Box[]): Arranged {
  if (!box) return { places: new Map(), width: 0, height: 0 }
  return { places: new Map([[box.id, { x: 0, y: 0 }]]), width: box.width, height: box.height }
}

function arrangePart(boxes: readonly Box[], links: readonly Link[]): Arranged {
  const dag = graph<Box, undefined>()
  const byId = new Map(boxes.map((box) => [box.id, dag.node(box)]))
  for (const { source, target } of withoutCycles(boxes, links)) {
    const [from, to] = [byId.get(source), byId.get(target)]
    if (from && to) dag.link(from, to, undefined)
  }
  const large = boxes.length > maxExactBoxes
  const layOut = sugiyama()
    .nodeSize(({ data }: { data: Box }): [number, number] => [data.height, data.width])
    .gap([gap.y, gap.x])
    .layering(large ? layeringLongestPath() : layeringSimplex())
    .decross(decrossTwoLayer())
    .coord(large ? coordGreedy() : coordSimplex())
  // d3-dag arranges from top to bottom: the axes are swapped.
  const { width: height, height: width } = layOut(dag)
  const places = new Map<string, Place>()
  for (const { data, x, y } of dag.nodes()) places.set(data.id, { x: y - data.width / 2, y: x - data.height / 2 })
  return { places, width, height }
}

/** Returns the connected components of a graph: largest first, then from top to bottom. */
function connectedParts(boxes: readonly Box[], links: readonly Link[]): { boxes: Box[]; links: Link[] }[] {
  const next = new Map<string, string[]>()
  for (const { source, target } of links) {
    next.set(source, [...(next.get(source) ?? []), target])
    next.set(target, [...(next.get(target) ?? []), source])
  }
  const partOf = new Map<string, number>()
  const parts: { boxes: Box[]; links: Link[] }[] = []
  for (const { id } of boxes) {
    if (partOf.has(id)) continue
    const reached = new Set([id])
    for (const current of reached) for (const neighbor of next.get(current) ?? []) reached.add(neighbor)
    for (const current of reached) partOf.set(current, parts.length)
    parts.push({ boxes: [], links: [] })
  }
  for (const box of boxes) parts[partOf.get(box.id) ?? 0]?.boxes.push(box)
  for (const link of links) parts[partOf.get(link.source) ?? 0]?.links.push(link)
  const top = (part: { boxes: Box[] }): number => part.boxes.reduce((min, { y }) => Math.min(min, y), Infinity)
  return parts.toSorted((a, b) => b.boxes.length - a.boxes.length || top(a) - top(b))
}

/** Returns the edges without cycles: reverses each edge to a box on the current path of the depth-first search. */
function withoutCycles(boxes: readonly Box[], links: readonly Link[]): Link[] {
  const out = new Map<string, Link[]>()
  const entered = new Set<string>()
  for (const link of links) {
    const known = out.get(link.source)
    if (known) known.push(link)
    else out.set(link.source, [link])
    entered.add(link.target)
  }
  const result = new Map<string, Link>()
  const add = (source: string, target: string): void => void result.set(`${source}\n${target}`, { source, target })
  const state = new Map<string, 'open' | 'done'>()
  const starts = [...boxes.filter(({ id }) => !entered.has(id)), ...boxes]
  for (const { id } of starts) {
    if (state.has(id)) continue
    const path: { id: string; at: number }[] = [{ id, at: 0 }]
    state.set(id, 'open')
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const link = out.get(step.id)?.[step.at++]
      if (!link) {
        state.set(step.id, 'done')
        path.pop()
      } else if (state.get(link.target) === 'open') add(link.target, link.source)
      else {
        add(link.source, link.target)
        if (!state.has(link.target)) {
          state.set(link.target, 'open')
          path.push({ id: link.target, at: 0 })
        }
      }
    }
  }
  return [...result.values()]
}
