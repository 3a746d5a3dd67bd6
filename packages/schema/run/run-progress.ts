import { isFinalRunState, type NodeRun, type RunView } from './fold-run.ts'
import type { RunProgress } from './run-event.ts'
import type { RunSnapshot } from './run-history.ts'

const isSettled = ({ state }: NodeRun): boolean =>
  state === 'completed' || state === 'cached' || state === 'failed' || state === 'skipped' || state === 'cancelled'

/**
 * Computes a run's progress from its record, from 0 to 1: the fraction of nodes that have ended. A running loop counts
 * in proportion to its iterations; the nodes inside it count as ended only when the loop ends. The result never
 * decreases.
 *
 * @internal
 */
export function computeRunProgress({ view, attempts }: Pick<RunSnapshot, 'view' | 'attempts'>): number {
  if (isFinalRunState(view.state)) return 1
  const nodes = Object.values(view.nodes)
  if (nodes.length === 0) return 0
  const loopIdByNode = new Map<string, string>()
  for (const { key, scope } of attempts) {
    const [outerScope] = scope ?? []
    if (outerScope !== undefined && !key.includes('/'))
      loopIdByNode.set(key, outerScope.slice(0, outerScope.lastIndexOf('#')))
  }
  let settledCount = 0
  for (const node of nodes) {
    const loop = loopIdByNode.get(node.node)
    const outerLoop = loop === undefined ? undefined : view.nodes[loop]
    const countedNode = outerLoop ?? node
    if (isSettled(countedNode)) settledCount += 1
    else if (countedNode === node) settledCount += computeIterationProgress(node)
  }
  // The progress stays below 1 until the last event.
  return Math.min(0.99, settledCount / nodes.length)
}

const computeIterationProgress = ({ iterations }: NodeRun): number =>
  iterations?.total ? Math.min(0.95, (iterations.completed + iterations.failed) / iterations.total) : 0

/**
 * Estimates the remaining time of a run in ms. Returns `undefined` if it cannot be estimated. The time of a running
 * node is estimated from its progress or iterations or, failing that, from `earlierRun`; the time of a pending node,
 * only from `earlierRun`. The estimate is the longest path along the edges, as if all branches ran in parallel.
 *
 * @internal
 */
export function estimateTimeLeft(
  view: RunView,
  {
    now,
    progress = {},
    earlierRun,
  }: { now: number; progress?: Readonly<Record<string, RunProgress>>; earlierRun?: RunView },
): number | undefined {
  if (isFinalRunState(view.state) || view.state === 'waiting' || !view.workflow) return undefined
  const remainingMsByNode = new Map<string, number>()
  for (const node of Object.values(view.nodes)) {
    const remainingMs = isSettled(node)
      ? 0
      : estimateNodeTime(node, now, progress[node.node], earlierRun?.nodes[node.node]?.ms)
    if (remainingMs === undefined) return undefined
    remainingMsByNode.set(node.node, remainingMs)
  }
  const sources = new Map<string, string[]>()
  for (const { source, target } of view.workflow.edges) {
    const list = sources.get(target)
    if (list) list.push(source)
    else sources.set(target, [source])
  }
  const totalMsByNode = new Map<string, number>()
  const visited = new Set<string>()
  const stack: string[] = [...remainingMsByNode.keys()]
  // Depth-first traversal without recursion, because a chain may have thousands of nodes.
  while (stack.length > 0) {
    const id = stack.at(-1)!
    const inputs = sources.get(id) ?? []
    const unvisitedInputs = visited.has(id)
      ? []
      : inputs.filter((input) => remainingMsByNode.has(input) && !totalMsByNode.has(input) && !visited.has(input))
    visited.add(id)
    if (unvisitedInputs.length > 0) {
      stack.push(...unvisitedInputs)
      continue
    }
    stack.pop()
    if (!totalMsByNode.has(id))
      totalMsByNode.set(
        id,
        (remainingMsByNode.get(id) ?? 0) + Math.max(0, ...inputs.map((input) => totalMsByNode.get(input) ?? 0)),
      )
  }
  return Math.max(0, ...totalMsByNode.values())
}

function estimateNodeTime(
  { state, startedAt, iterations }: NodeRun,
  now: number,
  progress: RunProgress | undefined,
  typicalMs: number | undefined,
): number | undefined {
  if (state === 'pending') return typicalMs
  const elapsedMs = Math.max(0, now - (startedAt ?? now))
  if (progress?.total && progress.done > 0) {
    return Math.max(0, (elapsedMs * (progress.total - progress.done)) / progress.done)
  }
  const endedIterations = iterations ? iterations.completed + iterations.failed : 0
  if (iterations?.total && endedIterations > 0)
    return (elapsedMs * Math.max(0, iterations.total - endedIterations)) / endedIterations
  return typicalMs === undefined ? undefined : Math.max(0, typicalMs - elapsedMs)
}
