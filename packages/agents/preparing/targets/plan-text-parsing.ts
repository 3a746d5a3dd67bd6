import { message, type Message } from '@aw-flow/messages'
import type { Operation } from '@aw-flow/schema/internal'
import { resolveCurrency } from '../../loading/columns/currencies.ts'
import type { InferredColumn } from '../../loading/columns/infer-column.ts'
import type { TextColumnValues } from './inspect-texts.ts'

/**
 * Plans the operations that parse a text column. They set null markers to null, remove symbols and separators, and
 * convert the rest to the inferred type. Values in `misfits` become null.
 *
 * @param makeCurrencyName Returns a name for the column that receives the currency symbols.
 * @returns An empty list if the column remains text, or if no operation parses its format completely (month names in
 * other languages, durations, numbers with more digits than a DOUBLE can represent).
 */
export function planTextParsing(
  column: string,
  { values, inferredColumn }: TextColumnValues,
  makeCurrencyName: () => string,
): Operation[] {
  const conversion = planConversion(column, inferredColumn, values.length, makeCurrencyName)
  if (!conversion) return []
  const emptyStrings = values.some(({ value }) => value === '') ? [''] : []
  return [...planNullMarkers(column, [...inferredColumn.nulls, ...emptyStrings]), ...conversion]
}

/** Plans an operation that sets null markers to null. Returns an empty list if none are given. */
export function planNullMarkers(column: string, nullMarkers: readonly string[]): Operation[] {
  const reason = message('prepare.reason-null-words', {})
  return nullMarkers.length === 0 ? [] : [{ op: 'empty-texts', reason, column, texts: [...nullMarkers] }]
}

/** Returns a noun phrase for the values of a type, such as "whole numbers". */
export const describeType = (type: string): Message =>
  message('prepare.type', { type: type.startsWith('DECIMAL') ? 'DOUBLE' : type })

function planConversion(
  column: string,
  inferredColumn: InferredColumn,
  count: number,
  makeCurrencyName: () => string,
): Operation[] | undefined {
  const { type, format } = inferredColumn
  const fittingCount = count - inferredColumn.misfits.length
  const reason =
    fittingCount === count
      ? message('prepare.reason-all-of-type', { type: describeType(type) })
      : message('prepare.reason-mostly-of-type', { fitting: fittingCount, distinct: count, type: describeType(type) })
  if (type === 'BIGINT' || type === 'DOUBLE') return planNumberParsing(column, inferredColumn, reason, makeCurrencyName)
  if (type === 'BOOLEAN') return planBooleanParsing(column, inferredColumn, reason)
  if (type === 'DATE' || type === 'TIMESTAMP') {
    if (inferredColumn.months !== undefined) return undefined
    const stripOperations = (inferredColumn.strip ?? []).map((find): Operation => ({
      op: 'replace',
      reason,
      column,
      find,
      with: '',
    }))
    const parseOperation: Operation =
      format === undefined ? { op: 'cast', reason, column, type } : { op: 'parse-date', reason, column, format, type }
    return [...stripOperations, parseOperation]
  }
  return type === 'TIME' && format === undefined ? [{ op: 'cast', reason, column, type }] : undefined
}

function planNumberParsing(
  column: string,
  inferredColumn: InferredColumn,
  reason: Message,
  makeCurrencyName: () => string,
): Operation[] {
  const { type, decimal = '.', thousands: separators = '', strip = [], unit } = inferredColumn
  const { minus, minusBehind, minusBrackets } = inferredColumn
  // An operation supports only one thousands separator. Others, such as spaces of different widths, are stripped like
  // symbols.
  const [thousands = '', ...otherSeparators] = separators
  const operations: Operation[] = []
  if (minus !== undefined) operations.push({ op: 'replace', reason, column, find: minus, with: '-' })
  if (minusBrackets) {
    const find = '^([^()]*)\\(([^()]*)\\)([^()]*)$'
    operations.push({ op: 'replace', reason, column, find, with: '-\\1\\2\\3', isPattern: true })
  }
  const isMoney = unit !== undefined && resolveCurrency(unit) !== undefined && strip.some((part) => part.trim() !== '')
  if (isMoney) {
    const currency = makeCurrencyName()
    operations.push({
      op: 'parse-currency',
      reason: message('prepare.reason-currency', { unit, column: currency }),
      column,
      signs: [...strip, ...otherSeparators].filter((part) => part !== ' ' && part !== '\u00a0'),
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
      strip: [...strip, ...otherSeparators],
      decimal,
      thousands,
    })
  }
  return type === 'BIGINT' ? [...operations, { op: 'cast', reason, column, type }] : operations
}

function planBooleanParsing(
  column: string,
  { trueValues = [], falseValues = [] }: InferredColumn,
  reason: Message,
): Operation[] {
  const cast: Operation = { op: 'cast', reason, column, type: 'BOOLEAN' }
  const replacements = [
    ...trueValues.map((from) => ({ from, to: 'true' })),
    ...falseValues.map((from) => ({ from, to: 'false' })),
  ].filter(({ from, to }) => from !== to)
  return replacements.length === 0
    ? [cast]
    : [{ op: 'map-values', reason, column, values: replacements, others: 'keep' }, cast]
}
