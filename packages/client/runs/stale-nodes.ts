import type { Workflow, WorkflowNode } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'

/** Returns the ids of nodes with outdated results, by comparing the document with the workflow of the run. */
export type StaleNodeFinder = (document: Workflow, runWorkflow: Workflow | undefined) => ReadonlySet<string>

/**
 * Creates a function that compares a document with a run's workflow. A node is stale if its type, version, settings,
 * mode, join, error handling or incoming edges differ, if the workflow's variables differ, or if an upstream node is
 * stale. A page cannot compare derivation keys, because it cannot compute them. Labels and positions are ignored. Nodes
 * that were not part of the run are never stale. The function returns the same set object as long as the result does
 * not change.
 *
 * @example
 *   const findStaleNodes = createStaleNodeFinder()
 *   findStaleNodes(session.document.current, session.runs.current?.workflow)
 */
export function createStaleNodeFinder(): StaleNodeFinder {
  const serializeEdges = memoize(serializeIncomingEdges)
  const serializeSettings = memoize((config: WorkflowNode['data']['config']) => toCanonicalJson(config))
  const indexNodes = memoize((nodes: Workflow['nodes']) => new Map(nodes.map((node) => [node.id, node])))
  let previousIds: ReadonlySet<string> = new Set()

  const findStaleIds = (document: Workflow, runWorkflow: Workflow): ReadonlySet<string> => {
    const nodesInRun = indexNodes(runWorkflow.nodes)
    const currentEdges = serializeEdges(document.edges)
    const runEdges = serializeEdges(runWorkflow.edges)
    const [currentModes, runModes] = [findGroupModes(document), findGroupModes(runWorkflow)]
    const hasSameVariables =
      toCanonicalJson(document.settings.variables ?? {}) === toCanonicalJson(runWorkflow.settings.variables ?? {})
    const isUnchanged = (node: WorkflowNode): boolean => {
      const nodeInRun = nodesInRun.get(node.id)
      return (
        nodeInRun !== undefined &&
        nodeInRun.type === node.type &&
        nodeInRun.typeVersion === node.typeVersion &&
        serializeSettings(nodeInRun.data.config) === serializeSettings(node.data.config) &&
        nodeInRun.join === node.join &&
        (nodeInRun.onError ?? 'stop') === (node.onError ?? 'stop') &&
        (nodeInRun.mode ?? runModes.get(node.id)) === (node.mode ?? currentModes.get(node.id)) &&
        hasSameVariables &&
        currentEdges.get(node.id) === runEdges.get(node.id)
      )
    }
    const changedIds = document.nodes.filter((node) => !isUnchanged(node)).map(({ id }) => id)
    const affectedIds = withDescendants(changedIds, document)
    return new Set([...affectedIds].filter((id) => nodesInRun.has(id)))
  }

  return (document, runWorkflow) => {
    const staleIds = runWorkflow ? findStaleIds(document, runWorkflow) : new Set<string>()
    const isSame = staleIds.size === previousIds.size && [...staleIds].every((id) => previousIds.has(id))
    if (!isSame) previousIds = staleIds
    return previousIds
  }
}

/** Maps each node id to the mode of the first group that contains the node and has a mode. */
function findGroupModes({ groups = [] }: Workflow): Map<string, WorkflowNode['mode']> {
  const modes = new Map<string, WorkflowNode['mode']>()
  for (const { mode, nodes } of groups) {
    for (const id of mode ? nodes : []) if (!modes.has(id)) modes.set(id, mode)
  }
  return modes
}

/** Returns the given nodes and all nodes downstream of them. */
function withDescendants(ids: readonly string[], { edges }: Workflow): ReadonlySet<string> {
  const affectedIds = new Set(ids)
  if (affectedIds.size === 0) return affectedIds
  const targets = new Map<string, string[]>()
  for (const { source, target } of edges) {
    const existingTargets = targets.get(source)
    if (existingTargets) existingTargets.push(target)
    else targets.set(source, [target])
  }
  // Iterating a set also visits elements added during the iteration.
  for (const id of affectedIds) for (const target of targets.get(id) ?? []) affectedIds.add(target)
  return affectedIds
}

/** Serializes the incoming edges of each node, regardless of their order. */
function serializeIncomingEdges(edges: Workflow['edges']): Map<string, string> {
  const keysByTarget = new Map<string, string[]>()
  for (const { source, target, sourceHandle = null, targetHandle = null } of edges) {
    const key = JSON.stringify([source, sourceHandle, targetHandle])
    const existingKeys = keysByTarget.get(target)
    if (existingKeys) existingKeys.push(key)
    else keysByTarget.set(target, [key])
  }
  return new Map([...keysByTarget].map(([target, keys]) => [target, keys.sort().join()]))
}

/** Caches one value per object. Versions of a document share all objects that did not change. */
function memoize<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const cache = new WeakMap<Key, Value>()
  return (key) => {
    const cachedValue = cache.get(key)
    if (cachedValue !== undefined) return cachedValue
    const value = compute(key)
    cache.set(key, value)
    return value
  }
}
