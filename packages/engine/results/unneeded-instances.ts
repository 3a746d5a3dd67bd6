import type { RunEventBody, Values } from '@aw-flow/schema'
import { instanceKey, type NodeInstance } from '../record/instance-key.ts'
import { isComposite, type Graph, type GraphNode } from '../scheduler/graph.ts'
import { tablesOf } from './results.ts'

/** Finds out, as a run goes on, which node instances have given what nothing needs any more. */
export interface UnneededInstances {
  /** To be told of every event, in order. Costs as much as the node that has ended has edges into it. */
  event(event: RunEventBody): void
  /** The keys of those that have come to be unneeded since it was asked last. */
  take(): string[]
}

/** A graph of which something has ended. Arrays are by node index. */
interface OpenGraph {
  graph: Graph
  path: readonly string[]
  /** Edges out of a node at whose ends nothing has ended yet. */
  open: Int32Array
  state: Uint8Array
}

const settled = 1
/** A node behind it has completed: what no completed node follows is a result. */
const used = 2
/** It is a result: of its graph, or it stands behind a node at an end that gives no table itself. */
const kept = 4

/**
 * A node's outputs are needed until everything behind it has ended, or for good where they are a result. What is within a
 * loop or sub-workflow is needed no more when that has ended. Only instances within count that have given tables.
 */
export function trackUnneeded(root: Graph): UnneededInstances {
  const graphs = new Map<string, OpenGraph>()
  /** By the key of a loop or sub-workflow: the instances within it that have given tables. */
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

/** The graph within a node in one turn, as a path names it. */
function graphWithin({ nodes, indexOf }: Graph, part: string): Graph {
  const { loop, inside } = nodes[indexOf.get(part.slice(0, part.lastIndexOf('#')))!]!
  return (loop?.body ?? inside)!
}

/** The nodes in the same graph that edges into a node come from; one as often as it has such edges. */
const sourcesOf = ({ inputs, waits = [] }: GraphNode): number[] => [
  ...inputs.flatMap(({ from }) => (from.up === 0 && from.index >= 0 ? [from.index] : [])),
  ...waits.map(({ index }) => index),
]
