import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findUnitFactor } from '../query/units.ts'
import type { Token } from '../words.ts'
import type { Scalar } from './condition.ts'
import { connectors, findPhrase } from './comparison-phrases.ts'
import { isYear } from './compared-columns.ts'

export const stopWords = new Set(
  'beginning start anfang beginn the a an value values column columns of cells in exactly only der die das den dem ein eine einen wert werte zellen spalte spalten am als genau nur eur euro euros usd dollar dollars $ €'.split(
    ' ',
  ),
)

/** Words that cannot be part of a value and therefore end it. */
const valueTerminators = new Set(
  'that which who whose where without ohne after before later earlier than als die deren and or und oder ist sind war liegt has have hat haben by per je pro then dann sort sorted show remove keep where with mit count sum average only from for to in into on unique eindeutig entfernen loschen behalten filtern sortieren exportieren speichern anzeigen zeigen berechnen zahlen summieren must should shall soll sollen muss mussen darf positive negative positiv negativ ausschliesen verwerfen zeige remove delete drop discard exclude export save'.split(
    ' ',
  ),
)

const unitWords = new Set(
  'mm cm m km kg g kilos kilograms kilogramm grams gramm pounds pfund lbs kilometers kilometres kilometern hundred degrees degree grad celsius fahrenheit mph kmh knots meters metres meter metre feet inches hours minutes seconds points stunden minuten punkte eur euro euros usd dollar dollars percent prozent % jahre jahren years days tage'.split(
    ' ',
  ),
)

export interface ParsedValue {
  readonly value: Scalar
  /** The index of the first token after the value. */
  readonly end: number
}

export function readValue(
  tokens: readonly Token[],
  startIndex: number,
  column: Column | undefined,
): ParsedValue | undefined {
  let index = startIndex
  while (tokens[index] && stopWords.has(tokens[index]!.folded)) index++
  const token = tokens[index]
  if (!token) return undefined
  if (token.kind === 'number') {
    const isNonNumericColumn = column !== undefined && !isNumber(column.type)
    let end = index + 1
    const factor = column && tokens[end] ? findUnitFactor(tokens[end]!.folded, column.name) : undefined
    while (tokens[end] && unitWords.has(tokens[end]!.folded)) end++
    if (factor !== undefined) return { value: Number((Number(token.value) * factor).toPrecision(9)), end }
    if (column !== undefined && isTemporal(column.type) && isYear(token.value))
      return { value: `${token.raw}-01-01`, end }
    return { value: isNonNumericColumn ? token.raw : (token.value ?? 0), end }
  }
  if (token.cell && (column === undefined || token.cell.column.name === column.name))
    return { value: token.cell.value, end: index + 1 }
  if (token.kind === 'text') return { value: token.value ?? '', end: index + 1 }
  if (token.kind !== 'word' && !token.isPartial) return undefined
  if (column?.type === 'BOOLEAN') {
    const isTrue = ['true', 'yes', 'wahr', 'ja'].includes(token.folded)
    return isTrue || ['false', 'no', 'falsch', 'nein'].includes(token.folded)
      ? { value: isTrue, end: index + 1 }
      : undefined
  }
  if (column !== undefined && (isNumber(column.type) || isTemporal(column.type))) return undefined
  let end = index
  while (
    tokens[end] &&
    (tokens[end]!.kind === 'word' || tokens[end]!.isPartial) &&
    !valueTerminators.has(tokens[end]!.folded)
  )
    end++
  end = Math.min(end, index + 4)
  if (end === index) return undefined
  return {
    value: tokens
      .slice(index, end)
      .map(({ raw }) => raw)
      .join(' '),
    end,
  }
}

interface ParsedValues {
  readonly values: readonly Scalar[]
  readonly end: number
  readonly isOrMore: boolean
  readonly isOrLess: boolean
}

/** Reads one value, or a list of alternatives: "paid or shipped". */
export function readValues(
  tokens: readonly Token[],
  startIndex: number,
  column: Column | undefined,
): ParsedValues | undefined {
  const firstValue = readValue(tokens, startIndex, column)
  if (!firstValue) return undefined
  const values = [firstValue.value]
  let { end } = firstValue
  // "5k+"
  const hasPlusSign = tokens[end]?.raw === '+' && tokens[end]!.start === tokens[end - 1]!.end
  if (hasPlusSign && tokens[end + 1]?.kind !== 'number' && tokens[end + 1]?.kind !== 'column')
    return { values, end: end + 1, isOrMore: true, isOrLess: false }
  const isCell = tokens.slice(startIndex, end).some(({ cell }) => cell !== undefined)
  const isConnector = (index: number): boolean => connectors.has(tokens[index]?.folded ?? '')
  // In "above 30 or below 0", a comparison follows "or".
  const postfix = isConnector(end) && tokens[end + 2]?.kind !== 'number' ? tokens[end + 1]?.folded : undefined
  if (
    postfix !== undefined &&
    [
      'more',
      'above',
      'higher',
      'over',
      'up',
      'upward',
      'upwards',
      'onward',
      'onwards',
      'better',
      'later',
      'older',
      'greater',
      'larger',
      'newer',
      'mehr',
      'hoher',
      'spater',
      'alter',
      'groser',
    ].includes(postfix)
  ) {
    return { values, end: end + 2, isOrMore: true, isOrLess: false }
  }
  if (
    postfix !== undefined &&
    [
      'less',
      'fewer',
      'below',
      'under',
      'down',
      'lower',
      'earlier',
      'younger',
      'smaller',
      'weniger',
      'niedriger',
      'junger',
      'kleiner',
    ].includes(postfix)
  ) {
    return { values, end: end + 2, isOrMore: false, isOrLess: true }
  }
  while (isConnector(end) || (tokens[end]?.kind === 'comma' && values.length > 0)) {
    const start = isConnector(end + 1) ? end + 2 : end + 1
    const nextToken = tokens[start]
    if (
      !nextToken ||
      (isCell && !nextToken.cell) ||
      nextToken.kind === 'column' ||
      valueTerminators.has(nextToken.folded) ||
      findPhrase(tokens, start)
    )
      break
    const nextValue = readValue(tokens, start, column)
    if (!nextValue || typeof nextValue.value !== typeof firstValue.value) break
    // In "paid and amount over 100", a comparison follows "and", not a value.
    if (tokens[nextValue.end]?.kind === 'operator') break
    values.push(nextValue.value)
    ;({ end } = nextValue)
  }
  return { values, end, isOrMore: false, isOrLess: false }
}

/** Returns whether a token directly after a column is its value: "status paid", "country Germany". */
export function startsDirectValue(column: Column, token: Token, hasKnownValues = false): boolean {
  if (hasKnownValues && token.kind === 'word' && !token.cell) return false
  const isValue =
    token.kind === 'text' ||
    token.kind === 'number' ||
    (token.kind === 'word' &&
      !valueTerminators.has(token.folded) &&
      !connectors.has(token.folded) &&
      !stopWords.has(token.folded))
  return isValue && !isTemporal(column.type)
}

/** Reads a list of cell values of one column: "Adelie, Gentoo or Chinstrap". */
export function readCells(
  tokens: readonly Token[],
  startIndex: number,
): { readonly values: readonly string[]; readonly end: number } {
  const { column, value } = tokens[startIndex]!.cell!
  const values = [value]
  let end = startIndex + 1
  for (let index = end; index < tokens.length; index++) {
    const { cell, kind, folded } = tokens[index]!
    if (cell?.column.name === column.name) {
      values.push(cell.value)
      end = index + 1
    } else if (
      kind !== 'comma' &&
      !connectors.has(folded) &&
      !/^(?:the|a|an|der|die|das|den|either|both)$/.test(folded)
    )
      break
  }
  return { values: [...new Set(values)], end }
}
