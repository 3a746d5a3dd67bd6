import type { NodeRun, RunView } from './fold-run.ts'

/**
 * The critical path of a run (Kelley, Walker 1959), computed from actual times: from the node that ended last back
 * along the edges to the predecessor that ended last. For runs in progress, up to now. Nodes inside loops and
 * sub-workflows count as the node around them.
 *
 * @internal
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

/** Running nodes sort after all that have ended; among running nodes, the one that started first is the latest. */
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
