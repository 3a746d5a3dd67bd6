import { message } from '@aw-flow/messages'
import { quoteIdentifier, sql } from '@aw-flow/engine'
import type { DeepFinding, ProfileSample } from '@aw-flow/schema/internal'
import { estimateSampleError } from '../profile-source.ts'
import { findComparableColumns, addSampleInfo, toSampleField, type DeepSource } from './deep-source.ts'

const maxSampledRows = 10_000
const maxPatterns = 5
const columnsPerBatch = 20

/**
 * Returns the pattern of a value. Digits become 9, uppercase letters A, and other letters a. A run of one of these
 * symbols becomes the symbol followed by "+". All other characters are unchanged: "AB-123" becomes "A+-9+".
 */
export const toPattern = (value: string): string =>
  value
    .replaceAll(/\p{Nd}/gu, '9')
    .replaceAll(/(?!\p{Lu})\p{L}/gu, 'a')
    .replaceAll(/\p{Lu}/gu, 'A')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/([9Aa])\1+/g, '$1+')

/**
 * Finds the patterns of text columns in which a few patterns cover most values, such as codes, formatted numbers and
 * dates.
 */
export async function* findPatterns(source: DeepSource): AsyncGenerator<DeepFinding> {
  const textColumns = findComparableColumns(source).filter(
    ({ type, texts: text }) => type === 'VARCHAR' && (text?.longest ?? 0) <= 200,
  )
  const step = Math.max(1, Math.ceil(source.table.rows / maxSampledRows))
  for (let start = 0; start < textColumns.length; start += columnsPerBatch) {
    const batch = textColumns.slice(start, start + columnsPerBatch)
    const cells = batch.map(
      ({ name: column, index }) => sql`${quoteIdentifier(column)} AS ${quoteIdentifier(`v${index}`)}`,
    )
    const rows = await source.queryRows(
      sql`SELECT ${cells} FROM ${source.relation} WHERE rowid % ${step} = 0 LIMIT ${maxSampledRows}`,
    )
    const sample =
      step > 1 ? { rows: rows.length, of: source.table.rows, error: estimateSampleError(rows.length) } : undefined
    for (const { name: column, index } of batch) {
      const values = rows.map((row) => row[`v${index}`]).filter((value) => typeof value === 'string')
      const finding = findColumnPatterns(column, values, sample)
      if (finding) yield finding
    }
  }
}

function findColumnPatterns(
  column: string,
  values: readonly string[],
  sample: ProfileSample | undefined,
): DeepFinding | undefined {
  const countsByPattern = new Map<string, { count: number; example: string }>()
  for (const value of values) {
    const pattern = toPattern(value)
    const existingEntry = countsByPattern.get(pattern)
    if (existingEntry) existingEntry.count++
    else countsByPattern.set(pattern, { count: 1, example: value })
  }
  const sortedPatterns = [...countsByPattern]
    .map(([pattern, { count, example }]) => ({
      pattern,
      count,
      share: Number((count / values.length).toFixed(4)),
      example,
    }))
    .toSorted((a, b) => b.count - a.count || (a.pattern < b.pattern ? -1 : 1))
  const patterns = sortedPatterns.slice(0, maxPatterns)
  const coveredFraction = patterns.reduce((sum, { count }) => sum + count, 0) / Math.max(1, values.length)
  if (values.length < 5 || coveredFraction < 0.8) return undefined
  const topPattern = patterns[0]!
  const otherCount = values.length - topPattern.count
  const { pattern, share } = topPattern
  const text =
    otherCount === 0
      ? message('profile.pattern', { column, pattern })
      : message('profile.patterns', { column, pattern, share, others: sortedPatterns.length - 1 })
  return { kind: 'pattern', column, patterns, message: addSampleInfo(text, sample), ...toSampleField(sample) }
}
