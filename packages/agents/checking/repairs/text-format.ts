import { message, type Message } from '@aw-flow/messages'
import type { EncodedColumn } from '../encoded-table.ts'

/** Statistics about the formats that occur in a column, as shares of its cells. */
export interface FormatStatistics {
  /** Cells with leading or trailing whitespace. */
  paddedShare: number
  /** Cells with repeated spaces. */
  doubledShare: number
  /** Cells that are enclosed in quotation marks. */
  quotedShare: number
  /** Cells that end with a period. */
  trailingPeriodShare: number
}

/** A format is unusual in a column if its share of cells is below this value. */
const maxUnusualShare = 0.005
/** Longer values may be sentences, which legitimately end with a period. */
const maxTrailingPeriodLength = 60

/** Measures how often each format occurs in a column. */
export function measureFormats(column: EncodedColumn): FormatStatistics {
  const cellCounts = { padded: 0, doubled: 0, quoted: 0, dotted: 0 }
  let nonEmptyCount = 0
  for (let code = 1; code < column.values.length; code++) {
    const cellCount = column.counts[code] as number
    if (cellCount === 0) continue
    const text = column.values[code] as string
    nonEmptyCount += cellCount
    if (text !== text.trim()) cellCounts.padded += cellCount
    if (/\S\s{2,}\S/.test(text)) cellCounts.doubled += cellCount
    if (isQuoted(text)) cellCounts.quoted += cellCount
    if (text.endsWith('.')) cellCounts.dotted += cellCount
  }
  const computeShare = (count: number): number => count / Math.max(1, nonEmptyCount)
  return {
    paddedShare: computeShare(cellCounts.padded),
    doubledShare: computeShare(cellCounts.doubled),
    quotedShare: computeShare(cellCounts.quoted),
    trailingPeriodShare: computeShare(cellCounts.dotted),
  }
}

/**
 * Returns whether the whole value is enclosed in quotation marks. Returns `false` if there are further quotation marks
 * inside, because then perhaps only the first and last words are quoted.
 */
const isQuoted = (text: string): boolean => text.length > 2 && /^["'“”„«][^"'“”„«»]+["'“”»]$/u.test(text)

/** Converts a value to its column's usual format and lists the deviations. Returns `undefined` if there are none. */
export function toUsualFormat(
  text: string,
  formatStatistics: FormatStatistics,
): { text: string; deviations: readonly Message[] } | undefined {
  let result = text
  const deviations: Message[] = []
  const applyChange = (
    replacement: string,
    deviation: 'quotes' | 'surrounding-space' | 'repeated-space' | 'period',
  ) => {
    if (replacement === result || replacement === '') return
    result = replacement
    deviations.push(message(`finding.format-${deviation}`, {}))
  }
  if (formatStatistics.quotedShare < maxUnusualShare && isQuoted(result)) applyChange(result.slice(1, -1), 'quotes')
  if (formatStatistics.paddedShare < maxUnusualShare) applyChange(result.trim(), 'surrounding-space')
  if (formatStatistics.doubledShare < maxUnusualShare)
    applyChange(result.replace(/(\S)\s{2,}(?=\S)/g, '$1 '), 'repeated-space')
  if (
    formatStatistics.trailingPeriodShare < maxUnusualShare &&
    result.length >= 4 &&
    result.length <= maxTrailingPeriodLength &&
    result.endsWith('.') &&
    !endsInAbbreviation(result)
  )
    applyChange(result.slice(0, -1), 'period')
  return deviations.length > 0 ? { text: result, deviations } : undefined
}

/**
 * Returns whether two values differ only in leading or trailing whitespace that is usual in the column. Neither value
 * is an error in this case.
 */
export const isUsualFormatDifference = ({ paddedShare }: FormatStatistics, a: string, b: string): boolean =>
  paddedShare >= maxUnusualShare && a.trim() === b.trim()

const endsInAbbreviation = (text: string): boolean =>
  (/(?:^|[^\p{L}\p{N}])\p{L}{1,4}\.$/u.test(text) && /\s/.test(text)) || /\.[^\s]{0,3}\.$/u.test(text)
