import { message, type Message, type MessageCode } from '@aw-flow/messages'
import { defined } from '@aw-flow/schema'
import type { Finding, FindingKind } from '@aw-flow/schema/internal'
import type { Predictor } from './dependencies/predictor.ts'
import type { EncodedTable } from './encoded-table.ts'
import type { ScoredCell } from './scoring/score-cell.ts'

/** The parameters of a finding's message. */
export type FindingParams = Readonly<Record<string, string | number | Message>>

/** Creates the message that explains a finding or a group of findings, based on its kind. */
export const createFindingReason = (kind: FindingKind, params: FindingParams): Message => ({
  code: `finding.${kind}` satisfies MessageCode,
  params,
})

/**
 * Creates the finding for a scored cell.
 *
 * @param key - The cell's key: `row * columns.length + columnIndex`.
 */
export function createFinding(
  { columns }: EncodedTable,
  key: number,
  { value, logOdds, source, support }: ScoredCell,
): Finding {
  const column = columns[key % columns.length] as EncodedTable['columns'][number]
  const row = Math.floor(key / columns.length)
  const observed = column.values[column.observedCodes[row] as number] as string
  const reason =
    'reason' in source
      ? source.reason
      : describeReason(
          source,
          columns.map(({ name }) => name),
          value,
          support,
        )
  return defined({
    row: row + 1,
    column: column.name,
    value: observed,
    repair: value,
    rule: 'rule' in source ? source.rule : 'dependency',
    kind: kindsByReason[reason.code],
    reason,
    confidence: toConfidence(logOdds),
  })
}

/** Reasons of findings that are a kind of their own. */
const kindsByReason: Readonly<Partial<Record<string, FindingKind>>> = {
  'finding.null-value': 'missing-word',
  'finding.fewer-decimals': 'rounded',
}

/** No finding is certain. This is displayed as 98%. */
export const maxConfidence = 0.98

/** Converts log odds to a probability, rounded to three decimal places and limited to `maxConfidence`. */
export const toConfidence = (logOdds: number): number =>
  Math.min(maxConfidence, Math.round(1000 / (1 + Math.exp(-logOdds))) / 1000)

function describeReason(
  { sourceIndexes, parts }: Predictor,
  names: readonly string[],
  value = '',
  support?: ScoredCell['support'],
): Message {
  const columns = sourceIndexes.map((columnIndex, index): Message => {
    const column = names[columnIndex] ?? ''
    const part = parts?.[index]
    if (part === undefined) return message('finding.column', { column })
    return typeof part === 'number'
      ? message('finding.column-start', { length: part, column })
      : message('finding.column-part', { part, column })
  })
  return support
    ? message('finding.dependency', { ...support, columns, value })
    : message('finding.dependency.rows', { columns, value })
}
