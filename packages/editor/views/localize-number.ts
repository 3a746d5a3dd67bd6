import { defaultLanguage } from '@aw-flow/messages'
import { isNumeric } from './format-cell.ts'

/** Number separators, keyed by language. Cached because creating an `Intl.NumberFormat` for each cell is slow. */
const separators = new Map<string, { group: string; decimal: string }>()

/** Returns the thousands and decimal separators for a language. */
export function getSeparators(language: string): { group: string; decimal: string } {
  let cached = separators.get(language)
  if (!cached) {
    const parts = new Intl.NumberFormat(language).formatToParts(-1_234_567.5)
    const findPart = (type: string): string => parts.find((candidate) => candidate.type === type)?.value ?? ''
    cached = { group: findPart('group') || ',', decimal: findPart('decimal') || '.' }
    separators.set(language, cached)
  }
  return cached
}

/**
 * Formats a cell for display. Text is returned unchanged unless the column is numeric. For `shouldGroupFourDigits`, see
 * `localizeNumber`.
 */
export const localizeCell = (
  text: string,
  type: string,
  language = defaultLanguage,
  shouldGroupFourDigits = false,
): string =>
  isNumeric(type)
    ? localizeNumber(text, language, { isDouble: /^(DOUBLE|FLOAT|REAL)$/.test(type), shouldGroupFourDigits })
    : text

/** Digit width in CSS pixels, at the default text size in a wide font. */
const digitWidth = 8.3
/** Separator width in CSS pixels. */
const separatorWidth = 5
/** Width of a letter or currency symbol in CSS pixels. */
const letterWidth = 10

/** Estimates the width of a formatted number in CSS pixels. */
export const measureNumber = (text: string, scale = 1): number => {
  let width = 0
  for (const character of text)
    width += /[\d+\-eE]/.test(character)
      ? digitWidth
      : /[^\p{L}\p{Sc}%]/u.test(character)
        ? separatorWidth
        : letterWidth
  return width * scale
}

/**
 * Maximum number of significant digits of a displayed double. An exact double needs up to 17, but the last two usually
 * show only the binary rounding error.
 */
const maxDoubleDigits = 15

/**
 * Formats a number for display with the thousands and decimal separators of a language (a BCP 47 tag). Integers and
 * decimals keep all digits. Four-digit numbers are often years or codes, so they are grouped only if
 * `shouldGroupFourDigits` is set, as for columns that also have longer numbers. Doubles are rounded to at most 15
 * significant digits, so that 0.30000000000000004 becomes 0.3, and DuckDB's 99999.0 becomes 99,999.
 *
 * @param text - An exact number from `formatCell` or DuckDB. Any other text is returned unchanged.
 */
export function localizeNumber(
  text: string,
  language = defaultLanguage,
  { isDouble = false, shouldGroupFourDigits = false } = {},
): string {
  const rounded = isDouble ? roundDouble(text) : text
  const [, sign = '', integer, fraction = '', exponent = ''] =
    /^([-+]?)(\d+)(?:\.(\d+))?([eE][-+]?\d+)?$/.exec(rounded) ?? []
  if (integer === undefined) return text
  const { group, decimal } = getSeparators(language)
  const grouped =
    integer.length <= (shouldGroupFourDigits ? 3 : 4) ? integer : integer.replace(/\B(?=(?:\d{3})+$)/g, group)
  return `${sign}${grouped}${fraction === '' ? '' : `${decimal}${fraction}`}${exponent}`
}

function roundDouble(text: string): string {
  const digits = text
    .replace(/[eE][^]*/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '')
  if (digits.length > maxDoubleDigits) return String(Number(Number(text).toPrecision(maxDoubleDigits)))
  return /^[-+]?\d+\.0$/.test(text) ? text.slice(0, -2) : text
}

/**
 * Returns whether any cell has a number with more than four integer digits, or a fraction. If so, four-digit numbers in
 * the column are amounts, not years or codes, and are grouped, too.
 */
export const hasGroupedNumbers = (cells: Iterable<string | null | undefined>): boolean => {
  for (const cell of cells) if (cell && /^[-+]?(?:\d{5}|\d+\.\d*[1-9])/.test(cell)) return true
  return false
}
