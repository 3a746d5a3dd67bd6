import type { NodeRun, RunView } from './fold-run.ts'

/**
 * The chain of nodes that the run's end had to wait for, first to last: from the node that ended last back to the one
 * before it that ended last, along the edges. While a run goes on, of what there is so far. Nodes within loops and
 * sub-workflows count as the node around them. The critical path method (Kelley, Walker 1959), on what happened.
 */
export function criticalPath(view: RunView): string[] {
  const { nodes = [], edges = [] } = view.workflow ?? {}
  const sources = new Map<string, string[]>()
  for (const { source, target } of edges) {
    const known = sources.get(target)
    if (known) known.push(source)
    else sources.set(target, [source])
  }
  const path: string[] = []
  const seen = new Set<string>()
  let next = latest(view, nodes.map(({ id }) => id)) // oxfmt-ignore
  while (next !== undefined && !seen.has(next)) {
    seen.add(next)
    path.unshift(next)
    next = latest(
      view,
      (sources.get(next) ?? []).filter((id) => !seen.has(id)),
    )
  }
  return path
}

const worked = ({ state, ms, startedAt }: NodeRun): boolean =>
  state !== 'skipped' && state !== 'pending' && (ms !== undefined || startedAt !== undefined)

/** A node that goes on ends later than all that have ended; of several the one that began first. */
function latest({ nodes }: RunView, ids: readonly string[]): string | undefined {
  let found: NodeRun | undefined
  for (const id of ids) {
    const node = nodes[id]
    if (!node || !worked(node)) continue
    if (!found || endOf(node) > endOf(found)) found = node
  }
  return found?.node
}

const endOf = ({ state, endedAt }: NodeRun): number =>
  state === 'running' || state === 'waiting' || state === 'retrying' ? Number.POSITIVE_INFINITY : (endedAt ?? 0)
