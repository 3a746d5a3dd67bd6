import { message } from '@aw-flow/messages'
import { error, defined, type Problem, type Workflow } from '@aw-flow/schema'
import { createGraph, type Graph, type GraphNode, type Source } from '../scheduler/graph.ts'
import type { PlannedEdge } from './plan-edges.ts'
import { getNodeLabel } from './plan-node.ts'
import type { PlannedNode } from './workflow-plan.ts'
import { findCycle } from './sort-topologically.ts'

/** The planned nodes and edges of a workflow, from which its graph is built. */
export interface GraphParts {
  nodes: readonly PlannedNode[]
  edges: readonly PlannedEdge[]
  /** The names of sub-workflow inputs, keyed by the port that each one feeds (see `toPortKey`). */
  inputNames: ReadonlyMap<string, string>
  ports: Workflow['ports']
  indices: ReadonlyMap<string, number>
  /** Whether all loop bodies are valid. If not, the graph is flat, and can be inspected but not run. */
  hasValidBodies: boolean
  /** The prefix of node ids; see `Graph`. */
  prefix: string
}

/** Returns the key of a port in `GraphParts.inputNames`. */
export const toPortKey = (node: number, port: string): string => `${node} ${port}`

export const createMissingPortProblem = (side: 'input' | 'output', name: string, node: string, port: string): Problem =>
  error('sub-workflow.no-port', { side, name, node, port }, { where: { node } })

/** Builds the graph that the scheduler runs, with each loop body as a nested graph. Adds a problem for each cycle. */
export function assembleGraph(parts: GraphParts, problems: Problem[]): Graph {
  const { nodes, edges, ports, indices, hasValidBodies, prefix } = parts
  const getLoop = (index: number): number | undefined => (hasValidBodies ? nodes[index]!.loop : undefined)
  const members = new Map<number | undefined, number[]>([[undefined, []]])
  nodes.forEach((_, index) => {
    const existingMembers = members.get(getLoop(index))
    if (existingMembers) existingMembers.push(index)
    else members.set(getLoop(index), [index])
  })
  const localIndices = new Map<number, number>()
  for (const graphMembers of members.values())
    graphMembers.forEach((index, position) => localIndices.set(index, position))
  const bodyReads = new Map<number, { index: number; port: string }[]>()

  /** Returns the `Source` that refers to an output port of a node from within the body of `loop`. */
  const resolveSource = (nodeIndex: number, port: string, loop: number | undefined): Source => {
    let levelsUp = 0
    let current = loop
    let innerLoop: number | undefined
    for (;;) {
      if (current === nodeIndex) return { levelsUp, index: -1, port }
      if (getLoop(nodeIndex) === current) break
      innerLoop = current
      levelsUp++
      current = getLoop(current!)
    }
    // A loop also waits for the values that its body reads from outside the loop.
    if (innerLoop !== undefined) {
      const existingReads = bodyReads.get(innerLoop) ?? []
      const index = localIndices.get(nodeIndex)!
      if (!existingReads.some((read) => read.index === index && read.port === port))
        bodyReads.set(innerLoop, [...existingReads, { index, port }])
    }
    return { levelsUp, index: localIndices.get(nodeIndex)!, port }
  }
  const inputs = nodes.map((): { port: string; from: Source }[] => [])
  const bodyResults = new Map<number, { port: string; from: Source }[]>()
  for (const { source, sourcePort, target, port, isBackEdge } of edges) {
    if (!isBackEdge) inputs[target]!.push({ port, from: resolveSource(source, sourcePort, getLoop(target)) })
    else if (hasValidBodies) {
      bodyResults.set(target, [
        ...(bodyResults.get(target) ?? []),
        { port, from: resolveSource(source, sourcePort, target) },
      ])
    }
  }
  for (const [portKey, name] of parts.inputNames) {
    const index = Number(portKey.slice(0, portKey.indexOf(' ')))
    let levelsUp = 0
    for (let current = getLoop(index); current !== undefined; current = getLoop(current)) levelsUp++
    inputs[index]!.push({ port: portKey.slice(portKey.indexOf(' ') + 1), from: { levelsUp, index: -1, port: name } })
  }
  const results = (ports?.outputs ?? []).flatMap(({ name, from: { node, port } }) => {
    const index = indices.get(node)
    const hasPort = index !== undefined && nodes[index]!.ports.outputs.some((output) => output.name === port)
    if (!hasPort || getLoop(index) !== undefined) problems.push(createMissingPortProblem('output', name, node, port))
    return hasPort ? [{ port: name, from: { levelsUp: 0, index: localIndices.get(index)!, port } }] : []
  })

  const buildGraph = (loop: number | undefined, graphResults: readonly { port: string; from: Source }[]): Graph => {
    const memberIndices = members.get(loop) ?? []
    const graphNodes = memberIndices.map((index): GraphNode => {
      const plannedNode = nodes[index]!
      const isLoop = hasValidBodies && plannedNode.definition?.body !== undefined
      return {
        ...toGraphNode(plannedNode, inputs[index]!),
        ...(bodyReads.has(index) ? { bodyReads: bodyReads.get(index)! } : {}),
        ...(isLoop
          ? { loop: { ...resolveLoopOptions(plannedNode), body: buildGraph(index, bodyResults.get(index) ?? []) } }
          : {}),
      }
    })
    const graph = createGraph(graphNodes, { results: graphResults, prefix })
    const cycle = findCycle(
      graphNodes.length,
      graph.edges.flatMap((targets, source) => targets.map(({ target }) => ({ source, target }))),
    )
    if (cycle.length > 0 && hasValidBodies)
      problems.push(createCycleProblem(cycle.map((member) => nodes[memberIndices[member]!]!)))
    return graph
  }
  return buildGraph(undefined, results)
}

function toGraphNode(
  { node, definition, settings, skipReason, innerPlan }: PlannedNode,
  inputs: GraphNode['inputs'],
): GraphNode {
  const control = definition?.control
  const typeJoin = definition?.join
  const join = node.join ?? (typeof typeJoin === 'function' ? settings !== undefined && typeJoin(settings) : typeJoin)
  const canWait = control === 'approval' || control === 'delay' || control === 'wait-for-event'
  return {
    id: node.id,
    inputs,
    ...(join && join !== 'all' ? { join } : {}),
    ...(node.onError && node.onError !== 'stop' ? { onError: node.onError } : {}),
    ...defined({ skipReason }),
    ...(control === 'error-handler' && inputs.length === 0 ? { handlesErrors: true } : {}),
    ...(canWait ? { canWait: true } : {}),
    ...(definition?.compensate ? { compensates: true } : {}),
    ...(innerPlan ? { innerGraph: innerPlan.graph } : {}),
  }
}

function resolveLoopOptions({ definition, settings }: PlannedNode): { parallel: number; keepGoing: boolean } {
  return (settings !== undefined && definition?.loop?.(settings)) || { parallel: 1, keepGoing: false }
}

function createCycleProblem(cycle: readonly PlannedNode[]): Problem {
  const names = [...cycle, cycle[0]!].map((plannedNode) => `"${getNodeLabel(plannedNode)}"`)
  return error(
    'workflow.cycle',
    { reason: message('workflow.cycle-path', { path: names.join(' → ') }) },
    { where: { node: cycle[0]!.node.id } },
  )
}
