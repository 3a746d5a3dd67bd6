import type { RunEventBody, Values } from '@aw-flow/schema'
import { instanceKey, type NodeInstance } from '../record/instance-key.ts'
import { isComposite, type Graph, type GraphNode } from '../scheduler/graph.ts'
import { tablesOf } from './results.ts'

/** Tracks which node instances have outputs that are no longer needed during a run. */
export interface UnneededInstances {
  /** Processes an event; call it for each one in order. Takes time linear in the incoming edges of the ended node. */
  event(event: RunEventBody): void
  /** The keys of instances that became unneeded since the last call. */
  take(): string[]
}

/** The state of a graph in which a node has ended. Arrays are by node index. */
interface OpenGraph {
  graph: Graph
  path: readonly string[]
  /** The number of outgoing edges whose target has not ended. */
  open: Int32Array
  state: Uint8Array
}

const settled = 1
/** A successor has completed; outputs without a completed successor are results. */
const used = 2
/** A result of its graph, or the source of a final node that returns no table itself. */
const kept = 4

/**
 * Creates a tracker. Outputs of a node are needed until all of its successors have ended, or permanently if they are a
 * result. Outputs inside a loop or sub-workflow are needed until it has ended; only instances with tables count.
 */
export function trackUnneeded(root: Graph): UnneededInstances {
  const graphs = new Map<string, OpenGraph>()
  /** By the key of a loop or sub-workflow: the instances inside it that returned tables. */
  const within = new Map<string, string[]>()
  let found: string[] = []

  const openGraph = (path: readonly string[]): OpenGraph => {
    const key = path.join('/')
    const before = graphs.get(key)
    if (before) return before
    const graph = path.reduce((around, part) => graphWithin(around, part), root)
    const state = new Uint8Array(graph.nodes.length)
    for (const { from } of graph.results) if (from.up === 0 && from.index >= 0) state[from.index] = kept
    const opened = { graph, path, open: Int32Array.from(graph.edges, (edges) => edges.length), state }
    graphs.set(key, opened)
    return opened
  }

  const check = ({ graph, path, open, state }: OpenGraph, index: number): void => {
    if (open[index] === 0 && state[index] === (settled | used)) {
      found.push(instanceKey({ node: graph.nodes[index]!.id, scope: path }))
    }
  }

  const settle = (instance: NodeInstance, outputs: Values | undefined): void => {
    const { node: id, scope = [] } = instance
    const at = openGraph(scope)
    const { graph, open, state } = at
    const index = graph.indexOf.get(id)
    if (index === undefined || state[index]! & settled) return
    const node = graph.nodes[index]!
    const key = instanceKey(instance)
    if (isComposite(node)) {
      for (const inner of within.get(key) ?? []) found.push(inner)
      within.delete(key)
      graphs.delete(`${key}#0`)
    }
    const gives = outputs !== undefined && tablesOf(outputs).length > 0
    if (gives && scope.length > 0) {
      const around = key.slice(0, key.lastIndexOf('#'))
      const others = within.get(around)
      if (others) others.push(key)
      else within.set(around, [key])
    }
    state[index]! |= settled
    const shows = graph.edges[index]!.length === 0 && !gives
    for (const source of sourcesOf(node)) {
      open[source]!--
      state[source]! |= (outputs ? used : 0) | (shows ? kept : 0)
      check(at, source)
    }
    check(at, index)
  }

  return {
    event(event) {
      switch (event.type) {
        case 'node-completed':
        case 'node-cached':
          return settle(event, event.outputs)
        case 'node-failed':
        case 'node-skipped':
        case 'node-cancelled':
          return settle(event, undefined)
        case 'iteration-ended':
          graphs.delete([...(event.scope ?? []), `${event.node}#${event.iteration}`].join('/'))
      }
    },
    take() {
      const taken = found
      found = []
      return taken
    },
  }
}

/** Returns the graph inside a node, for one part of a path (`<node id>#<iteration>`). */
function graphWithin({ nodes, indexOf }: Graph, part: string): Graph {
  const { loop, inside } = nodes[indexOf.get(part.slice(0, part.lastIndexOf('#')))!]!
  return (loop?.body ?? inside)!
}

/** Returns the source nodes of the incoming edges of a node, within the same graph, once per edge. */
const sourcesOf = ({ inputs, waits = [] }: GraphNode): number[] => [
  ...inputs.flatMap(({ from }) => (from.up === 0 && from.index >= 0 ? [from.index] : [])),
  ...waits.map(({ index }) => index),
]
