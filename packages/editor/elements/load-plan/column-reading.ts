import type { Text } from '@aw-flow/messages'
import { defined } from '@aw-flow/schema'
import type { PlannedColumn } from '@aw-flow/schema/internal'

/** Types that a column can be converted to, in display order. */
export const columnTypes = ['VARCHAR', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'TIME', 'UUID'] as const

/** Date formats in strptime notation, each with its type and a pattern for matching cells. */
const datePatterns: readonly { format: string; type: 'DATE' | 'TIMESTAMP' | 'TIME'; pattern: RegExp }[] = [
  { format: '%d.%m.%Y', type: 'DATE', pattern: /^\d{1,2}\.\d{1,2}\.\d{4}$/ },
  { format: '%d.%m.%y', type: 'DATE', pattern: /^\d{1,2}\.\d{1,2}\.\d{2}$/ },
  { format: '%m/%d/%Y', type: 'DATE', pattern: /^\d{1,2}\/\d{1,2}\/\d{4}$/ },
  { format: '%d/%m/%Y', type: 'DATE', pattern: /^\d{1,2}\/\d{1,2}\/\d{4}$/ },
  { format: '%m/%d/%y', type: 'DATE', pattern: /^\d{1,2}\/\d{1,2}\/\d{2}$/ },
  { format: '%d/%m/%y', type: 'DATE', pattern: /^\d{1,2}\/\d{1,2}\/\d{2}$/ },
  { format: '%d-%m-%Y', type: 'DATE', pattern: /^\d{1,2}-\d{1,2}-\d{4}$/ },
  { format: '%m-%d-%Y', type: 'DATE', pattern: /^\d{1,2}-\d{1,2}-\d{4}$/ },
  { format: '%Y/%m/%d', type: 'DATE', pattern: /^\d{4}\/\d{1,2}\/\d{1,2}$/ },
  { format: '%Y.%m.%d', type: 'DATE', pattern: /^\d{4}\.\d{1,2}\.\d{1,2}$/ },
  { format: '%Y%m%d', type: 'DATE', pattern: /^\d{8}$/ },
  { format: '%d %b %Y', type: 'DATE', pattern: /^\d{1,2} \p{L}{3} \d{4}$/u },
  { format: '%d-%b-%Y', type: 'DATE', pattern: /^\d{1,2}-\p{L}{3}-\d{4}$/u },
  { format: '%b %d, %Y', type: 'DATE', pattern: /^\p{L}{3} \d{1,2}, \d{4}$/u },
  { format: '%B %d, %Y', type: 'DATE', pattern: /^\p{L}{4,} \d{1,2}, \d{4}$/u },
  { format: '%d %B %Y', type: 'DATE', pattern: /^\d{1,2} \p{L}{4,} \d{4}$/u },
  { format: '%d.%m.%Y %H:%M', type: 'TIMESTAMP', pattern: /^\d{1,2}\.\d{1,2}\.\d{4} \d{1,2}:\d\d$/ },
  { format: '%d.%m.%Y %H:%M:%S', type: 'TIMESTAMP', pattern: /^\d{1,2}\.\d{1,2}\.\d{4} \d{1,2}:\d\d:\d\d$/ },
  { format: '%m/%d/%Y %H:%M', type: 'TIMESTAMP', pattern: /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d$/ },
  { format: '%d/%m/%Y %H:%M', type: 'TIMESTAMP', pattern: /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d$/ },
  { format: '%m/%d/%Y %I:%M %p', type: 'TIMESTAMP', pattern: /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d [AaPp][Mm]$/ },
  { format: '%Y%m%d%H%M%S', type: 'TIMESTAMP', pattern: /^\d{14}$/ },
  { format: '%I:%M %p', type: 'TIME', pattern: /^\d{1,2}:\d\d [AaPp][Mm]$/ },
  { format: '%H.%M', type: 'TIME', pattern: /^\d{1,2}\.\d\d$/ },
]

/** Returns the date formats for a type. Formats that match the most cells come first. */
export function rankDateFormats(type: string, cells: readonly string[]): string[] {
  const nonEmptyCells = cells.map((text) => text.trim()).filter(Boolean)
  const countMatches = (pattern: RegExp): number => nonEmptyCells.filter((text) => pattern.test(text)).length
  return datePatterns
    .filter((datePattern) => datePattern.type === type)
    .map((datePattern, order) => ({ ...datePattern, order, matchCount: countMatches(datePattern.pattern) }))
    .sort((a, b) => b.matchCount - a.matchCount || a.order - b.order)
    .map(({ format }) => format)
}

/**
 * Changes a column's type and drops the options for the old type. Options for the new type are inferred from `cells`:
 * the date format (unless it is ISO 8601), the decimal comma, and the true and false values.
 */
export function changeColumnType(column: PlannedColumn, type: string, cells: readonly string[]): PlannedColumn {
  const { name, sourceName, path, nulls } = column
  const base: PlannedColumn = defined({ name, sourceName, path, type, nulls })
  const nonEmptyCells = cells.map((text) => text.trim()).filter((text) => text !== '' && !nulls.includes(text))
  if (isNumberType(type)) {
    const { decimal, thousands, strip, minus, minusBehind, minusBrackets } = column
    if (isNumberType(column.type))
      return {
        ...base,
        ...(decimal ? { decimal } : {}),
        ...(thousands ? { thousands } : {}),
        ...defined({ strip }),
        ...(minus ? { minus } : {}),
        ...defined({ minusBehind, minusBrackets }),
      }
    const hasDecimalComma = nonEmptyCells.some((text) => /\d,\d{1,2}$|,\d{4,}$/.test(text))
    const hasThousandsDots = nonEmptyCells.some((text) => /\d\.\d{3}(?:\D|$)/.test(text))
    return {
      ...base,
      ...(hasDecimalComma ? { decimal: ',' } : {}),
      ...(hasDecimalComma && hasThousandsDots ? { thousands: '.' } : {}),
    }
  }
  if (isDateOrTimeType(type)) {
    const [bestFormat] = rankDateFormats(type, nonEmptyCells)
    const datePattern = datePatterns.find(({ format }) => format === bestFormat)
    const hasMatchingCells = datePattern && nonEmptyCells.some((text) => datePattern.pattern.test(text))
    return { ...base, ...(hasMatchingCells && bestFormat !== undefined ? { format: bestFormat } : {}) }
  }
  if (type === 'BOOLEAN') {
    const values = [...new Set(nonEmptyCells)]
    if (values.length !== 2 || values.every((value) => /^(?:true|false)$/i.test(value))) return base
    const trueValue =
      values.find((value) => /^(?:y|yes|t|1|on|ja|j|oui|o|si|sí|s|x|wahr|vrai)$/i.test(value)) ?? values[0]
    return {
      ...base,
      trueValues: values.filter((value) => value === trueValue),
      falseValues: values.filter((value) => value !== trueValue),
    }
  }
  return base
}

/** Applies an alternative from the evidence to a detected column. Returns `undefined` if it cannot be applied. */
export function applyAlternative(
  detectedColumn: PlannedColumn,
  value: Text,
  cells: readonly string[],
): PlannedColumn | undefined {
  const { decimal, thousands, ...withoutSeparators } = detectedColumn
  // Version 0.1 stored the possible interpretations of ambiguous numbers as English text.
  const isAlternative = (code: string, storedPrefix: string): boolean =>
    typeof value === 'string' ? value.startsWith(storedPrefix) : value.code === code
  if (isAlternative('loading.decimal-reading', 'DOUBLE with ') && thousands)
    return { ...withoutSeparators, type: 'DOUBLE', ...(thousands === ',' ? { decimal: ',' } : {}) }
  if (isAlternative('loading.thousands-reading', 'BIGINT with '))
    return { ...withoutSeparators, type: 'BIGINT', thousands: decimal ?? '.' }
  if (typeof value !== 'string') return undefined
  if (value.includes('%')) return { ...detectedColumn, format: value }
  return columnTypes.some((type) => type === value) ? changeColumnType(detectedColumn, value, cells) : undefined
}

export const isNumberType = (type: string): boolean => /INT|DOUBLE|FLOAT|DECIMAL/.test(type)
export const isDateOrTimeType = (type: string): boolean => type === 'DATE' || type === 'TIME' || type === 'TIMESTAMP'

/** Parses comma-separated values. A value can be quoted to contain a comma: `","`. */
export function parseList(text: string): string[] {
  const values = text.match(/"[^"]*"|[^,]+/g) ?? []
  return values
    .map((value) => value.trim())
    .map((value) => (/^".*"$/.test(value) ? value.slice(1, -1) : value))
    .filter((value) => value !== '')
}

/** Formats values as a comma-separated list, quoting values where necessary. */
export const formatList = (values: readonly string[]): string =>
  values.map((value) => (/^\s|\s$|[,"]/.test(value) ? `"${value}"` : value)).join(', ')
