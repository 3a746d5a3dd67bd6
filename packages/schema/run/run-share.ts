import { isEnded, type NodeRun, type RunView } from './fold-run.ts'
import type { RunProgress } from './run-event.ts'
import type { RunMoment } from './run-history.ts'

const isOver = ({ state }: NodeRun): boolean =>
  state === 'completed' || state === 'cached' || state === 'failed' || state === 'skipped' || state === 'cancelled'

/**
 * The progress of a run from 0 to 1, by its record: the share of settled nodes; loops count by their iterations, and
 * the nodes inside when the loop has ended. Monotonic.
 *
 * @internal
 */
export function runShare({ view, attempts }: Pick<RunMoment, 'view' | 'attempts'>): number {
  if (isEnded(view.state)) return 1
  const nodes = Object.values(view.nodes)
  if (nodes.length === 0) return 0
  const loops = new Map<string, string>()
  for (const { key, scope } of attempts) {
    const [outer] = scope ?? []
    if (outer !== undefined && !key.includes('/')) loops.set(key, outer.slice(0, outer.lastIndexOf('#')))
  }
  let done = 0
  for (const node of nodes) {
    const loop = loops.get(node.node)
    const outerLoop = loop === undefined ? undefined : view.nodes[loop]
    const counted = outerLoop ?? node
    if (isOver(counted)) done += 1
    else if (counted === node) done += turnsDone(node)
  }
  // Less than 1 until the last event.
  return Math.min(0.99, done / nodes.length)
}

const turnsDone = ({ iterations }: NodeRun): number =>
  iterations?.of ? Math.min(0.95, (iterations.completed + iterations.failed) / iterations.of) : 0

/**
 * Estimates the remaining time of a run in ms; `undefined` if unknown. Running nodes are estimated by their progress or
 * iterations, otherwise by an earlier run (`before`); pending nodes by the earlier run only. The longest path along the
 * edges counts, as if all branches ran in parallel.
 *
 * @internal
 */
export function timeLeft(
  view: RunView,
  { now, progress = {}, before }: { now: number; progress?: Readonly<Record<string, RunProgress>>; before?: RunView },
): number | undefined {
  if (isEnded(view.state) || view.state === 'waiting' || !view.workflow) return undefined
  const own = new Map<string, number>()
  for (const node of Object.values(view.nodes)) {
    const left = isOver(node) ? 0 : leftOf(node, now, progress[node.node], before?.nodes[node.node]?.ms)
    if (left === undefined) return undefined
    own.set(node.node, left)
  }
  const sources = new Map<string, string[]>()
  for (const { source, target } of view.workflow.edges) {
    const known = sources.get(target)
    if (known) known.push(source)
    else sources.set(target, [source])
  }
  const total = new Map<string, number>()
  const seen = new Set<string>()
  const stack: string[] = [...own.keys()]
  // Depth first without recursion: a chain may have thousands of nodes.
  while (stack.length > 0) {
    const id = stack.at(-1)!
    const inputs = sources.get(id) ?? []
    const open = seen.has(id) ? [] : inputs.filter((input) => own.has(input) && !total.has(input) && !seen.has(input))
    seen.add(id)
    if (open.length > 0) {
      stack.push(...open)
      continue
    }
    stack.pop()
    if (!total.has(id)) total.set(id, (own.get(id) ?? 0) + Math.max(0, ...inputs.map((input) => total.get(input) ?? 0)))
  }
  return Math.max(0, ...total.values())
}

function leftOf(
  { state, startedAt, iterations }: NodeRun,
  now: number,
  progress: RunProgress | undefined,
  typical: number | undefined,
): number | undefined {
  if (state === 'pending') return typical
  const spent = Math.max(0, now - (startedAt ?? now))
  if (progress?.total && progress.done > 0) {
    return Math.max(0, (spent * (progress.total - progress.done)) / progress.done)
  }
  const turns = iterations ? iterations.completed + iterations.failed : 0
  if (iterations?.of && turns > 0) return (spent * Math.max(0, iterations.of - turns)) / turns
  return typical === undefined ? undefined : Math.max(0, typical - spent)
}
