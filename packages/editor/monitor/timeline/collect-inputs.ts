import type { RunAttempt, RunSnapshot, Values, Workflow, WorkflowEdge } from '@aw-flow/schema'
import { findNodeByKey } from '../run-rows.ts'

/** Outputs of a node in one iteration, in the order of its attempts. */
interface NodeOutputs {
  readonly attempts: { readonly index: number; readonly endEventIndex: number; readonly outputs: Values }[]
  /** For each attempt, the earliest end of this and all later attempts. Computed on the first search. */
  earliestEnds?: readonly number[]
}

/**
 * Creates a function that collects the inputs of an attempt from the events of a run: the run's inputs, the outputs of
 * preceding nodes in the same iteration, and the initial values of the iteration. The attempts are indexed only once.
 */
export function createInputCollector({
  view,
  attempts,
  startValues,
}: Omit<RunSnapshot, 'events' | 'time'>): (attempt: RunAttempt) => Values {
  const locations = new Map<string, ReturnType<typeof findNodeByKey>>()
  const edgesByWorkflow = new Map<Workflow, Map<string, WorkflowEdge[]>>()
  const outputsByNode = indexOutputs(attempts)

  const findLocation = (key: string): ReturnType<typeof findNodeByKey> => {
    if (!locations.has(key)) locations.set(key, findNodeByKey(view, key))
    return locations.get(key)
  }
  const findIncomingEdges = (workflow: Workflow, nodeId: string): readonly WorkflowEdge[] => {
    let edgesByTarget = edgesByWorkflow.get(workflow)
    if (!edgesByTarget) {
      edgesByTarget = groupEdges(workflow.edges)
      edgesByWorkflow.set(workflow, edgesByTarget)
    }
    return edgesByTarget.get(nodeId) ?? []
  }

  return (attempt) => {
    const location = findLocation(attempt.key)
    if (!location) return {}
    const { workflow, path: nodePath } = location
    const inputs: Values = { ...(attempt.scope ? {} : view.inputs?.[attempt.node]) }
    const scopePath = attempt.scope ?? []
    for (const { source, sourceHandle, targetHandle } of findIncomingEdges(workflow, attempt.node)) {
      const iteration = scopePath.findLast(
        (scopeSegment) => scopeSegment.slice(0, scopeSegment.lastIndexOf('#')) === source,
      )
      const values =
        iteration === undefined
          ? findOutputsBefore(outputsByNode, [...nodePath, source].join('/'), attempt)
          : startValues.get(scopePath.slice(0, scopePath.indexOf(iteration) + 1).join('/'))
      if (!values) continue
      const port = sourceHandle ?? Object.keys(values)[0]
      const value = port === undefined ? undefined : values[port]
      if (value) inputs[targetHandle ?? port!] = value
    }
    return inputs
  }
}

function groupEdges(edges: readonly WorkflowEdge[]): Map<string, WorkflowEdge[]> {
  const edgesByTarget = new Map<string, WorkflowEdge[]>()
  for (const edge of edges) {
    const existingEdges = edgesByTarget.get(edge.target)
    if (existingEdges) existingEdges.push(edge)
    else edgesByTarget.set(edge.target, [edge])
  }
  return edgesByTarget
}

const getOutputsKey = (key: string, scope: string): string => `${key}\n${scope}`

function indexOutputs(attempts: readonly RunAttempt[]): Map<string, NodeOutputs> {
  const outputsByNode = new Map<string, NodeOutputs>()
  for (const [index, { key, scope, outputs, lastEventIndex: endEventIndex = 0 }] of attempts.entries()) {
    if (!outputs) continue
    const outputsKey = getOutputsKey(key, scope?.join('/') ?? '')
    const nodeOutputs = outputsByNode.get(outputsKey) ?? { attempts: [] }
    nodeOutputs.attempts.push({ index, endEventIndex, outputs })
    outputsByNode.set(outputsKey, nodeOutputs)
  }
  return outputsByNode
}

/** Returns the last outputs of a node before an attempt started, from the same iteration or an enclosing one. */
function findOutputsBefore(
  outputsByNode: ReadonlyMap<string, NodeOutputs>,
  key: string,
  attempt: RunAttempt,
): Values | undefined {
  let last: NodeOutputs['attempts'][number] | undefined
  for (const scope of listEnclosingScopes(attempt.scope?.join('/') ?? '')) {
    const nodeOutputs = outputsByNode.get(getOutputsKey(key, scope))
    const candidate = nodeOutputs && findLastBefore(nodeOutputs, attempt.firstEventIndex)
    if (candidate && candidate.index > (last?.index ?? -1)) last = candidate
  }
  return last?.outputs
}

/** Lists a scope and its enclosing scopes, innermost first. */
function listEnclosingScopes(scope: string): string[] {
  const scopes: string[] = []
  for (let end = scope.length; end > 0; end = scope.lastIndexOf('/', end - 1)) scopes.push(scope.slice(0, end))
  return [...scopes, '']
}

/** Finds the last attempt that ended before an event, with a binary search. */
function findLastBefore(nodeOutputs: NodeOutputs, eventIndex: number): NodeOutputs['attempts'][number] | undefined {
  const ends = (nodeOutputs.earliestEnds ??= computeEarliestEnds(nodeOutputs.attempts))
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ends[middle]! <= eventIndex) low = middle + 1
    else high = middle
  }
  return nodeOutputs.attempts[low - 1]
}

function computeEarliestEnds(attempts: NodeOutputs['attempts']): number[] {
  const ends = attempts.map(({ endEventIndex: endEvent }) => endEvent)
  for (let index = ends.length - 2; index >= 0; index--) ends[index] = Math.min(ends[index]!, ends[index + 1]!)
  return ends
}
