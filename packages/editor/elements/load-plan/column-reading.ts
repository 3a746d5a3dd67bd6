import type { Text } from '@aw-flow/messages'
import type { PlannedColumn } from '@aw-flow/schema'

/** The types that a column can be read as, in display order. */
export const readableTypes = ['VARCHAR', 'BIGINT', 'DOUBLE', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'TIME', 'UUID'] as const

/** Date formats (strptime) with examples; those that match the cells are listed first. */
const dateForms: readonly { format: string; type: 'DATE' | 'TIMESTAMP' | 'TIME'; looks: RegExp }[] = [
  { format: '%d.%m.%Y', type: 'DATE', looks: /^\d{1,2}\.\d{1,2}\.\d{4}$/ },
  { format: '%d.%m.%y', type: 'DATE', looks: /^\d{1,2}\.\d{1,2}\.\d{2}$/ },
  { format: '%m/%d/%Y', type: 'DATE', looks: /^\d{1,2}\/\d{1,2}\/\d{4}$/ },
  { format: '%d/%m/%Y', type: 'DATE', looks: /^\d{1,2}\/\d{1,2}\/\d{4}$/ },
  { format: '%m/%d/%y', type: 'DATE', looks: /^\d{1,2}\/\d{1,2}\/\d{2}$/ },
  { format: '%d/%m/%y', type: 'DATE', looks: /^\d{1,2}\/\d{1,2}\/\d{2}$/ },
  { format: '%d-%m-%Y', type: 'DATE', looks: /^\d{1,2}-\d{1,2}-\d{4}$/ },
  { format: '%m-%d-%Y', type: 'DATE', looks: /^\d{1,2}-\d{1,2}-\d{4}$/ },
  { format: '%Y/%m/%d', type: 'DATE', looks: /^\d{4}\/\d{1,2}\/\d{1,2}$/ },
  { format: '%Y.%m.%d', type: 'DATE', looks: /^\d{4}\.\d{1,2}\.\d{1,2}$/ },
  { format: '%Y%m%d', type: 'DATE', looks: /^\d{8}$/ },
  { format: '%d %b %Y', type: 'DATE', looks: /^\d{1,2} \p{L}{3} \d{4}$/u },
  { format: '%d-%b-%Y', type: 'DATE', looks: /^\d{1,2}-\p{L}{3}-\d{4}$/u },
  { format: '%b %d, %Y', type: 'DATE', looks: /^\p{L}{3} \d{1,2}, \d{4}$/u },
  { format: '%B %d, %Y', type: 'DATE', looks: /^\p{L}{4,} \d{1,2}, \d{4}$/u },
  { format: '%d %B %Y', type: 'DATE', looks: /^\d{1,2} \p{L}{4,} \d{4}$/u },
  { format: '%d.%m.%Y %H:%M', type: 'TIMESTAMP', looks: /^\d{1,2}\.\d{1,2}\.\d{4} \d{1,2}:\d\d$/ },
  { format: '%d.%m.%Y %H:%M:%S', type: 'TIMESTAMP', looks: /^\d{1,2}\.\d{1,2}\.\d{4} \d{1,2}:\d\d:\d\d$/ },
  { format: '%m/%d/%Y %H:%M', type: 'TIMESTAMP', looks: /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d$/ },
  { format: '%d/%m/%Y %H:%M', type: 'TIMESTAMP', looks: /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d$/ },
  { format: '%m/%d/%Y %I:%M %p', type: 'TIMESTAMP', looks: /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d [AaPp][Mm]$/ },
  { format: '%Y%m%d%H%M%S', type: 'TIMESTAMP', looks: /^\d{14}$/ },
  { format: '%I:%M %p', type: 'TIME', looks: /^\d{1,2}:\d\d [AaPp][Mm]$/ },
  { format: '%H.%M', type: 'TIME', looks: /^\d{1,2}\.\d\d$/ },
]

/** The possible date formats, best matches first; without `texts`, all formats of the type. */
export function dateFormats(type: string, texts: readonly string[]): string[] {
  const filled = texts.map((text) => text.trim()).filter(Boolean)
  const share = (looks: RegExp): number => filled.filter((text) => looks.test(text)).length
  return dateForms
    .filter((form) => form.type === type)
    .map((form, order) => ({ ...form, order, fits: share(form.looks) }))
    .sort((one, other) => other.fits - one.fits || one.order - other.order)
    .map(({ format }) => format)
}

/**
 * Changes the type of a column. Options of the old type are dropped. Options of the new type are derived from its cells
 * (`texts`): a date format unless it is ISO 8601, a decimal comma, values for true and false.
 */
export function readAs(column: PlannedColumn, type: string, texts: readonly string[]): PlannedColumn {
  const { name, sourceName, path, nulls } = column
  const plain: PlannedColumn = {
    name,
    ...(sourceName === undefined ? {} : { sourceName }),
    ...(path === undefined ? {} : { path }),
    type,
    nulls,
  }
  const filled = texts.map((text) => text.trim()).filter((text) => text !== '' && !nulls.includes(text))
  if (isNumber(type)) {
    const { decimal, thousands, strip, minus, minusBehind } = column
    if (isNumber(column.type))
      return {
        ...plain,
        ...(decimal ? { decimal } : {}),
        ...(thousands ? { thousands } : {}),
        ...(strip ? { strip } : {}),
        ...(minus ? { minus } : {}),
        ...(minusBehind ? { minusBehind } : {}),
      }
    const comma = filled.some((text) => /\d,\d{1,2}$|,\d{4,}$/.test(text))
    const points = filled.some((text) => /\d\.\d{3}(?:\D|$)/.test(text))
    return { ...plain, ...(comma ? { decimal: ',' } : {}), ...(comma && points ? { thousands: '.' } : {}) }
  }
  if (isTime(type)) {
    const [best] = dateFormats(type, filled)
    const form = dateForms.find(({ format }) => format === best)
    const fits = form && filled.some((text) => form.looks.test(text))
    return { ...plain, ...(fits && best !== undefined ? { format: best } : {}) }
  }
  if (type === 'BOOLEAN') {
    const values = [...new Set(filled)]
    if (values.length !== 2 || values.every((word) => /^(?:true|false)$/i.test(word))) return plain
    const yes = values.find((word) => /^(?:y|yes|t|1|on|ja|j|oui|o|si|sí|s|x|wahr|vrai)$/i.test(word)) ?? values[0]
    return { ...plain, trueValues: values.filter((word) => word === yes), falseValues: values.filter((w) => w !== yes) }
  }
  return plain
}

/** The alternative to `found` that the evidence names; `undefined` if it cannot be chosen. */
export function readAsConsidered(
  found: PlannedColumn,
  value: Text,
  texts: readonly string[],
): PlannedColumn | undefined {
  const { decimal, thousands, ...unmarked } = found
  // Version 0.1 stored the readings of ambiguous numbers as English text.
  const isReading = (code: string, stored: string): boolean =>
    typeof value === 'string' ? value.startsWith(stored) : value.code === code
  if (isReading('loading.decimal-reading', 'DOUBLE with ') && thousands)
    return { ...unmarked, type: 'DOUBLE', ...(thousands === ',' ? { decimal: ',' } : {}) }
  if (isReading('loading.thousands-reading', 'BIGINT with '))
    return { ...unmarked, type: 'BIGINT', thousands: decimal ?? '.' }
  if (typeof value !== 'string') return undefined
  if (value.includes('%')) return { ...found, format: value }
  return readableTypes.some((type) => type === value) ? readAs(found, value, texts) : undefined
}

export const isNumber = (type: string): boolean => /INT|DOUBLE|FLOAT|DECIMAL/.test(type)
export const isTime = (type: string): boolean => type === 'DATE' || type === 'TIME' || type === 'TIMESTAMP'

/** Parses values that a user has separated by commas; a comma itself is written `","`. */
export function parseList(text: string): string[] {
  const values = text.match(/"[^"]*"|[^,]+/g) ?? []
  return values
    .map((word) => word.trim())
    .map((word) => (/^".*"$/.test(word) ? word.slice(1, -1) : word))
    .filter((word) => word !== '')
}

/** Values as text, separated by commas. */
export const formatList = (values: readonly string[]): string =>
  values.map((word) => (/^\s|\s$|[,"]/.test(word) ? `"${word}"` : word)).join(', ')
