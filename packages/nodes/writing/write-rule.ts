import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column, ColumnRule } from '@aw-flow/schema'
import { linkColumns, type LinkedToken } from '../ask-data/link-columns.ts'
import { readConditions } from '../ask-data/read-conditions.ts'
import { escapeLiteral, writePatternFromDescription } from './write-pattern.ts'

/** A rule written from a description, and the words that were not understood. */
export interface WrittenRule {
  readonly rule: ColumnRule | undefined
  readonly unknownWords: readonly string[]
}

type PartialRule = Partial<Omit<ColumnRule, 'name'>>

/** English and German phrases, in lower case without diacritics, and the requirement that each phrase expresses. */
const requirementPhrases: readonly (readonly [phrase: RegExp, part: (column: Column) => PartialRule])[] = [
  [
    /\b(unique|no duplicates?|without duplicates?|distinct|eindeutig|keine doppelten|ohne doppelte|einmalig)\b/,
    () => ({ unique: true }),
  ],
  [
    /\b(required|mandatory|not (be )?(empty|null|missing|blank)|never (empty|null|missing)|no (missing|empty) values?|must be filled|pflicht\w*|nicht leer|darf nicht fehlen|darf nicht leer sein|ausgefullt)\b/,
    () => ({ nullable: false }),
  ],
  [/\b(not (be )?negative|non-?negative|nicht negativ)\b/, () => ({ min: 0 })],
  [/\b(positive|greater than zero|positiv\w*)\b/, () => ({ moreThan: 0 })],
  [/\b(whole numbers?|integers?|ganze zahl(en)?|ganzzahl\w*)\b/, () => ({ type: 'integer' })],
  [/\b(a number|numbers|numeric|eine zahl|zahlen|numerisch)\b/, () => ({ type: 'number' })],
  [/\b(a date|dates|ein datum)\b/, () => ({ type: 'date' })],
  [/\b(finite|endlich)\b/, () => ({ finite: true })],
  [/\b(not constant|nicht konstant)\b/, () => ({ notConstant: true })],
]

/**
 * Writes a rule for a column based on a description, such as "age between 0 and 120", "status is one of open, paid", or
 * "code: two capital letters and 4 digits".
 */
export function writeRuleFromDescription(description: string, columns: readonly Column[]): WrittenRule {
  const tokens = linkColumns(description, columns)
  const column = tokens.find(({ kind }) => kind === 'column')?.column
  if (!column) return { rule: undefined, unknownWords: [description] }
  const relevantTokens = tokens.filter((token) => token.kind !== 'column' || token.column === column)
  const foldedText = tokens.map((token) => token.folded).join(' ')
  const partialRule: PartialRule = {}
  for (const [phrasePattern, createPartialRule] of requirementPhrases) {
    const isNegated = phrasePattern.source.includes('positiv') && /negativ/.test(foldedText)
    if (phrasePattern.test(foldedText) && !isNegated) Object.assign(partialRule, createPartialRule(column))
  }
  const isLengthRule = /\b(characters?|chars?|long|length|zeichen|lang|lange)\b/.test(foldedText)
  const hasValues = relevantTokens.some(({ kind }) => kind === 'number' || kind === 'text')
  const isTextColumn = !isNumber(column.type) && !isTemporal(column.type)
  const isEmpty = (): boolean => Object.keys(partialRule).length === 0
  let unknownWords: readonly string[] = [description]
  if (isLengthRule && hasValues) Object.assign(partialRule, readLengths(relevantTokens))
  else if (isTextColumn && isEmpty() && !/\b(one of|any of|either|eine[rs]? von)\b/.test(foldedText)) {
    const remainingWords = relevantTokens
      .filter(({ kind }) => kind !== 'column')
      .map(({ start, end }) => description.slice(start, end))
    const writtenPattern = writePatternFromDescription(remainingWords.join(' '))
    // Unknown words next to a character class may change its meaning.
    if (writtenPattern.pattern !== undefined && writtenPattern.unknownWords.length === 0)
      partialRule.pattern = writtenPattern.pattern
    else ({ unknownWords } = writtenPattern)
  }
  if (isEmpty() || !isTextColumn) Object.assign(partialRule, readValueRequirements(description, column))
  if (isEmpty()) return { rule: undefined, unknownWords }
  if (/\b(warning|warn|warnung|hinweis)\b/.test(foldedText)) partialRule.severity = 'warning'
  return { rule: { name: column.name, ...partialRule }, unknownWords: [] }
}

type Tokens = readonly LinkedToken[]

/** Reads length limits, such as "at most 50 characters", "between 2 and 5 characters", or "exactly 5 characters". */
function readLengths(tokens: Tokens): PartialRule {
  const numbers = tokens.flatMap(({ kind, value }) => (kind === 'number' ? [Number(value)] : []))
  const foldedText = tokens.map((token) => token.folded).join(' ')
  const [first, second] = numbers
  if (first === undefined) return {}
  if (second !== undefined) return { minLength: Math.min(first, second), maxLength: Math.max(first, second) }
  if (hasPhrase(foldedText, ['at least', 'no less than', 'minimum', 'mindestens', 'wenigstens']))
    return { minLength: first }
  if (hasPhrase(foldedText, ['more than', 'longer than', 'mehr als', 'langer als'])) return { minLength: first + 1 }
  if (hasPhrase(foldedText, ['less than', 'fewer than', 'shorter than', 'weniger als', 'kurzer als']))
    return { maxLength: first - 1 }
  if (hasPhrase(foldedText, ['at most', 'no more than', 'up to', 'maximum', 'hochstens', 'maximal', 'bis zu']))
    return { maxLength: first }
  return { minLength: first, maxLength: first }
}

/** Returns whether a string contains any of the phrases as whole words. */
function hasPhrase(text: string, phrases: readonly string[]): boolean {
  const words = ` ${text.replace(/\W+/g, ' ')} `
  return phrases.some((phrase) => words.includes(` ${phrase} `))
}

/** Reads comparisons with values: limits, allowed values, and text tests. */
function readValueRequirements(description: string, column: Column): PartialRule {
  const { conditions = [] } = readConditions(description, [column]) ?? {}
  const partialRule: PartialRule = {}
  for (const { column: name, is, value } of conditions) {
    if (name !== column.name) continue
    const isTimeColumn = isTemporal(column.type)
    const text = String(value)
    switch (is) {
      case 'at-least':
        Object.assign(partialRule, isTimeColumn ? { earliest: text } : typeof value === 'number' ? { min: value } : {})
        break
      case 'at-most':
        Object.assign(
          partialRule,
          isTimeColumn ? { latest: getEndOfDay(text, column) } : typeof value === 'number' ? { max: value } : {},
        )
        break
      case 'more':
        Object.assign(
          partialRule,
          isTimeColumn ? { earliest: addDays(text, 1) } : typeof value === 'number' ? { moreThan: value } : {},
        )
        break
      case 'less':
        Object.assign(
          partialRule,
          isTimeColumn
            ? { latest: getEndOfDay(addDays(text, -1), column) }
            : typeof value === 'number'
              ? { lessThan: value }
              : {},
        )
        break
      case 'is-one-of':
        partialRule.enum = Array.isArray(value) ? value : [value]
        break
      case 'equals': {
        const values = Array.isArray(value) ? value : [value]
        partialRule.enum = [...(partialRule.enum ?? []), ...values]
        break
      }
      case 'contains':
        partialRule.pattern = `.*${escapeLiteral(text)}.*`
        break
      case 'starts-with':
        partialRule.pattern = `${escapeLiteral(text)}.*`
        break
      case 'ends-with':
        partialRule.pattern = `.*${escapeLiteral(text)}`
        break
      case 'is-not-empty':
        partialRule.nullable = false
        break
      case 'is-empty':
      case 'not-equals':
        break
    }
  }
  return partialRule
}

/** Adds days to a date such as "2020-01-31". Other text, such as a time of day, is returned unchanged. */
function addDays(date: string, days: number): string {
  if (!isDate(date)) return date
  const time = new Date(`${date}T00:00:00Z`)
  time.setUTCDate(time.getUTCDate() + days)
  return time.toISOString().slice(0, 10)
}

/** Returns the end of a day: the date itself for a DATE column, otherwise the last microsecond of the day. */
const getEndOfDay = (date: string, { type }: Column): string =>
  isDate(date) && type !== 'DATE' ? `${date}T23:59:59.999999` : date

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
