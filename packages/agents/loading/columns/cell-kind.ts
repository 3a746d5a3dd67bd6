import { parseDateTemplate } from './date-template.ts'
import { dashes, percentSymbols, splitAmount } from './split-amount.ts'

/**
 * The kind of value that a single cell appears to contain. A column's type depends on all of its cells; see
 * `inferColumn`.
 */
export type CellKind =
  | 'empty'
  | 'integer'
  | 'number'
  | 'money'
  | 'percent'
  | 'date'
  | 'time'
  | 'datetime'
  | 'boolean'
  | 'null'
  | 'url'
  | 'email'
  | 'code'
  | 'text'

/**
 * Month names and abbreviations in the most common languages. With these, most cells can be classified without calling
 * the slower `parseDateTemplate`.
 */
const monthPattern =
  '(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|janv|févr|mars|avr|mai|juin|juil|août|okt|dez|ene|abr|ago|dic|mrz|mär|january|february|march|april|june|july|august|september|october|november|december)'
/**
 * Matches numeric dates ("1.2.2024") and dates with a month name in the middle ("1 May 2024") or at the start ("May 1,
 * 2024").
 */
const datePattern = `(?:\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}|\\d{1,2}[-/. ]${monthPattern}\\.?[-/., ]{1,2}\\d{2,4}|${monthPattern}\\.?[-/ ]\\d{1,2}(?:st|nd|rd|th)?,?[-/ ]\\d{2,4})`

/** The pattern of each kind. The first one that matches determines the kind. */
const patterns: [CellKind, RegExp][] = [
  ['integer', new RegExp(`^[+${dashes}]?\\d+$`)],
  [
    'number',
    new RegExp(
      `^[+${dashes}]?(?:\\d+[.,]\\d+|\\d+[.,]|[.,]\\d+|\\d{1,3}(?:[,. '\u00a0\u202f’]\\d{3})+(?:[.,]\\d+)?|\\d+(?:[.,]\\d*)?[eE][+-]?\\d+|inf(?:inity)?)$`,
      'i',
    ),
  ],
  ['time', /^\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[ap]\.?m\.?)?$/i],
  [
    'date',
    new RegExp(`^(?:${datePattern}|${monthPattern}[-/ ]\\d{2,4}|\\d{4}[-/]${monthPattern}|\\d{4}[-/]\\d{2})\\.?$`, 'i'),
  ],
  [
    'datetime',
    new RegExp(
      `^${datePattern}[T ,]+\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?\\s?(?:[ap]m)?\\s?(?:Z|UTC|GMT|[+-]\\d{2}:?(?:\\d{2})?)?$`,
      'i',
    ),
  ],
  ['boolean', /^(?:true|false|yes|no|y|n|t|f)$/i],
  ['null', /^(?:n\/?a|#n\/a|<na>|nan|null|none|nil|-+|\.+|\?|\\n|unknown|not available)$/i],
  ['email', /^[^\s@,;]+@[^\s@,;]+\.[a-z]{2,}$/i],
  ['url', /^(?:(?:https?|ftps?):\/\/|(?:www|ftp)\.)\S+$/i],
]

/** Classifies a cell by its trimmed text. Cells with more than 60 characters are classified as URLs or text. */
export function classifyCell(text: string): CellKind {
  const cell = text.trim()
  if (cell === '') return 'empty'
  if (cell.length > 60) return /^(?:https?|ftps?):\/\/\S+$/i.test(cell) ? 'url' : 'text'
  for (const [kind, pattern] of patterns) if (pattern.test(cell)) return kind
  const amount = /\d/.test(cell) ? splitAmount(cell) : undefined
  if (amount?.unit !== undefined) return percentSymbols.has(amount.unit) ? 'percent' : 'money'
  if (amount?.minus === 'brackets') return 'money'
  const date = parseDateTemplate(cell)
  if (date) return date.hasTime ? 'datetime' : 'date'
  return /\d/.test(cell) && !/\s/.test(cell) ? 'code' : 'text'
}

/**
 * Returns whether a kind is recognized by a distinctive format. This is not the case for text, codes, booleans and null
 * markers.
 */
export const hasDistinctiveFormat = (kind: CellKind): boolean =>
  kind !== 'empty' && kind !== 'text' && kind !== 'code' && kind !== 'boolean' && kind !== 'null'

/**
 * Merges kinds that may be mixed in a column. All kinds of numbers become `number`, and dates with and without a time
 * become `date`.
 */
export const toBroadKind = (kind: CellKind): string =>
  kind === 'integer' || kind === 'money' || kind === 'percent' ? 'number' : kind === 'datetime' ? 'date' : kind

/**
 * Returns the shape of a cell. Each run of letters becomes `a`, each run of digits `9`, and each run of whitespace a
 * single space.
 */
export const toCellShape = (text: string): string =>
  text
    .slice(0, 40)
    .replace(/[\p{L}\p{M}]+/gu, 'a')
    .replace(/\d+/g, '9')
    .replace(/\s+/g, ' ')
