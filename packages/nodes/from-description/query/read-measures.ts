import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { isStopWord } from '../find-unused-words.ts'
import { isIdentifier } from '../conditions/compared-columns.ts'
import { findNumericSynonymColumn } from '../link-columns.ts'
import { fold, stemColumnName } from '../stem.ts'
import { createPattern } from '../vocabulary.ts'
import type { Token } from '../words.ts'
import {
  countMeasure,
  findCountColumn,
  findMeasures,
  isMeasurable,
  toMeasure,
  type FoundMeasure,
  type Measure,
} from './measures.ts'
import { isYearColumn } from './periods.ts'
import { createTokensBetween } from './read-computed.ts'
import { groupWords } from './read-groups.ts'
import { findClause, findTokenIndex, isUnused, maskUsed, markUsed, markTextUsed, type Segment } from './segment.ts'
import { addMeasure, type TableQuery } from './table-query.ts'

const comparisonPattern = createPattern(
  'more',
  'less',
  'at-least',
  'at-most',
  'equal',
  'between',
  'contains',
  'starts-with',
)
/** Words that end the noun of a measure. */
const nounTerminators =
  /^(?:where|whose|with|without|when|if|for|in|since|from|on|mit|ohne|wo|wenn|bei|fur|seit|aus|having|sorted|order|sort|then|dann|keep|show|only|nur)$/

/** A measure read from a segment. */
export interface ParsedMeasure {
  measure: Measure
  /** Offset after the measure's words. A comparison can follow there. */
  readonly end: number
}

/**
 * Reads a segment's measures: "average price and weight", "how many orders". A measure without a column uses the column
 * of the next or previous measure.
 *
 * @param hasOriginalRows - Whether the table still has its original rows. In that case, a column of counts is summed
 * instead of counting rows.
 */
export function readMeasures(segment: Segment, query: TableQuery, hasOriginalRows: boolean): ParsedMeasure[] {
  const maskedText = maskUsed(segment)
  const foundMeasures = findMeasures(maskedText).filter(
    (measure) => !isPositionUsed(segment, measure.start) && !isTotalOfRow(segment, query, measure),
  )
  const parsedMeasures: ParsedMeasure[] = []
  let sharedColumns: readonly Column[] = []
  const repeatedMeasures: FoundMeasure[] = []
  const unresolvedMeasures: FoundMeasure[] = []
  for (const [index, foundMeasure] of [...foundMeasures.entries()].toReversed()) {
    const next = foundMeasures[index + 1]
    if (isModifier(segment, foundMeasures[index - 1], foundMeasure)) {
      markTextUsed(segment, foundMeasure.start, foundMeasure.end)
      continue
    }
    // "how much does it rain on average" requests a mean, not a sum.
    const measure = isModifier(segment, foundMeasure, next) ? { ...foundMeasure, fn: next!.fn } : foundMeasure
    // "only cities with an average over 20" refers to an average named earlier.
    if (isRepeated(segment, query, foundMeasures.slice(0, index), measure, next)) {
      repeatedMeasures.push(measure)
      continue
    }
    const result =
      measure.fn === 'count'
        ? readCount(segment, query, measure, hasOriginalRows)
        : readAggregate(segment, query, measure, next, sharedColumns)
    if (!result) {
      unresolvedMeasures.push(measure)
      continue
    }
    markTextUsed(segment, measure.start, measure.end)
    if (result.columns.length > 0) sharedColumns = result.columns
    const alias = result.measures.length === 1 ? readAlias(segment, result.end) : undefined
    const namedMeasures = alias === undefined ? result.measures : [{ ...result.measures[0]!, as: alias }]
    parsedMeasures.unshift(...namedMeasures.map((each) => ({ measure: each, end: result.end })))
  }
  // "the mean mass and its standard deviation"
  for (const { fn, start, end } of unresolvedMeasures) {
    const previousColumnName = parsedMeasures.findLast((each) => each.end <= start)?.measure.column
    const column = query.columns.find(({ name }) => name === previousColumnName)
    const measure = column && toMeasure(fn, [column], query.columns)
    if (!measure) continue
    markTextUsed(segment, start, end)
    parsedMeasures.push({ measure, end })
  }
  const { conversion } = query
  for (const each of parsedMeasures) {
    const { measure } = each
    if (conversion?.from === measure.column)
      each.measure = { ...measure, column: conversion.to, as: `${measure.function}_${conversion.to}` }
    addMeasure(query, each.measure)
  }
  for (const { fn, start, end } of repeatedMeasures) {
    const sameMeasure = query.measures.find((each) => each.function === fn)
    const other = sameMeasure ? undefined : readAggregate(segment, query, { fn, start, end }, undefined, sharedColumns)
    const [measure] = sameMeasure ? [sameMeasure] : (other?.measures ?? [])
    if (!measure) continue
    markTextUsed(segment, start, end)
    addMeasure(query, measure)
    parsedMeasures.push({ measure, end })
  }
  return parsedMeasures
}

/** Returns whether "in total" refers to a computed value of each row: "months with more than 1000 deaths in total". */
function isTotalOfRow(segment: Segment, query: TableQuery, { fn, start, end }: FoundMeasure): boolean {
  const clause = findClause(segment, start)
  const isTotal =
    fn === 'sum' &&
    query.groups.length === 0 &&
    query.computedColumns.some(({ type }) => type === 'DOUBLE') &&
    /^(?:in total|altogether|overall|insgesamt)$/.test(segment.folded.slice(start, end)) &&
    new RegExp(String.raw`(?:${comparisonPattern.source}) \d`).test(segment.folded.slice(clause.start, start))
  if (isTotal) markTextUsed(segment, start, end)
  return isTotal
}

/** Returns whether a measure's words only modify another one: "how much … on average". */
function isModifier(segment: Segment, previous: FoundMeasure | undefined, measure: FoundMeasure | undefined): boolean {
  if (!previous || !measure) return false
  const getText = (each: FoundMeasure): string => segment.folded.slice(each.start, each.end)
  return (
    /^(?:how much|wie ?viel)$/.test(getText(previous)) &&
    /^(?:on average|im schnitt|im durchschnitt|im mittel|durchschnittlich)$/.test(getText(measure)) &&
    findClause(segment, previous.start) === findClause(segment, measure.start)
  )
}

/** Returns whether a measure without a column repeats a measure named earlier. */
function isRepeated(
  segment: Segment,
  query: TableQuery,
  previousMeasures: readonly FoundMeasure[],
  { fn, start, end }: FoundMeasure,
  next: FoundMeasure | undefined,
): boolean {
  if (
    fn === 'count' ||
    (!previousMeasures.some((each) => each.fn === fn) &&
      query.measures.filter((each) => each.function === fn).length !== 1)
  )
    return false
  const clause = findClause(segment, start)
  const isNumericColumn = ({ type }: Column): boolean => isMeasurable({ name: '', type })
  return findColumnsAfter(segment, end, Math.min(clause.end, next?.start ?? Infinity), isNumericColumn).length === 0
}

/**
 * Reads the name for a measure: "average price as avg_price". A word counts as a name only if it cannot mean anything
 * else.
 */
function readAlias(segment: Segment, end: number): string | undefined {
  const { tokens } = segment
  const clause = findClause(segment, Math.max(0, end - 1))
  const keywordIndex = tokens.findIndex(
    (token) =>
      token.start >= end && token.end <= clause.end && /^(?:as|als|called|named|namens|genannt)$/.test(token.folded),
  )
  const name = keywordIndex < 0 ? undefined : tokens[keywordIndex + 1]
  if (
    !name ||
    !isUnused(segment, name) ||
    name.column ||
    name.cell ||
    tokens
      .slice(findTokenIndex(segment, end), keywordIndex)
      .some(({ folded }) => /^(?:and|und|then|dann)$/.test(folded))
  )
    return undefined
  const isName =
    name.kind === 'text' ||
    (name.kind === 'word' &&
      (/_/.test(name.raw) || /^(?:called|named|namens|genannt)$/.test(tokens[keywordIndex]!.folded)))
  if (!isName) return undefined
  markUsed(segment, tokens[keywordIndex], name)
  return String(name.value ?? name.raw)
}

const isPositionUsed = ({ tokens, usedTokens }: Segment, position: number): boolean =>
  tokens.some((token) => token.start <= position && position < token.end && usedTokens.has(token))

interface MeasureResult {
  readonly measures: readonly Measure[]
  readonly columns: readonly Column[]
  readonly end: number
}

/**
 * Reads a count: "how many orders", "number of different cities". If the noun is a numeric column, the column is summed
 * instead.
 */
function readCount(
  segment: Segment,
  query: TableQuery,
  { start, end }: FoundMeasure,
  hasOriginalRows: boolean,
): MeasureResult {
  const { tokens } = segment
  const clause = findClause(segment, start)
  let index = findTokenIndex(segment, end)
  while (
    tokens[index] &&
    tokens[index]!.end <= clause.end &&
    tokens[index]!.kind === 'word' &&
    !tokens[index]!.cell &&
    isStopWord(tokens[index]!.folded) &&
    !nounTerminators.test(tokens[index]!.folded)
  )
    index++
  const token = tokens[index]
  const noun =
    token && token.end <= clause.end && isUnused(segment, token) && !groupWords.test(token.folded) ? token : undefined
  const { column } = noun ?? {}
  // "the number of households as share times total" names a computed column.
  const isName =
    token !== undefined &&
    query.computedColumns.some(({ name }) => fold(name) === token.folded) &&
    segment.usedTokens.has(token)
  if (isName && isNumberOf(segment.folded.slice(start, end))) return { measures: [], columns: [], end: token.end }
  // "how many prices are over 100" counts rows.
  const followingText = noun
    ? segment.folded.slice(noun.end).replace(/^\s+(?:(?:is|are|was|were|ist|sind|waren|lie\w+|lagen)\s+)?/, '')
    : ''
  const isCompared = noun !== undefined && comparisonPattern.exec(followingText)?.index === 0
  const isVerb = /^(?:count|zahle|zahlen)$/.test(segment.folded.slice(start, end))
  const isSummed =
    column !== undefined &&
    isMeasurable(column) &&
    !isYearColumn(column) &&
    column.type !== 'BOOLEAN' &&
    !isCompared &&
    !isRowNounOf(noun!, column)
  if (
    noun &&
    !isCompared &&
    !(noun.cell && tokens[index + 1]?.kind === 'word' && !isStopWord(tokens[index + 1]!.folded))
  ) {
    if (isSummed && !isVerb) {
      markUsed(segment, noun)
      return {
        measures: [{ function: 'sum', column: column.name, as: `sum_${column.name}` }],
        columns: [column],
        end: noun.end,
      }
    }
    // "count men and women" requests a count per group.
    const [connector, other] = [tokens[index + 1], tokens[index + 2]]
    if (
      noun.cell &&
      /^(?:and|und|or|oder|,)$/.test(connector?.folded ?? '') &&
      other?.cell?.column.name === noun.cell.column.name
    ) {
      const { name, type } = noun.cell.column
      if (!query.groups.some((group) => group.name === name)) query.groups.push({ name, type })
      return { measures: [countMeasure], columns: [], end: other.end }
    }
    // "the number of deaths" counts rows, even if "Death" is a value.
    const isRowNoun =
      noun.kind === 'word' &&
      (!noun.cell || (/^[a-z]+$/.test(noun.raw) && noun.folded !== noun.cell.value.toLowerCase()))
    if (isRowNoun || (column && !isSummed)) markUsed(segment, noun)
  }
  const listedTokens = readListedAmounts(segment, noun?.end ?? end, clause.end)
  if (listedTokens.length > 0) {
    markUsed(segment, ...listedTokens)
    const columns = listedTokens.map(({ column }) => column!)
    return {
      measures: [countMeasure, ...toMeasures('sum', columns, query)],
      columns: [],
      end: listedTokens.at(-1)!.end,
    }
  }
  const countColumn = hasOriginalRows && !isVerb ? findCountColumn(query.columns) : undefined
  if (countColumn && noun?.kind !== 'column')
    return {
      measures: [{ function: 'sum', column: countColumn.name, as: `sum_${countColumn.name}` }],
      columns: [countColumn],
      end: noun?.end ?? end,
    }
  return { measures: [countMeasure], columns: [], end: noun?.end ?? end }
}

/** Reads amounts listed after a counted noun: "count the stops and scrap parts per hour". */
function readListedAmounts(segment: Segment, start: number, endOffset: number): readonly Token[] {
  const listedTokens: Token[] = []
  let expectsAmount = false
  for (const token of segment.tokens.slice(findTokenIndex(segment, start))) {
    if (token.end > endOffset) break
    if (/^(?:and|und|sowie|plus|,)$/.test(token.folded)) expectsAmount = true
    else if (
      expectsAmount &&
      isUnused(segment, token) &&
      token.column &&
      isMeasurable(token.column) &&
      !isYearColumn(token.column)
    ) {
      listedTokens.push(token)
      expectsAmount = false
    } else if (!expectsAmount || !isStopWord(token.folded)) break
  }
  const followingText = segment.folded.slice(listedTokens.at(-1)?.end ?? start).trimStart()
  return comparisonPattern.exec(followingText)?.index === 0 || /^(?:is|are|=|minus|times|[-*/])/.test(followingText)
    ? []
    : listedTokens
}

const isNumberOf = (words: string): boolean => /^(?:number|anzahl)\b/.test(words)

/**
 * Returns whether a noun for the rows is only part of a column's name: "the number of loans" is not the sum of `Loan
 * Amount`.
 */
const isRowNounOf = ({ isPartial, isSynonym }: Token, { name }: Column): boolean =>
  isPartial === true &&
  isSynonym !== true &&
  /[^\p{L}]/u.test(name) &&
  !/count|number|total|anzahl|num|qty|quantity/i.test(name)

/** Words for functions that can also be part of a column name: "total" and `Cost Total`. */
const functionWords = /^(?:totals?|sum|count|number|average|mean|median|min|max|minimum|maximum|gesamt\w*|summe)$/

/** Reads a measure other than a count: "average price and weight". */
function readAggregate(
  segment: Segment,
  query: TableQuery,
  { fn, start, end }: FoundMeasure,
  next: FoundMeasure | undefined,
  sharedColumns: readonly Column[],
): MeasureResult | undefined {
  const { tokens } = segment
  const clause = findClause(segment, start)
  const fits = ({ name, type }: Column): boolean =>
    fn === 'count-distinct' ||
    (isNumber(type) && !isIdentifier({ name, type })) ||
    ((fn === 'min' || fn === 'max') && isTemporal(type))
  // In "Durchschnittspreis", the word for the measure also names the column.
  const compoundToken = tokens.find(
    (token) =>
      token.start <= start &&
      token.end >= end &&
      !functionWords.test(token.folded) &&
      isUnused(segment, token) &&
      token.column &&
      fits(token.column),
  )
  const columnTokens = compoundToken
    ? [compoundToken]
    : findColumnsAfter(segment, end, Math.min(clause.end, next?.start ?? Infinity), fits, fn)
  if (columnTokens.length > 0) {
    markUsed(segment, ...columnTokens)
    const namedColumns = columnTokens.map(({ column }) => column!)
    const columns =
      fn === 'count-distinct' ? namedColumns.map((column) => findIdentifier(segment.columns, column)) : namedColumns
    return { measures: toMeasures(fn, columns, query), columns, end: columnTokens.at(-1)!.end }
  }
  const isAdjacent =
    next !== undefined &&
    /^[\s,]*(?:(?:and|und|the|plus|as well as|der|die|das|sowie|oder|or)[\s,]*)*$/.test(
      segment.folded.slice(end, next.start),
    )
  if (isAdjacent && sharedColumns.length > 0)
    return { measures: toMeasures(fn, sharedColumns.filter(fits), query), columns: sharedColumns, end }
  // "sum of deaths by cause (wounds, disease)"
  const enclosedTokens = listEnclosedColumns(segment, end, fits)
  if (enclosedTokens.length > 1) {
    markUsed(segment, ...enclosedTokens)
    const columns = enclosedTokens.map(({ column }) => column!)
    return { measures: toMeasures(fn, columns, query), columns, end: enclosedTokens.at(-1)!.end }
  }
  // "price on average", "Betrag summieren"
  const precedingColumn = tokens.findLast(
    (token) =>
      token.end <= start &&
      token.start >= clause.start &&
      isUnused(segment, token) &&
      token.column &&
      fits(token.column) &&
      isMeasurable(token.column) &&
      !isYearColumn(token.column),
  )
  if (precedingColumn) {
    // "mean mass and its standard deviation"
    if (!/\b(?:its|their|the corresponding|deren|dessen) $/.test(segment.folded.slice(0, start)))
      markUsed(segment, precedingColumn)
    return { measures: toMeasures(fn, [precedingColumn.column!], query), columns: [precedingColumn.column!], end }
  }
  const measuredColumn = query.columns.find(({ name }) => name === query.measures.at(-1)?.column)
  const previousColumns =
    sharedColumns.length > 0 && isAdjacent
      ? sharedColumns
      : measuredColumn && fits(measuredColumn)
        ? [measuredColumn]
        : sharedColumns
  const pronounColumns = /\b(?:it|them|diese\w*|sie|es)\b/.test(segment.folded.slice(clause.start, clause.end))
    ? [...query.columns, ...query.computedColumns].slice(-1).filter(fits)
    : []
  const computedColumn = query.computedColumns.findLast(({ type }) => type === 'DOUBLE')
  if (computedColumn && previousColumns.length === 0 && fn !== 'count-distinct')
    return {
      measures: [{ function: fn, column: computedColumn.name, as: `${fn}_${computedColumn.name}` }],
      columns: [],
      end,
    }
  const { mentionedColumn } = segment
  const antecedentColumns =
    mentionedColumn && fits(mentionedColumn) && isMeasurable(mentionedColumn) ? [mentionedColumn] : []
  const measure = toMeasure(
    fn,
    pronounColumns.length > 0 && query.computedColumns.length > 0
      ? pronounColumns
      : previousColumns.length > 0
        ? previousColumns
        : pronounColumns.length > 0
          ? pronounColumns
          : antecedentColumns,
    query.columns,
  )
  return measure && { measures: [measure], columns: [], end }
}

/**
 * Returns the columns in the first parentheses after a position, or an empty list if the parentheses contain anything
 * else.
 */
function listEnclosedColumns({ tokens, folded }: Segment, start: number, fits: (column: Column) => boolean): Token[] {
  const openOffset = folded.indexOf('(', start)
  const closeOffset = folded.indexOf(')', openOffset)
  if (openOffset < 0 || closeOffset < 0) return []
  const enclosedTokens = tokens.filter((token) => token.start > openOffset && token.end <= closeOffset)
  const listedTokens = enclosedTokens.filter(({ column }) => column !== undefined && fits(column))
  return enclosedTokens.every(
    (token) => listedTokens.includes(token) || token.kind === 'comma' || /^(?:and|und)$/.test(token.folded),
  )
    ? listedTokens
    : []
}

const toMeasures = (fn: string, columns: readonly Column[], query: TableQuery): Measure[] =>
  columns.flatMap((column) => toMeasure(fn, [column], query.columns) ?? [])

/** Returns the identifier that belongs to a name column: `Customer ID` for `Customer Name`. */
const findIdentifier = (columns: readonly Column[], nameColumn: Column): Column => {
  const [noun, ...rest] = stemColumnName(nameColumn.name)
  if (rest.length > 1 || isIdentifier(nameColumn) || isNumber(nameColumn.type)) return nameColumn
  return columns.find((column) => isIdentifier(column) && stemColumnName(column.name)[0] === noun) ?? nameColumn
}

/** Finds a measure's columns: a list such as "price, cost and weight" after its words. */
function findColumnsAfter(
  segment: Segment,
  start: number,
  endOffset: number,
  fits: (column: Column) => boolean,
  fn = '',
): Token[] {
  const { tokens } = segment
  const foundTokens: Token[] = []
  let isSeparated = false
  for (let index = findTokenIndex(segment, start); index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.end > endOffset) break
    if (token.column && isUnused(segment, token) && fits(token.column) && !isYearColumn(token.column)) {
      // In "life expectancy (health)", the column in parentheses is the one to measure.
      const isRefined = foundTokens.length > 0 && !isSeparated && /\(\s*$/.test(segment.folded.slice(0, token.start))
      if (foundTokens.length > 0 && !isSeparated && !isRefined) break
      if (isRefined) markUsed(segment, foundTokens.pop())
      foundTokens.push(token)
      isSeparated = false
      continue
    }
    // "how much rain" refers to an amount, not to the value "rain".
    const amount =
      token.cell && foundTokens.length === 0 ? findNumericSynonymColumn(token.folded, segment.columns) : undefined
    if (amount && isUnused(segment, token) && fits(amount)) {
      markUsed(segment, token)
      foundTokens.push({ ...token, kind: 'column', column: amount })
      continue
    }
    if (fn === 'count-distinct' && token.entity && foundTokens.length === 0 && isUnused(segment, token)) {
      foundTokens.push({ ...token, kind: 'column', column: findIdentifier(segment.columns, token.entity) })
      markUsed(segment, token)
      continue
    }
    // "q1 to q5"
    const last = tokens[index + 1]
    const isRange =
      foundTokens.length > 0 &&
      !isSeparated &&
      /^(?:to|through|until|bis|-|–)$/.test(token.folded) &&
      last?.column &&
      fits(last.column)
    if (isRange && isUnused(segment, last)) {
      foundTokens.push(...createTokensBetween(segment, foundTokens.at(-1)!, last), last)
      index++
      continue
    }
    if (foundTokens.length > 0) {
      if (token.kind === 'comma' || /^(?:and|und|&|as|well|sowie)$/.test(token.folded)) isSeparated = true
      else if (!isStopWord(token.folded)) break
      continue
    }
    // "average employment in manufacturing"
    const precedesColumn =
      /^(?:in|for|fur)$/.test(token.folded) &&
      tokens[index + 1]?.column &&
      !tokens[index + 1]!.isPartial &&
      fits(tokens[index + 1]!.column!)
    if (precedesColumn) continue
    if (token.kind === 'number' || token.kind === 'comma' || nounTerminators.test(token.folded)) break
    if (groupWords.test(token.folded) || comparisonPattern.exec(segment.folded.slice(token.start))?.index === 0) break
  }
  // In "price and weight over 5", the last column belongs to the comparison.
  const textAfter = foundTokens.length > 1 ? segment.folded.slice(foundTokens.at(-1)!.end).trimStart() : ''
  return comparisonPattern.exec(textAfter)?.index === 0 ? foundTokens.slice(0, -1) : foundTokens
}
