import type { RunEventBody, Values } from '@aw-flow/schema'
import { createInstanceKey, type NodeInstance } from '../record/instance-key.ts'
import { isComposite, type Graph, type GraphNode } from '../scheduler/graph.ts'
import { listTables } from './results.ts'

/** The state of a graph in which at least one node has ended. Arrays are indexed by node. */
interface GraphState {
  graph: Graph
  path: readonly string[]
  /** For each node, the number of outgoing edges whose target has not ended. */
  openEdgeCounts: Int32Array
  /** For each node, a combination of the flags below. */
  flags: Uint8Array
}

const settledFlag = 1
/** Set if a successor has completed. Outputs without a completed successor are results. */
const usedFlag = 2
/** Set for results of the graph, and for sources of a final node that does not return a table itself. */
const resultFlag = 4

/**
 * Creates a tracker. A node's outputs are needed until all of its successors have ended; results are always needed.
 * Outputs inside a loop or sub-workflow are needed until the loop or sub-workflow has ended, and only instances that
 * returned tables are tracked there.
 */
export function trackUnneededInstances(root: Graph) {
  const graphs = new Map<string, GraphState>()
  /**
   * The instances inside each loop or sub-workflow that returned tables, keyed by the instance of the loop or
   * sub-workflow.
   */
  const instancesByParent = new Map<string, string[]>()
  let unneededKeys: string[] = []

  const getGraphState = (path: readonly string[]): GraphState => {
    const key = path.join('/')
    const existing = graphs.get(key)
    if (existing) return existing
    const graph = path.reduce((outer, scopeSegment) => findInnerGraph(outer, scopeSegment), root)
    const flags = new Uint8Array(graph.nodes.length)
    for (const { from } of graph.results) if (from.levelsUp === 0 && from.index >= 0) flags[from.index] = resultFlag
    const newState = { graph, path, openEdgeCounts: Int32Array.from(graph.edges, (edges) => edges.length), flags }
    graphs.set(key, newState)
    return newState
  }

  const checkUnneeded = ({ graph, path, openEdgeCounts, flags }: GraphState, index: number): void => {
    if (openEdgeCounts[index] === 0 && flags[index] === (settledFlag | usedFlag)) {
      unneededKeys.push(createInstanceKey({ node: graph.nodes[index]!.id, scope: path }))
    }
  }

  const settle = (instance: NodeInstance, outputs: Values | undefined): void => {
    const { node: id, scope = [] } = instance
    const graphState = getGraphState(scope)
    const { graph, openEdgeCounts, flags } = graphState
    const index = graph.indexById.get(id)
    if (index === undefined || flags[index]! & settledFlag) return
    const node = graph.nodes[index]!
    const key = createInstanceKey(instance)
    if (isComposite(node)) {
      for (const inner of instancesByParent.get(key) ?? []) unneededKeys.push(inner)
      instancesByParent.delete(key)
      graphs.delete(`${key}#0`)
    }
    const returnsTables = outputs !== undefined && listTables(outputs).length > 0
    if (returnsTables && scope.length > 0) {
      const parentKey = key.slice(0, key.lastIndexOf('#'))
      const siblings = instancesByParent.get(parentKey)
      if (siblings) siblings.push(key)
      else instancesByParent.set(parentKey, [key])
    }
    flags[index]! |= settledFlag
    const endsWithoutTable = graph.edges[index]!.length === 0 && !returnsTables
    for (const source of findSources(node)) {
      openEdgeCounts[source]!--
      flags[source]! |= (outputs ? usedFlag : 0) | (endsWithoutTable ? resultFlag : 0)
      checkUnneeded(graphState, source)
    }
    checkUnneeded(graphState, index)
  }

  return {
    /**
     * Processes an event. Must be called for every event, in order. Takes time linear in the number of the ended node's
     * incoming edges.
     */
    handleEvent(event: RunEventBody): void {
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
    /** Returns the keys of the instances that have become unneeded since the last call. */
    drain(): string[] {
      const drainedKeys = unneededKeys
      unneededKeys = []
      return drainedKeys
    },
  }
}

/** Returns the graph inside a node, for a single segment of a path (`<node id>#<iteration>`). */
function findInnerGraph({ nodes, indexById }: Graph, scopeSegment: string): Graph {
  const { loop, innerGraph } = nodes[indexById.get(scopeSegment.slice(0, scopeSegment.lastIndexOf('#')))!]!
  return (loop?.body ?? innerGraph)!
}

/** Returns the sources of a node's incoming edges within the same graph, once per edge. */
const findSources = ({ inputs, bodyReads = [] }: GraphNode): number[] => [
  ...inputs.flatMap(({ from }) => (from.levelsUp === 0 && from.index >= 0 ? [from.index] : [])),
  ...bodyReads.map(({ index }) => index),
]
