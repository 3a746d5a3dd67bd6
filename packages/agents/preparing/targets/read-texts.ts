import { message, type Message } from '@aw-flow/messages'
import type { Operation } from '@aw-flow/schema'
import { currencyOf } from '../../loading/columns/currencies.ts'
import type { InferredColumn } from '../../loading/columns/infer-column.ts'
import type { ColumnTexts } from './inspect-texts.ts'

/**
 * Plans the operations that parse the texts of a column: null words become null, symbols and separators are removed,
 * and the rest is converted to its type. `misfits` become null.
 *
 * @param free - Returns a name for the column of removed currencies.
 * @returns No operations if the column remains text, or no operation parses its format completely (month names of other
 * languages, durations, numbers with more digits than a DOUBLE can represent).
 */
export function operationsToRead(column: string, { values, found }: ColumnTexts, free: () => string): Operation[] {
  const read = asValues(column, found, values.length, free)
  if (!read) return []
  const empty = values.some(({ value }) => value === '') ? [''] : []
  return [...emptied(column, [...found.nulls, ...empty]), ...read]
}

/** Sets unambiguous null words to null. */
export function emptied(column: string, texts: readonly string[]): Operation[] {
  const reason = message('prepare.reason-null-words', {})
  return texts.length === 0 ? [] : [{ op: 'empty-texts', reason, column, texts: [...texts] }]
}

/** The noun for the values of a type, such as "whole numbers". */
export const valuesOfType = (type: string): Message =>
  message('prepare.type', { type: type.startsWith('DECIMAL') ? 'DOUBLE' : type })

function asValues(column: string, found: InferredColumn, count: number, free: () => string): Operation[] | undefined {
  const { type, format } = found
  const fitting = count - found.misfits.length
  const reason =
    fitting === count
      ? message('prepare.reason-all-of-type', { type: valuesOfType(type) })
      : message('prepare.reason-mostly-of-type', { fitting, distinct: count, type: valuesOfType(type) })
  if (type === 'BIGINT' || type === 'DOUBLE') return asNumbers(column, found, reason, free)
  if (type === 'BOOLEAN') return asBooleans(column, found, reason)
  if (type === 'DATE' || type === 'TIMESTAMP') {
    if (found.months !== undefined) return undefined
    const bare = (found.strip ?? []).map((find): Operation => ({ op: 'replace', reason, column, find, with: '' }))
    const parsed: Operation =
      format === undefined ? { op: 'cast', reason, column, type } : { op: 'parse-date', reason, column, format, type }
    return [...bare, parsed]
  }
  return type === 'TIME' && format === undefined ? [{ op: 'cast', reason, column, type }] : undefined
}

function asNumbers(column: string, found: InferredColumn, reason: Message, free: () => string): Operation[] {
  const { type, decimal = '.', thousands: marks = '', strip = [], unit, minus, minusBehind } = found
  // Only one thousands separator can be passed; others (spaces of several widths) are stripped like symbols.
  const [thousands = '', ...more] = marks
  const operations: Operation[] = []
  if (minus !== undefined) operations.push({ op: 'replace', reason, column, find: minus, with: '-' })
  const isMoney = unit !== undefined && currencyOf(unit) !== undefined && strip.some((part) => part.trim() !== '')
  if (isMoney) {
    const currency = free()
    operations.push({
      op: 'parse-currency',
      reason: message('prepare.reason-currency', { unit, column: currency }),
      column,
      signs: [...strip, ...more].filter((part) => part !== ' ' && part !== '\u00a0'),
      decimal,
      thousands,
      currency,
    })
  } else {
    if (minusBehind)
      operations.push({ op: 'replace', reason, column, find: '^(.*\\d)\\s*-$', with: '-\\1', isPattern: true })
    operations.push({
      op: 'parse-number',
      reason: unit === undefined ? reason : message('prepare.reason-unit', { unit }),
      column,
      strip: [...strip, ...more],
      decimal,
      thousands,
    })
  }
  return type === 'BIGINT' ? [...operations, { op: 'cast', reason, column, type }] : operations
}

function asBooleans(
  column: string,
  { trueValues = [], falseValues = [] }: InferredColumn,
  reason: Message,
): Operation[] {
  const cast: Operation = { op: 'cast', reason, column, type: 'BOOLEAN' }
  const words = [
    ...trueValues.map((from) => ({ from, to: 'true' })),
    ...falseValues.map((from) => ({ from, to: 'false' })),
  ].filter(({ from, to }) => from !== to)
  return words.length === 0 ? [cast] : [{ op: 'map-values', reason, column, values: words, others: 'keep' }, cast]
}
