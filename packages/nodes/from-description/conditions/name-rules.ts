import { isNumber } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { stemColumnName } from '../stem.ts'
import type { Token } from '../words.ts'
import { absenceWords, startsPhrase } from './comparison-phrases.ts'
import { isIdentifier, isYearColumn } from './compared-columns.ts'
import type { Comparison, Scalar } from './condition.ts'
import type { ConditionRule, ConditionState } from './condition-state.ts'
import { isPredicate } from './read-columns.ts'
import { rangeWords, readRange, readTimeLimit } from './read-ranges.ts'
import { stopWords, readCells, readValues, startsDirectValue } from './read-values.ts'

/** Reads a boolean column as a condition: "overdue loans", "without scheduled service". */
const readFlag: ConditionRule = (state, index) => {
  const { tokens, list } = state
  const token = tokens[index]!
  if (!token.flag || !isPredicate(tokens, index)) return undefined
  // "who showed up" is the opposite of the column `no_show`.
  const isOpposite =
    /^(?:no|not|non|kein|keine|nicht)$/.test(stemColumnName(token.column!.name)[0]!) &&
    !/^(?:no|not|non|kein|nicht)/.test(token.folded)
  const isFalse = (list.isNegated || absenceWords.has(state.getWord(index - 1))) !== isOpposite
  list.isNegated = false
  list.add(token.column!, 'equals', token.flag[isFalse ? 1 : 0])
  state.columnIndex = index
  return index + 1
}

/**
 * Returns whether a noun refers to the rows although it is also the first word of a numeric column's name: "customers"
 * and `Customer Rating`.
 */
const isRowNoun = ({ column, isPartial, isSynonym, folded }: Token): boolean =>
  column !== undefined &&
  isPartial === true &&
  isSynonym !== true &&
  folded.endsWith('s') &&
  isNumber(column.type) &&
  !isIdentifier(column) &&
  /[^\p{L}]/u.test(column.name) &&
  column.name.toLowerCase().startsWith(folded.slice(0, -1))

/**
 * Returns whether part of an identifier's name refers to the rows: "jobs that …" with the column `Job No`, but not "job
 * 5".
 */
function refersToRows(tokens: readonly Token[], index: number): boolean {
  const [{ column, isPartial, isSynonym, folded }, next] = [tokens[index]!, tokens[index + 1]]
  if (!column || !isIdentifier(column) || isPartial !== true || isSynonym) return false
  const isPlural = folded.endsWith('s') && next?.kind !== 'number' && next?.kind !== 'text'
  return isPlural || /^(?:that|which|who|whose|where|die|deren)$/.test(next?.folded ?? '')
}

/** Reads a column name and a value directly after it: "age 18 to 64", "status paid or shipped". */
const readColumn: ConditionRule = (state, index) => {
  const { tokens, list } = state
  const token = tokens[index]!
  if (isRowNoun(token) || refersToRows(tokens, index)) return index + 1
  const { column } = token
  if (token.kind !== 'column' || !column) return undefined
  if (token.isPartial && isIdentifier(column) && state.column !== undefined) return undefined
  // In "the share in the group "A" is over 5", the number is compared with the share.
  const isPending =
    state.column &&
    isNumber(state.column.type) &&
    state.columnIndex >= index - 3 &&
    rangeWords.has(state.getWord(state.columnIndex + 1))
  if (isPending) state.pendingColumn = state.column
  state.nameColumn(column, index)
  state.hasKnownValues = token.hasKnownValues === true
  const next = tokens[index + 1]
  if (!next) return index + 1
  const range = next.kind === 'number' ? readRange(tokens, index + 1, column) : undefined
  if (range) {
    list.addRange(column, ...range.values)
    return range.end
  }
  if (startsPhrase(tokens, index + 1) || !startsDirectValue(column, next, token.hasKnownValues)) return index + 1
  const directValues = readValues(tokens, index + 1, column)
  if (!directValues) return index + 1
  const [value] = directValues.values
  const limit = readLimitBefore(state, index, column, value!)
  if (limit) list.add(column, limit.comparison, limit.value)
  else if (directValues.values.length > 1) list.add(column, 'is-one-of', [...directValues.values])
  else list.add(column, directValues.isOrMore ? 'at-least' : directValues.isOrLess ? 'at-most' : 'equals', value!)
  return directValues.end
}

/** Reads a limit that precedes a year column and its value: "since the year 2000", "ab dem Jahr 2000". */
function readLimitBefore(
  { tokens }: ConditionState,
  columnIndex: number,
  column: Column,
  value: Scalar,
): { readonly comparison: Comparison; readonly value: Scalar } | undefined {
  if (!isYearColumn(column)) return undefined
  const word = tokens[columnIndex - (stopWords.has(tokens[columnIndex - 1]?.folded ?? '') ? 2 : 1)]?.folded ?? ''
  // "from the year 2000" means only that year; "from the year 2000 on" includes later years.
  const isOpenEnded = /^(?:on|onwards?|upwards?|an)$/.test(tokens[columnIndex + 2]?.folded ?? '')
  return word === 'from' && !isOpenEnded ? undefined : readTimeLimit(word, [value], [column])
}

/** Reads a condition that a column contains a string: "with "Star" in the title", "the word "park" in the name". */
const readContainedText: ConditionRule = (state, index) => {
  const { tokens, list } = state
  const token = tokens[index]!
  if (token.kind !== 'text' || token.column || !/^["“„`']/.test(token.raw)) return undefined
  if (!/^(?:in|within|inside|somewhere|anywhere|im)$/.test(state.getWord(index + 1))) return undefined
  const columnIndex = tokens.findIndex((candidate, position) => position > index + 1 && candidate.column !== undefined)
  const column = tokens[columnIndex]?.column
  if (column?.type !== 'VARCHAR' || columnIndex > index + 5) return undefined
  list.add(column, 'contains', String(token.value))
  state.columnIndex = columnIndex
  return columnIndex + 1
}

const symbols: Readonly<Record<string, string>> = {
  dot: '.',
  period: '.',
  dash: '-',
  hyphen: '-',
  asterisk: '*',
  star: '*',
  slash: '/',
  comma: ',',
  semicolon: ';',
  colon: ':',
  underscore: '_',
  space: ' ',
  hash: '#',
  punkt: '.',
  strich: '-',
  bindestrich: '-',
  schragstrich: '/',
  komma: ',',
  semikolon: ';',
  strichpunkt: ';',
  unterstrich: '_',
  leerzeichen: ' ',
}

/** Reads a symbol or its name: "@", "a slash". */
const readSymbolCharacter = ({ tokens }: ConditionState, index: number): string | undefined => {
  const token = tokens[index]
  if (token?.kind === 'operator' && /^[@/*%#-]$/.test(token.raw)) return token.raw
  return token?.kind === 'word' && !token.cell ? symbols[token.folded] : undefined
}

/** Reads a condition that a column contains a symbol: "jobs which have a slash", "the email contains no @". */
const readContainedSymbol: ConditionRule = (state, index) => {
  const { tokens, list } = state
  const word = state.getWord(index)
  if (
    !/^(?:contains?|containing|includes?|including|have|has|having|with|without|lacks?|enthalt|enthalten|haben|hat|mit|ohne)$/.test(
      word,
    )
  )
    return undefined
  let symbolIndex = index + 1
  let isNegated = list.isNegated || /^(?:without|lacks?|ohne)$/.test(word)
  for (; /^(?:a|an|the|any|no|at|sign|not|eine?[mnr]?|keine?[nr]?)$/.test(state.getWord(symbolIndex)); symbolIndex++)
    isNegated ||= /^(?:no|not|keine?[nr]?)$/.test(state.getWord(symbolIndex))
  const symbol = readSymbolCharacter(state, symbolIndex)
  const isText = (column: Column | undefined): column is Column => column?.type === 'VARCHAR'
  const namedColumn = tokens.slice(symbolIndex + 1, symbolIndex + 4).find(({ column }) => isText(column))?.column
  const column = [
    state.column,
    namedColumn,
    tokens.slice(0, index).findLast(({ column: each }) => isText(each))?.column,
  ].find(isText)
  if (symbol === undefined || !column) return undefined
  list.isNegated = false
  list.add(column, isNegated ? 'not-contains' : 'contains', symbol)
  for (const usedToken of tokens.slice(index, symbolIndex + 1)) state.usedTokens.add(usedToken)
  return symbolIndex + 1
}

/** Reads a symbol's name as a value: "where the sex is empty or just a dot". */
const readSymbolValue: ConditionRule = (state, index) => {
  const symbol = symbols[state.getWord(index)]
  const column = state.column ?? state.lastComparedColumn
  const isValue = /^(?:a|an|just|only|ein|einen|nur)$/.test(state.getWord(index - 1))
  if (symbol === undefined || !isValue || column?.type !== 'VARCHAR') return undefined
  state.list.add(column, 'equals', symbol)
  return index + 1
}

const ordinals: Readonly<Record<string, number>> = {
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  zweite: 2,
  zweiten: 2,
  dritte: 3,
  dritten: 3,
  vierte: 4,
  vierten: 4,
}

/** Reads an ordinal before a numeric column's name as its value: "the third replicate". */
const readOrdinal: ConditionRule = (state, index) => {
  const number = ordinals[state.getWord(index)]
  const column = state.tokens[index + 1]?.column
  if (number === undefined || !column || !isNumber(column.type) || state.tokens[index + 1]!.isSynonym) return undefined
  state.list.add(column, 'equals', number)
  state.columnIndex = index + 1
  return index + 2
}

/** Reads values without their column's name: "Adelie or Gentoo penguins". */
const readNamedCells: ConditionRule = (state, index) => {
  const { tokens, list } = state
  const { cell } = tokens[index]!
  if (!cell) return undefined
  const namedValues = readCells(tokens, index)
  if (state.column && isNumber(state.column.type) && state.columnIndex < index) state.pendingColumn = state.column
  if (list.isNegated || namedValues.values.length > 1) list.addOneOf(cell.column, namedValues.values)
  else list.conditions.push({ column: cell.column.name, is: 'equals', value: namedValues.values[0]! })
  state.column = undefined
  return namedValues.end
}

/** Rules for column names and values, in order of precedence. */
export const nameRules: readonly ConditionRule[] = [
  readContainedText,
  readContainedSymbol,
  readFlag,
  readColumn,
  readNamedCells,
  readOrdinal,
  readSymbolValue,
]
