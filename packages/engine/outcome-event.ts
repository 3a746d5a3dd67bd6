import { message, type Text } from '@aw-flow/messages'
import { error, type NodeReport, type Problem, type RunEventBody } from '@aw-flow/schema'
import type { NodeResult } from './define-node.ts'
import { NodeError } from './node-error.ts'
import { notJson } from './text/not-json.ts'
import type { NodeInstance } from './record/instance-key.ts'
import type { Continuation } from './scheduler/effects.ts'

/** The properties of events that identify a node instance. */
export const placeOf = ({ node, scope }: NodeInstance): { node: string; scope?: string[] } =>
  scope?.length ? { node, scope: [...scope] } : { node }

/** Throws a `NodeError` if a value is not JSON: records and journals store nothing else. */
function mustBeJson(
  { node }: NodeInstance,
  what: Text,
  port: string | undefined,
  value: unknown,
  json: WeakSet<object>,
): void {
  const wrong = notJson(value, json)
  if (!wrong) return
  const place = wrong.path === '' ? what : message('json.at', { what, path: wrong.path })
  const where = { node, ...(port === undefined ? {} : { port }) }
  throw new NodeError('permanent', error('node.not-json', { node, place, reason: wrong.why }, { where }))
}

/**
 * The event for the result of a node.
 *
 * @param options.json Caches values that were validated as JSON.
 * @throws NodeError If the result contains something that is not JSON.
 */
export function outcomeEvent(
  instance: NodeInstance,
  { outputs, report, problems = [], taken, wait, iterate }: NodeResult,
  { continuation, ms, json }: { continuation: Continuation | undefined; ms: number; json: WeakSet<object> },
): RunEventBody {
  const place = placeOf(instance)
  if (wait) {
    if (wait.kind === 'approval') mustBeJson(instance, message('json.what-it-shows', {}), undefined, wait.shown, json)
    return { type: 'node-waiting', ...place, waitFor: wait }
  }
  for (const port in outputs) {
    const value = outputs[port]!
    if (value.kind === 'json') mustBeJson(instance, message('json.output', { port }), port, value.json, json)
  }
  if (report) mustBeJson(instance, message('json.its-report', {}), undefined, report.report, json)
  if (continuation?.kind === 'next') {
    const { iteration } = continuation
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
