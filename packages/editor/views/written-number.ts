import { usualLanguage } from '@aw-flow/messages'
import { isNumeric } from './format-cell.ts'

/** The marks of numbers by language; creating an `Intl.NumberFormat` for each cell would be slow. */
const marks = new Map<string, { group: string; decimal: string }>()

function marksOf(language: string): { group: string; decimal: string } {
  let known = marks.get(language)
  if (!known) {
    const parts = new Intl.NumberFormat(language).formatToParts(-1_234_567.5)
    const part = (type: string): string => parts.find((other) => other.type === type)?.value ?? ''
    known = { group: part('group') || ',', decimal: part('decimal') || '.' }
    marks.set(language, known)
  }
  return known
}

/** Formats a cell of a numeric column for display; texts of other columns are returned unchanged. */
export const writtenCell = (text: string, type: string, language = usualLanguage): string =>
  isNumeric(type) ? writtenNumber(text, language, { isDouble: /^(DOUBLE|FLOAT|REAL)$/.test(type) }) : text

/** Widths of digits and of other characters in numbers, in CSS pixels at the default text size, in a wide font. */
const digitWidth = 8.3
const markWidth = 5

/** The width of the text of a number in CSS pixels, rounded up. */
export const numberWidth = (text: string, scale = 1): number => {
  let width = 0
  for (const character of text) width += /[\d+\-eE]/.test(character) ? digitWidth : markWidth
  return width * scale
}

/** A double needs up to 17 digits to be exact; the last two of them show how it is stored, not what was measured. */
const maxDoubleDigits = 15

/**
 * The text of a number as people read it: thousands separators and the decimal mark of a language (a BCP 47 tag).
 * Integers and decimals keep every digit; four digits are not grouped, because a year or a code is not an amount.
 * Doubles have at most 15 significant digits: 0.30000000000000004 is 0.3.
 *
 * @param text An exact number as `formatCell` returns it; other texts are returned unchanged.
 */
export function writtenNumber(text: string, language = usualLanguage, { isDouble = false } = {}): string {
  const rounded = isDouble ? roundedDouble(text) : text
  const [, sign = '', whole, fraction = '', exponent = ''] =
    /^([-+]?)(\d+)(?:\.(\d+))?([eE][-+]?\d+)?$/.exec(rounded) ?? []
  if (whole === undefined) return text
  const { group, decimal } = marksOf(language)
  const grouped = whole.length <= 4 ? whole : whole.replace(/\B(?=(?:\d{3})+$)/g, group)
  return `${sign}${grouped}${fraction === '' ? '' : `${decimal}${fraction}`}${exponent}`
}

function roundedDouble(text: string): string {
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '')
  return digits.length <= maxDoubleDigits ? text : String(Number(Number(text).toPrecision(maxDoubleDigits)))
}
