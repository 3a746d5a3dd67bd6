import { isNumber } from '@aw-flow/engine'
import { findNumericColumn, isIdentifier } from '../conditions/compared-columns.ts'
import { isRestriction } from '../conditions/event-rules.ts'
import { isStopWord } from '../find-unused-words.ts'
import { quoteName } from '../step.ts'
import type { Token } from '../words.ts'
import { countMeasure, findMeasures } from './measures.ts'
import type { ParsedMeasure } from './read-measures.ts'
import { isUnused, type Segment } from './segment.ts'
import { addMeasure, listMeasures, type TableQuery } from './table-query.ts'
import { findComparison, unitWords } from './comparison-words.ts'

/**
 * Inserts tokens for measures before comparisons: "with an average over 5", "at least 3 orders". A number
 * followed by a noun that is not a column is compared with the number of rows in each group.
 */
export function insertMeasures(
  segment: Segment,
  query: TableQuery,
  tokens: readonly Token[],
  measures: readonly ParsedMeasure[],
): readonly Token[] {
  const result: Token[] = []
  const skippedTokens = new Set<Token>()
  for (const [index, token] of tokens.entries()) {
    if (skippedTokens.has(token)) continue
    const isComparison = isUnused(segment, token) && findComparison(segment.folded.slice(token.start)) !== undefined
    if (isComparison) {
      const isGrouped = query.groups.length > 0
      const numberOffset = tokens.slice(index + 1, index + 5).findIndex(({ kind }) => kind === 'number')
      const noun = numberOffset < 0 ? undefined : tokens[index + numberOffset + 2]
      const isNumericNoun = noun?.column !== undefined && isNumber(noun.column.type)
      const adjacentMeasure =
        isGrouped && !isNumericNoun
          ? measures.find(
              ({ end, measure }) =>
                areAdjacent(segment, end, token.start) && !(measure.function === 'count' && noun?.column),
            )
          : undefined
      // "the number of stops over 60 minutes per machine"
      const comparesRows =
        isNumericNoun &&
        measures.some(({ end, measure }) => measure.function === 'count' && areAdjacent(segment, end, token.start)) &&
        query.measures.every(({ column }) => column !== noun.column!.name)
      if (comparesRows) skippedTokens.add(noun)
      const columnName = comparesRows
        ? noun.column!.name
        : adjacentMeasure
          ? adjacentMeasure.measure.as
          : findImplicitColumn(segment, query, tokens, index, skippedTokens)
      if (columnName !== undefined) result.push(toColumnToken(columnName, token))
    } else if (isUnused(segment, token) && token.kind === 'number' && isPostfixComparison(tokens, index)) {
      // "states with 100 or more"
      const [onlyMeasure] = listMeasures(query)
      const precedingToken = tokens
        .slice(Math.max(0, index - 4), index)
        .findLast(({ kind, folded }) => kind !== 'word' || !isStopWord(folded))
      const followsNumericColumn = precedingToken?.column !== undefined && isNumber(precedingToken.column.type)
      if (query.measures.length === 1 && query.groups.length > 0 && !followsNumericColumn) {
        result.push(toColumnToken(onlyMeasure!.as, token), {
          ...toColumnToken('is', token),
          kind: 'word',
          column: undefined as never,
        })
      }
    }
    result.push(token)
  }
  return result.filter((token) => !skippedTokens.has(token))
}

const isPostfixComparison = (tokens: readonly Token[], index: number): boolean =>
  /^(?:or|oder)$/.test(tokens[index + 1]?.folded ?? '') &&
  /^(?:more|less|fewer|above|higher|mehr|weniger)$/.test(tokens[index + 2]?.folded ?? '')

const toColumnToken = (name: string, { start }: Token): Token => ({
  kind: 'column',
  raw: name,
  folded: name,
  start,
  end: start,
  column: { name, type: 'DOUBLE' },
})

const areAdjacent = ({ folded, tokens }: Segment, end: number, start: number): boolean =>
  start >= end &&
  start - end < 30 &&
  tokens.every((token) => token.start < end || token.end > start || isStopWord(token.folded)) &&
  !/[.,;]/.test(folded.slice(end, start))

/**
 * Returns the name of the computed column or measure to which a comparison without a column refers: "at least 3
 * orders".
 */
function findImplicitColumn(
  segment: Segment,
  query: TableQuery,
  tokens: readonly Token[],
  index: number,
  skippedTokens: Set<Token>,
): string | undefined {
  const numberToken = tokens.slice(index + 1, index + 5).find(({ kind }) => kind === 'number')
  const scaledColumn = query.computedColumns.find(({ expression }) =>
    /^\S+ \/ (?:1000|1000000|1000000000)$/.test(expression),
  )
  // "the population in millions … those with more than 100 million"
  if (scaledColumn && numberToken && /\b(?:thousand|million|billion|millionen|mio)/.test(numberToken.folded))
    return query.columns.find(({ name }) => scaledColumn.expression.startsWith(`${quoteName(name)} /`))?.name
  const previousToken = tokens
    .slice(0, index)
    .findLast(({ kind, folded }) => kind !== 'comma' && !(kind === 'word' && isStopWord(folded)))
  const isId = previousToken?.column !== undefined && isIdentifier(previousToken.column)
  if (previousToken?.column && isNumber(previousToken.column.type) && !isId && isUnused(segment, previousToken))
    return undefined
  const numberIndex = tokens.findIndex(
    (token, tokenIndex) => tokenIndex > index && tokenIndex <= index + 4 && token.kind === 'number',
  )
  if (numberIndex < 0) return undefined
  // "more than 40 dollars in total"
  const noun =
    unitWords.test(tokens[numberIndex + 1]?.folded ?? '') && isUnused(segment, tokens[numberIndex + 2])
      ? tokens[numberIndex + 2]
      : isRestriction(tokens[numberIndex + 1], query.columns) && tokens[numberIndex + 2]
        ? tokens[numberIndex + 2]
        : tokens[numberIndex + 1]
  if (query.groups.length === 0 || query.computedColumns.length > 0) {
    const computedColumn = query.computedColumns.findLast(({ type }) => type === 'DOUBLE')
    const comparesComputedColumn =
      tokens.slice(0, index).every((token) => token.column === undefined || !isNumber(token.column.type)) &&
      (noun?.column === undefined || noun.column.name === computedColumn?.name)
    if (query.measures.length === 0 && computedColumn && comparesComputedColumn) return computedColumn.name
  }
  if (query.groups.length === 0) return undefined
  listMeasures(query)
  const isAmount = noun?.column !== undefined && isNumber(noun.column.type) && !isIdentifier(noun.column)
  if (isAmount) {
    const measure = query.measures.find(({ column, function: fn }) => column === noun.column!.name && fn === 'sum')
    if (!measure) return undefined
    skippedTokens.add(noun)
    return measure.as
  }
  const rowCountMeasure = query.measures.find(({ function: fn }) => fn === 'count')
  // "only those with more than 10 invoices" compares the number of rows, not the computed sum.
  const countsRows =
    noun !== undefined &&
    (noun.kind === 'word' || noun.column !== undefined) &&
    !unitWords.test(noun.folded) &&
    !isStopWord(noun.folded)
  if (
    !rowCountMeasure &&
    countsRows &&
    !comparesMeasure(query, noun) &&
    noun.folded.length > 3 &&
    findMeasures(noun.folded).length === 0
  ) {
    skippedTokens.add(noun)
    return addMeasure(query, countMeasure)?.as
  }
  const isNoun = noun !== undefined && (noun.kind === 'word' || noun.kind === 'column') && !unitWords.test(noun.folded)
  if (!rowCountMeasure && query.groups.length > 0 && isNoun && query.measures.length === 0)
    addMeasure(query, countMeasure)
  const [onlyMeasure] = query.measures
  if (!rowCountMeasure && query.measures.length === 1 && !isNoun && query.groups.length > 0) return onlyMeasure!.as
  if (!rowCountMeasure || !(isNoun || findNumericColumn(query.columns) === undefined)) return undefined
  if (isNoun) skippedTokens.add(noun)
  return rowCountMeasure.as
}

/** Returns whether a noun refers to the column of a measure: "more than 5000 sales" compares the sum of sales. */
const comparesMeasure = (query: TableQuery, noun: Token): boolean =>
  query.measures.some(({ column }) => column !== '' && column === noun.column?.name && !isIdentifier(noun.column))
