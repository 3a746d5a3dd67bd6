import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { lessPattern } from '../conditions/comparison-phrases.ts'
import { findNumericColumn } from '../conditions/compared-columns.ts'
import { findEventColumn, isPlannedTimeColumn } from '../conditions/event-rules.ts'
import { findComparativeColumn } from '../link-columns.ts'
import { quoteName } from '../step.ts'
import type { Token } from '../words.ts'
import { isYearColumn } from './periods.ts'
import { findTokenIndex, isUnused, skipStopWords, markUsed, markTextUsed, type Segment } from './segment.ts'
import { createSqlStep, type TableQuery } from './table-query.ts'
import { comparisonPattern, findComparison } from './comparison-words.ts'
import { removalVerbs } from './filter-verbs.ts'

const columnComparisons: Readonly<Record<string, string>> = { more: '>', less: '<', 'at-least': '>=', 'at-most': '<=' }

const inverses: Readonly<Record<string, string>> = {
  '>': '<=',
  '<': '>=',
  '>=': '<',
  '<=': '>',
  '=': '!=',
  '!=': '=',
}

/**
 * Further phrases that compare two columns, matched at the start of folded text. Phrases with `isTime` apply only to
 * times.
 */
const columnPhrases: readonly { readonly words: RegExp; readonly symbol: string; readonly isTime?: boolean }[] = [
  { words: /^(?:<>|!=|≠)/, symbol: '!=' },
  {
    words:
      /^(?:is not equal to|not equal to|does not equal|do not equal|is not the same as|not the same as|is different from|are different from|different from|differs? from|does not match|do not match|weicht von|weichen von|ungleich|nicht gleich)\b/,
    symbol: '!=',
  },
  { words: /^(?:equal to|equals|the same as|same as|identical to|gleich)\b/, symbol: '=' },
  { words: /^(?:later than|after|past|spater als|nach)\b/, symbol: '>', isTime: true },
  { words: /^(?:earlier than|sooner than|before|prior to|ahead of|fruher als|vor)\b/, symbol: '<', isTime: true },
  { words: /^(?:on or after)\b/, symbol: '>=', isTime: true },
  { words: /^(?:on or before|no later than|not later than|by)\b/, symbol: '<=', isTime: true },
]

interface FoundComparison {
  readonly symbol: string
  readonly length: number
  readonly isTime: boolean
}

/** Finds the comparison that folded text starts with. */
function findColumnComparison(text: string): FoundComparison | undefined {
  // "5 or less" is a comparison with a number.
  if (/^(?:or|oder) /.test(text)) return undefined
  for (const { words, symbol, isTime: comparesTimes = false } of columnPhrases) {
    const match = words.exec(text)
    if (match) return { symbol, length: match[0].length, isTime: comparesTimes }
  }
  const [sign] = /^(?:<=|>=|<|>)/.exec(text) ?? []
  if (sign !== undefined) return { symbol: sign, length: sign.length, isTime: false }
  const symbol = columnComparisons[findComparison(text) ?? '']
  const match = comparisonPattern.exec(text)
  return symbol !== undefined && match?.index === 0 ? { symbol, length: match[0].length, isTime: false } : undefined
}

/** Reads the factor by which the second column is multiplied: "8 percent of", "twice", "3 times". */
function readFactor(text: string): { readonly factor: number; readonly length: number } {
  const match =
    /^ *(?:(\d+(?:[.,]\d+)?) ?(percent|prozent|%|times|x|mal) ?(?:of |von |der |des )?|(twice|double|the double of|doppelt so viel wie|half|half of|die halfte) ?)/.exec(
      text,
    )
  if (!match) return { factor: 1, length: 0 }
  const [matchedText, number = '', unit = '', word = ''] = match
  const amount = Number(number.replace(',', '.'))
  const factor = word !== '' ? (/half|halfte/.test(word) ? 0.5 : 2) : /^(?:p|%)/.test(unit) ? amount / 100 : amount
  return { factor, length: matchedText.length }
}

/** Reads a comparison between two columns: "days when close is below open", "paid later than the due date". */
export function readColumnComparison(
  segment: Segment,
  query: TableQuery,
  clause: { start: number; end: number },
  isRemoval: boolean,
): void {
  const { tokens, folded } = segment
  const isInClause = ({ start, end }: Token): boolean => start >= clause.start && end <= clause.end
  const addComparison = (left: Column, symbol: string, right: string): void => {
    const expression = `${quoteName(left.name)} ${isRemoval ? inverses[symbol] : symbol} ${right}`
    const isKnown = query.filters.some(({ config }) => config.expression === expression)
    if (!isKnown) query.filters.push({ type: 'filter', config: { conditions: [], match: 'all', expression } })
  }
  for (const [index, token] of tokens.entries()) {
    if (!isInClause(token) || !isUnused(segment, token)) continue
    const comparison = findColumnComparison(folded.slice(token.start, clause.end))
    if (!comparison) continue
    const { factor, length } = readFactor(folded.slice(token.start + comparison.length, clause.end))
    const rightToken =
      tokens[skipStopWords(segment, findTokenIndex(segment, token.start + comparison.length + length), 3)]
    const tokensBefore = tokens.slice(0, index).filter((each) => isInClause(each) && isUnused(segment, each))
    const leftToken = tokensBefore.findLast((each) => each.column !== undefined || findEventColumn(each, query.columns))
    const leftColumn = leftToken && (leftToken.column ?? findEventColumn(leftToken, query.columns))
    if (
      !leftColumn ||
      !leftToken ||
      !rightToken?.column ||
      !isUnused(segment, rightToken) ||
      rightToken.end > clause.end
    )
      continue
    const areTimes = isTemporal(leftColumn.type) && isTemporal(rightToken.column.type)
    if (comparison.isTime && !areTimes) continue
    // "over the years" is not a comparison.
    if (/^(?:over|uber)$/.test(token.folded) && (isYearColumn(rightToken.column) || isTemporal(rightToken.column.type)))
      continue
    if (leftColumn.name === rightToken.column.name || isNumber(leftColumn.type) !== isNumber(rightToken.column.type))
      continue
    const isEquality = /^!?=$/.test(comparison.symbol)
    if (!isNumber(leftColumn.type) && !areTimes && !isEquality) continue
    const tokensBetween = tokens.slice(tokens.indexOf(leftToken) + 1, index)
    if (tokensBetween.length > 4 || tokensBetween.some((each) => each.kind !== 'word' || each.cell)) continue
    // "is not after" inverts the comparison.
    const isNegated = tokensBetween.some(({ folded: word }) => /^(?:not|nicht|never)$/.test(word))
    const cell = quoteName(rightToken.column.name)
    addComparison(
      leftColumn,
      isNegated ? inverses[comparison.symbol]! : comparison.symbol,
      factor === 1 ? cell : `${factor} * ${cell}`,
    )
    markUsed(segment, ...tokens.slice(tokens.indexOf(leftToken), tokens.indexOf(rightToken) + 1))
  }
  // "less delivered than ordered"
  for (const [index, token] of tokens.entries()) {
    const [leftToken, thanToken, rightToken] = tokens.slice(index + 1, index + 4)
    const symbol = /^(?:more|mehr)$/.test(token.folded) ? '>' : /^(?:less|fewer|weniger)$/.test(token.folded) ? '<' : ''
    if (symbol === '' || !isInClause(token) || !leftToken?.column || !rightToken?.column || !isInClause(rightToken))
      continue
    if (!/^(?:than|als)$/.test(thanToken!.folded) || leftToken.column.name === rightToken.column.name) continue
    if (![token, leftToken, thanToken, rightToken].every((each) => isUnused(segment, each))) continue
    if (!isNumber(leftToken.column.type) || !isNumber(rightToken.column.type)) continue
    addComparison(leftToken.column, symbol, quoteName(rightToken.column.name))
    markUsed(segment, token, leftToken, thanToken, rightToken)
  }
  readLateness(segment, query, isInClause, addComparison)
}

/**
 * Reads conditions on lateness: "late deliveries", "paid on time". The table must have exactly one column for planned
 * times and one for actual times.
 */
function readLateness(
  segment: Segment,
  { columns }: TableQuery,
  isInClause: (token: Token) => boolean,
  addComparison: (left: Column, symbol: string, right: string) => void,
): void {
  const timeColumns = columns.filter(({ type }) => isTemporal(type))
  const plannedColumns = timeColumns.filter((column) => isPlannedTimeColumn(column))
  const actualColumns = timeColumns.filter(
    ({ name }) =>
      !isPlannedTimeColumn({ name }) &&
      /paid|arriv|deliver|receiv|return|clos|complet|finish|eingang|geliefert|bezahlt|erledigt/i.test(name),
  )
  if (plannedColumns.length !== 1 || actualColumns.length !== 1) return
  for (const [index, token] of segment.tokens.entries()) {
    if (!isInClause(token) || !isUnused(segment, token) || token.kind !== 'word' || token.cell) continue
    const previousToken = segment.tokens[index - 1]
    // "paid on" can be a column name.
    const isOnTime = token.folded === 'time' && /(?:^| )on$/.test(previousToken?.folded ?? '')
    const isLate = /^(?:late|delayed|belated|verspatet\w*|unpunktlich\w*|spat)$/.test(token.folded)
    if (
      (!isOnTime && !isLate && token.folded !== 'punktlich') ||
      /^(?:days?|hours?|how|tage?|wie)$/.test(previousToken?.folded ?? '')
    )
      continue
    addComparison(actualColumns[0]!, isLate ? '>' : '<=', quoteName(plannedColumns[0]!.name))
    const eventToken = isOnTime ? segment.tokens[index - 2] : previousToken
    const isEvent =
      eventToken !== undefined &&
      (eventToken.column === actualColumns[0] || findEventColumn(eventToken, columns) === actualColumns[0])
    markUsed(segment, token, ...(isOnTime ? [previousToken] : []), ...(isEvent ? [eventToken] : []))
  }
}

const quoteSqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`

/**
 * Reads comparisons with the average of all rows. Runs before measures are read, so that "average" is not read as a
 * measure.
 */
export function readAverageComparisons(segment: Segment, query: TableQuery): void {
  for (const clause of segment.clauses)
    readAverageComparison(segment, query, clause, removalVerbs.test(segment.folded.slice(clause.start, clause.end)))
}

/** Reads a comparison with the average of all rows in one clause: "cars with above-average horsepower". */
function readAverageComparison(
  segment: Segment,
  query: TableQuery,
  clause: { start: number; end: number },
  isRemoval: boolean,
): void {
  const text = segment.folded.slice(clause.start, clause.end)
  const match =
    /\b((?:\w{3,}er|less|more) than|above|over|below|under|more than|less than|higher than|lower than|greater than|uber|unter|hoher als|mehr als|niedriger als|weniger als)(?: |-)(?:the |dem |der )?(?:overall )?(average|mean|median|durchschnitt\w*|mittelwert|schnitt)\b/.exec(
      text,
    )
  if (!match) return
  const matchStart = clause.start + match.index
  const isColumnToCompare = (token: Token): boolean =>
    token.column !== undefined &&
    isNumber(token.column.type) &&
    isUnused(segment, token) &&
    token.start >= clause.start &&
    token.end <= clause.end
  const columnTokenAfter = segment.tokens.find(
    (token) =>
      isColumnToCompare(token) &&
      token.start >= matchStart + match[0].length &&
      token.start - matchStart - match[0].length < 12,
  )
  const column =
    (columnTokenAfter === undefined
      ? findComparativeColumn(match[1]!.replace(/ than$/, ''), query.columns)
      : undefined) ??
    (columnTokenAfter ?? segment.tokens.findLast((token) => isColumnToCompare(token) && token.end <= matchStart))
      ?.column ??
    findNumericColumn(query.columns)
  if (!column) return
  const isMore =
    /^\w+er than/.test(match[1]!) && !/^(?:higher|lower|greater)/.test(match[1]!)
      ? !lessPattern.test(match[1]!)
      : /^(?:above|over|more|higher|greater|uber|hoher|mehr)/.test(match[1]!)
  const fn = match[2] === 'median' ? 'median' : 'avg'
  query.filters.push(
    createSqlStep(
      `SELECT * FROM input WHERE ${quoteSqlName(column.name)} ${isMore === isRemoval ? (isMore ? '<=' : '<') : isMore ? '>' : '>='} (SELECT ${fn}(${quoteSqlName(column.name)}) FROM input)`,
    ),
  )
  markTextUsed(segment, matchStart, matchStart + match[0].length)
  markUsed(
    segment,
    columnTokenAfter ?? segment.tokens.findLast((token) => isColumnToCompare(token) && token.end <= matchStart),
  )
}
