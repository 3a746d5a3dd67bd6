import type { NodeReport, Problem, RunEventBody } from '@aw-flow/schema'
import type { NodeResult } from './define-node.ts'
import type { NodeInstance } from './record/instance-key.ts'
import type { Turn } from './scheduler/effects.ts'

/** How events name a node instance. */
export const placeOf = ({ node, scope }: NodeInstance): { node: string; scope?: string[] } =>
  scope?.length ? { node, scope: [...scope] } : { node }

/** The event that a node's answer comes to. */
export function outcomeEvent(
  instance: NodeInstance,
  { outputs, report, problems = [], taken, wait, iterate }: NodeResult,
  { turn, ms }: { turn: Turn | undefined; ms: number },
): RunEventBody {
  const place = placeOf(instance)
  if (wait) return { type: 'node-waiting', ...place, waitFor: wait }
  if (turn?.kind === 'next') {
    const { iteration } = turn
    if (!iterate) return { type: 'iterations-done', ...place, count: iteration }
    const { of } = iterate
    return { type: 'iteration-started', ...place, iteration, values: outputs, ...(of === undefined ? {} : { of }) }
  }
  const table = Object.values(outputs).find((value) => value.kind === 'table')
  return {
    type: 'node-completed',
    ...place,
    outputs,
    ms,
    problems: problems.map((problem): Problem => ({ ...problem, where: { node: instance.node, ...problem.where } })),
    ...(taken ? { taken: [...taken] } : {}),
    ...(table?.kind === 'table' ? { rows: table.table.rows } : {}),
    ...(report ? { report: report satisfies NodeReport } : {}),
  }
}
