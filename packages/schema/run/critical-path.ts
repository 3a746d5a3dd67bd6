import type { NodeRun, RunView } from './fold-run.ts'

/**
 * Finds the critical path of a run (Kelley, Walker 1959) based on actual times: starting at the node that ended last,
 * it follows edges backward to the predecessor that ended last. For a run in progress, the path ends at the current
 * time. Nodes inside loops and sub-workflows count as their enclosing node.
 *
 * @internal
 */
export function findCriticalPath(view: RunView): string[] {
  const { nodes = [], edges = [] } = view.workflow ?? {}
  const sources = new Map<string, string[]>()
  for (const { source, target } of edges) {
    const list = sources.get(target)
    if (list) list.push(source)
    else sources.set(target, [source])
  }
  const path: string[] = []
  const visited = new Set<string>()
  let next = findLatestNodeId(view, nodes.map(({ id }) => id)) // oxfmt-ignore
  while (next !== undefined && !visited.has(next)) {
    visited.add(next)
    path.unshift(next)
    next = findLatestNodeId(
      view,
      (sources.get(next) ?? []).filter((id) => !visited.has(id)),
    )
  }
  return path
}

const hasRun = ({ state, ms, startedAt }: NodeRun): boolean =>
  state !== 'skipped' && state !== 'pending' && (ms !== undefined || startedAt !== undefined)

/**
 * Returns the node that ended last. Running nodes count as later than all nodes that have ended; among running nodes,
 * the one that started first counts as the latest.
 */
function findLatestNodeId({ nodes }: RunView, ids: readonly string[]): string | undefined {
  let latestNode: NodeRun | undefined
  for (const id of ids) {
    const node = nodes[id]
    if (!node || !hasRun(node)) continue
    if (!latestNode || getEndTime(node) > getEndTime(latestNode)) latestNode = node
  }
  return latestNode?.node
}

const getEndTime = ({ state, endedAt }: NodeRun): number =>
  state === 'running' || state === 'waiting' || state === 'retrying' ? Number.POSITIVE_INFINITY : (endedAt ?? 0)
