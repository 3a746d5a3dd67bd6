import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { linkColumns, type LinkedToken as Token } from '../ask-data/link-columns.ts'
import { readConditions } from '../ask-data/read-conditions.ts'
import { trimEnd } from '../ask-data/trim-end.ts'
import { formatRowCondition } from './row-condition-text.ts'

/** An expression written from a description, and the words that were not understood. */
export interface WrittenExpression {
  readonly expression: string | undefined
  readonly unknownWords: readonly string[]
}

const createUnknownExpression = (description: string): WrittenExpression => ({
  expression: undefined,
  unknownWords: [description],
})

/** Returns a column name as written in a JSONata expression, in backticks if necessary. */
export const quoteColumn = (column: string): string => (/^[A-Za-z_]\w*$/.test(column) ? column : `\`${column}\``)

const quoteText = (text: string): string => JSON.stringify(text)

const writeTextCell = ({ name, type }: Column): string =>
  type === 'VARCHAR' ? quoteColumn(name) : `$string(${quoteColumn(name)})`

/**
 * Writes a row expression based on a description: calculations ("price times quantity"), conditions ("amount over 100
 * and status paid"), conditionals ("if age is at least 18 then adult else child"), and text changes ("first name and
 * last name joined with a space", "first 3 letters of the code").
 */
export function writeExpressionFromDescription(description: string, columns: readonly Column[]): WrittenExpression {
  const text = trimEnd(description.trim(), /[.?!]/)
  const tokens = linkColumns(text, columns)
  if (tokens.length === 0) return createUnknownExpression(description)
  const expression =
    writeConditional(text, columns) ??
    writeTextChange(tokens) ??
    writeDatePart(tokens) ??
    writeCalculation(tokens) ??
    writeCondition(text, columns)
  return expression === undefined ? createUnknownExpression(description) : { expression, unknownWords: [] }
}

/** Writes a conditional, such as "if A then B else C", "B if A else C", or "wenn A dann B sonst C". */
function writeConditional(text: string, columns: readonly Column[]): string | undefined {
  const [resultBefore, rest] = splitAtWord(text, /\b(?:if|when|wenn|falls)\b/i)
  const [start, alternative] = splitAtWord(rest, /\b(?:else|otherwise|sonst|ansonsten)\b/i)
  const [condition, result] = resultBefore === '' ? splitAtWord(start, /\b(?:then|dann)\b/i) : [start, resultBefore]
  if (condition === '' || result === '' || alternative === '') return undefined
  const conditionText = writeCondition(condition, columns)
  return conditionText === undefined
    ? undefined
    : `${conditionText} ? ${writeResult(result, columns)} : ${writeResult(alternative, columns)}`
}

/** Splits a string at the first match of a word. Removes commas and spaces from the ends of both parts. */
function splitAtWord(text: string, word: RegExp): [before: string, after: string] {
  const match = word.exec(text)
  if (!match) return [trimCommas(text), '']
  return [trimCommas(text.slice(0, match.index)), trimCommas(text.slice(match.index + match[0].length))]
}

const trimCommas = (text: string): string => trimEnd(text.replace(/^[,\s]+/, ''), /[,\s]/)

/** Writes the result of a conditional: a number, a column, a calculation, or a string. */
function writeResult(text: string, columns: readonly Column[]): string {
  const trimmedText = text.trim()
  if (/^-?\d+(\.\d+)?$/.test(trimmedText)) return trimmedText
  const tokens = linkColumns(trimmedText, columns)
  const [first] = tokens
  if (tokens.length === 1 && first?.kind === 'column' && !first.isPartial) return quoteColumn(first.column!.name)
  return (
    writeCalculation(tokens) ??
    quoteText(/^(["'„“]).*(["'”“])$/.test(trimmedText) ? trimmedText.slice(1, -1) : trimmedText)
  )
}

/** Writes conditions. Returns `undefined` if any word is not part of a condition. */
function writeCondition(text: string, columns: readonly Column[]): string | undefined {
  const conditions = readConditions(text, columns)
  return conditions?.unknownWords.length === 0 ? formatRowCondition(conditions) : undefined
}

const operatorWords: Readonly<Record<string, string>> = {
  times: '*',
  multiplied: '*',
  mal: '*',
  '*': '*',
  '×': '*',
  plus: '+',
  '+': '+',
  minus: '-',
  '-': '-',
  divided: '/',
  durch: '/',
  geteilt: '/',
  '/': '/',
  '÷': '/',
}

const aggregateWords: readonly (readonly [words: RegExp, operator: string])[] = [
  [/^(product|produkt|multiply|multipliziere)$/, '*'],
  [/^(sum|summe|total|add|addiere)$/, '+'],
  [/^(difference|differenz|unterschied|subtract)$/, '-'],
  [/^(ratio|quotient|verhaltnis|divide|teile)$/, '/'],
]

interface Operand {
  readonly text: string
  readonly isNumberLiteral: boolean
}

/**
 * Writes a calculation, such as "price times quantity", "difference between a and b", "price plus 19 percent", or "a as
 * a percentage of b".
 */
function writeCalculation(allTokens: readonly Token[]): string | undefined {
  const tokens = preferFullNames(allTokens)
  const operands = tokens.flatMap((token): (Operand & { index: number; isPercent: boolean })[] => {
    const index = tokens.indexOf(token)
    const next = tokens[index + 1]
    const isPercent = next !== undefined && /^(percent|prozent|%)$/.test(next.folded)
    if (token.kind === 'column' && isNumber(token.column!.type))
      return [{ text: quoteColumn(token.column!.name), isNumberLiteral: false, index, isPercent: false }]
    if (token.kind === 'number') return [{ text: String(token.value), isNumberLiteral: true, index, isPercent }]
    return []
  })
  const words = listWords(tokens)
  const rounding = readRounding(words)
  const usedOperands = operands.filter(({ index }) => index !== rounding?.index)
  const [first, second] = usedOperands
  if (!first || first.isNumberLiteral) return undefined
  const applyRounding = (value: string): string => (rounding ? `$round(${value}, ${rounding.digits})` : value)
  if (!second) {
    if (words.some((word) => /^(absolute|absolut|betrag)$/.test(word))) return applyRounding(`$abs(${first.text})`)
    if (words.some((word) => /^(root|wurzel|quadratwurzel)$/.test(word))) return applyRounding(`$sqrt(${first.text})`)
    if (words.some((word) => /^(squared|quadrat|quadriert)$/.test(word)))
      return applyRounding(`${first.text} * ${first.text}`)
    if (words.some((word) => /^(half|halbe|halfte)$/.test(word))) return applyRounding(`${first.text} / 2`)
    if (words.some((word) => /^(double|twice|doppelte|doppelt)$/.test(word))) return applyRounding(`${first.text} * 2`)
    return rounding ? applyRounding(first.text) : undefined
  }
  if (
    words.some((word) => /^(percentage|percent|prozent|prozentsatz|share|anteil|%)$/.test(word)) &&
    !second.isNumberLiteral
  )
    return applyRounding(`${first.text} / ${second.text} * 100`)
  if (second.isPercent) {
    const wordsBetween = words.slice(first.index + 1, second.index)
    const factor = Number(second.text) / 100
    const formatFactor = (value: number): string => String(Number(value.toPrecision(12)))
    if (wordsBetween.some((word) => /^(plus|with|mit|increased|zuzuglich|\+)$/.test(word)))
      return applyRounding(`${first.text} * ${formatFactor(1 + factor)}`)
    if (wordsBetween.some((word) => /^(minus|without|reduced|abzuglich|ohne|-)$/.test(word)))
      return applyRounding(`${first.text} * ${formatFactor(1 - factor)}`)
    return undefined
  }
  const isMean = words.some((word) => /^(average|mean|durchschnitt|mittelwert)$/.test(word))
  const isMaximum = words.some((word) => /^(larger|greater|maximum|max|grosere|hohere)$/.test(word))
  const isMinimum = words.some((word) => /^(smaller|lower|minimum|min|kleinere|niedrigere)$/.test(word))
  const list = `[${usedOperands.map(({ text }) => text).join(', ')}]`
  const aggregateOperator = aggregateWords.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1]
  if (isMean) return applyRounding(`$average(${list})`)
  if (aggregateOperator) return applyRounding(usedOperands.map(({ text }) => text).join(` ${aggregateOperator} `))
  let expression = first.text
  for (const [position, operand] of usedOperands.entries()) {
    if (position === 0) continue
    const wordsBetween = words.slice(usedOperands[position - 1]!.index + 1, operand.index)
    const operator = wordsBetween.map((word) => operatorWords[word]).find((word) => word !== undefined)
    if (operator === undefined) {
      return isMaximum ? applyRounding(`$max(${list})`) : isMinimum ? applyRounding(`$min(${list})`) : undefined
    }
    // Operations are applied from left to right: "a plus b times c" means (a + b) * c.
    const needsParentheses = (operator === '*' || operator === '/') && / [+-] /.test(expression)
    expression = `${needsParentheses ? `(${expression})` : expression} ${operator} ${operand.text}`
  }
  return applyRounding(expression)
}

/**
 * Reads a rounding instruction, such as "rounded to 2 digits". Without a number of digits, the result is rounded to an
 * integer.
 */
function readRounding(words: readonly string[]): { digits: number; index: number } | undefined {
  const start = words.findIndex((word) => /^(round|rounded|gerundet|runde|runden)$/.test(word))
  if (start < 0) return undefined
  const unitIndex = words.findIndex(
    (word, index) => /^(digits?|decimals?|places?|stellen?|nachkommastellen?|dezimalstellen?)$/.test(word) && index > 0,
  )
  const index = unitIndex < 0 ? -1 : words.findLastIndex((word, position) => position < unitIndex && /^\d+$/.test(word))
  return { digits: index < 0 ? 0 : Number(words[index]), index }
}

/**
 * Treats partial column names as words if another column is named in full, such as "first" in "first 2 letters of
 * code".
 */
function preferFullNames(tokens: readonly Token[]): readonly Token[] {
  if (!tokens.some(({ kind, isPartial }) => kind === 'column' && !isPartial)) return tokens
  return tokens.map((token): Token => (token.isPartial ? { ...token, kind: 'word' } : token))
}

/** Returns the words of the tokens, with an empty string for each column. */
const listWords = (tokens: readonly Token[]): string[] =>
  tokens.map(({ kind, folded }) => (kind === 'column' ? '' : folded))

/** Writes an expression that changes the case of text, extracts a substring, joins columns, or replaces text. */
function writeTextChange(allTokens: readonly Token[]): string | undefined {
  const tokens = preferFullNames(allTokens)
  const words = listWords(tokens)
  const columns = tokens.flatMap((token) => (token.kind === 'column' ? [token.column!] : []))
  const quotedStrings = tokens.flatMap((token) => (token.kind === 'text' ? [String(token.value)] : []))
  const numbers = tokens.flatMap((token) => (token.kind === 'number' ? [Number(token.value)] : []))
  const hasWord = (pattern: RegExp): boolean => words.some((word) => pattern.test(word))
  const [first] = columns
  if (!first) return undefined
  const value = writeTextCell(first)
  const [firstString, secondString] = quotedStrings
  const [count] = numbers
  if (columns.length > 1) {
    const isConcatenation =
      hasWord(
        /^(join|joined|combine|combined|concatenate|concatenated|together|verbinde|verbunden|zusammen|separated|getrennt|verkettet)$/,
      ) ||
      (columns.every(({ type }) => type === 'VARCHAR') &&
        hasWord(/^(and|und|&)$/) &&
        tokens.length <= columns.length * 2)
    if (!isConcatenation) return undefined
    const separator = firstString ?? readSeparator(words)
    return columns.map(writeTextCell).join(separator === '' ? ' & ' : ` & ${quoteText(separator)} & `)
  }
  if (hasWord(/^(replace|ersetze|ersetzt)$/) && firstString !== undefined && secondString !== undefined)
    return `$replace(${value}, ${quoteText(firstString)}, ${quoteText(secondString)})`
  if (hasWord(/^(without|remove|ohne|entferne|delete)$/) && firstString !== undefined)
    return `$replace(${value}, ${quoteText(firstString)}, "")`
  if (hasWord(/^(before|vor)$/) && firstString !== undefined)
    return `$substringBefore(${value}, ${quoteText(firstString)})`
  if (hasWord(/^(after|nach|hinter)$/) && firstString !== undefined)
    return `$substringAfter(${value}, ${quoteText(firstString)})`
  const hasCharacterWord = hasWord(/^(letters?|characters?|chars?|digits?|zeichen|buchstaben?|ziffern?)$/)
  if (hasCharacterWord && hasWord(/^(first|ersten?|erster)$/)) return `$substring(${value}, 0, ${count ?? 1})`
  if (hasCharacterWord && hasWord(/^(last|letzten?|letzter)$/)) return `$substring(${value}, -${count ?? 1})`
  if (hasWord(/^(length|lange)$/) || (hasCharacterWord && words.join(' ').startsWith('number of')))
    return `$length(${value})`
  if (hasWord(/^(upper|uppercase|capitals?|grosbuchstaben|grosgeschrieben)$/)) return `$uppercase(${value})`
  if (hasWord(/^(lower|lowercase|kleinbuchstaben|kleingeschrieben)$/)) return `$lowercase(${value})`
  if (hasWord(/^(trim|trimmed|spaces|leerzeichen)$/)) return `$trim(${value})`
  return undefined
}

function readSeparator(words: readonly string[]): string {
  const hasWord = (pattern: RegExp): boolean => words.some((word) => pattern.test(word))
  if (hasWord(/^(hyphen|dash|bindestrich)$/)) return '-'
  if (hasWord(/^(comma|komma)$/)) return ', '
  if (hasWord(/^(underscore|unterstrich)$/)) return '_'
  if (hasWord(/^(slash|schragstrich)$/)) return '/'
  return hasWord(/^(directly|direkt)$/) ? '' : ' '
}

const dateParts: readonly (readonly [words: RegExp, start: number, length: number])[] = [
  [/^(year|jahr)$/, 0, 4],
  [/^(month|monat)$/, 5, 2],
  [/^(day|tag)$/, 8, 2],
]

/**
 * Writes an expression that extracts a part of a date, such as "year of order_date" or "Monat aus Datum". Row
 * expressions represent dates as ISO 8601 strings.
 */
function writeDatePart(tokens: readonly Token[]): string | undefined {
  const column = tokens.find(
    ({ kind, column: dateColumn }) => kind === 'column' && isTemporal(dateColumn!.type),
  )?.column
  if (!column || !/^(DATE|TIMESTAMP)/.test(column.type)) return undefined
  const otherTokens = tokens.filter(({ kind }) => kind !== 'column')
  const part = dateParts.find(([words]) => otherTokens.some(({ folded }) => words.test(folded)))
  const hasComparison = otherTokens.some(({ kind }) => kind === 'number' || kind === 'text')
  return part && !hasComparison
    ? `$number($substring($string(${quoteColumn(column.name)}), ${part[1]}, ${part[2]}))`
    : undefined
}
