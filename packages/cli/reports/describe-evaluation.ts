import { formatCost } from '@aw-flow/messages'
import type { EvaluationResult } from '../commands/run/evaluate.ts'
import { formatTable } from '../terminal/format-table.ts'
import { pluralize } from './describe-load.ts'

const maxFailedCases = 20

/** Describes an evaluation as text: the score, tokens and cost, and the first failed cases. */
export function describeEvaluation(
  { total, passed, score, tokens, cost, unpricedCalls, cases }: EvaluationResult,
  width: number,
): string {
  const usage = [
    ...(tokens > 0 ? [pluralize(tokens, 'token')] : []),
    ...(cost !== null && cost > 0 ? [`cost ${formatCost(cost)}`] : []),
    ...(unpricedCalls > 0 ? [`${pluralize(unpricedCalls, 'request')} without a price`] : []),
  ]
  const summary = [`${passed} of ${pluralize(total, 'case')} passed (${(100 * score).toFixed(1)}%)`, ...usage].join(
    '; ',
  )
  const failedCases = cases.filter(({ isPassed }) => !isPassed)
  if (failedCases.length === 0) return `${summary}.`
  const toText = (value: unknown): string | null =>
    value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value)
  const table = formatTable(
    [{ title: 'case' }, { title: 'input' }, { title: 'expected' }, { title: 'answer' }, { title: 'reason' }],
    failedCases
      .slice(0, maxFailedCases)
      .map(({ name, input, expected, answer, reason }) => [
        name,
        toText(input),
        toText(expected),
        toText(answer),
        reason,
      ]),
    width,
  )
  const omittedLine =
    failedCases.length > maxFailedCases ? [`and ${failedCases.length - maxFailedCases} more failed cases`] : []
  return [`${summary}.`, [table, ...omittedLine].join('\n')].join('\n\n')
}
