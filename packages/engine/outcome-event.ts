import { message, type Text } from '@aw-flow/messages'
import { error, defined, type NodeReport, type Problem, type RunEventBody } from '@aw-flow/schema'
import type { NodeResult } from './node/define-node.ts'
import { NodeError } from './node/node-error.ts'
import { findNonJsonValue } from './text/find-non-json-value.ts'
import type { NodeInstance } from './record/instance-key.ts'
import type { Continuation } from './scheduler/effects.ts'

/** Returns the event properties that identify a node instance. */
export const toInstanceFields = ({ node, scope }: NodeInstance): { node: string; scope?: string[] } =>
  scope?.length ? { node, scope: [...scope] } : { node }

/** Throws a `NodeError` if a value is not JSON, the only data that records and journals can store. */
function assertJson(
  { node }: NodeInstance,
  subject: Text,
  port: string | undefined,
  value: unknown,
  validatedJson: WeakSet<object>,
): void {
  const violation = findNonJsonValue(value, validatedJson)
  if (!violation) return
  const location = violation.path === '' ? subject : message('json.at', { what: subject, path: violation.path })
  const where = defined({ node, port })
  throw new NodeError(
    'permanent',
    error('node.not-json', { node, place: location, reason: violation.reason }, { where }),
  )
}

/**
 * Creates the event that records a node's result.
 *
 * @param options.validatedJson Caches values that have already been validated as JSON.
 * @throws NodeError If the result contains a value that is not JSON.
 */
export function createOutcomeEvent(
  instance: NodeInstance,
  { outputs, report, problems = [], taken, wait, iterate }: NodeResult,
  {
    continuation,
    ms,
    validatedJson,
  }: { continuation: Continuation | undefined; ms: number; validatedJson: WeakSet<object> },
): RunEventBody {
  const instanceFields = toInstanceFields(instance)
  if (wait) {
    if (wait.kind === 'approval')
      assertJson(instance, message('json.value-to-review', {}), undefined, wait.shown, validatedJson)
    return { type: 'node-waiting', ...instanceFields, waitFor: wait }
  }
  for (const port in outputs) {
    const value = outputs[port]!
    if (value.kind === 'json') assertJson(instance, message('json.output', { port }), port, value.json, validatedJson)
  }
  if (report) assertJson(instance, message('json.the-report', {}), undefined, report.report, validatedJson)
  if (continuation?.kind === 'next') {
    const { iteration } = continuation
    if (!iterate) return { type: 'iterations-done', ...instanceFields, count: iteration }
    const { totalIterations } = iterate
    return {
      type: 'iteration-started',
      ...instanceFields,
      iteration,
      values: outputs,
      ...defined({ of: totalIterations }),
    }
  }
  const table = Object.values(outputs).find((value) => value.kind === 'table')
  return {
    type: 'node-completed',
    ...instanceFields,
    outputs,
    ms,
    problems: problems.map((problem): Problem => ({ ...problem, where: { node: instance.node, ...problem.where } })),
    ...(taken ? { taken: [...taken] } : {}),
    ...(table?.kind === 'table' ? { rows: table.table.rows } : {}),
    ...(report ? { report: report satisfies NodeReport } : {}),
  }
}
