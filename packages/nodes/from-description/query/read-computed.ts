import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { readConditions } from '../conditions/read-conditions.ts'
import { isStopWord } from '../find-unused-words.ts'
import { toRowCondition } from '../row-condition-text.ts'
import { quoteName } from '../step.ts'
import { stem } from '../stem.ts'
import type { Token } from '../words.ts'
import { computationWords } from './compute-words.ts'
import { readColumnName, isKnownName } from './computed-names.ts'
import { groupWords } from './read-groups.ts'
import { findMeasures, isMeasurable } from './measures.ts'
import { isYearColumn, periods } from './periods.ts'
import { readArithmetic, readDateDifference } from './read-arithmetic.ts'
import { percentWords, readColumnChange, readPercentChange } from './read-changes.ts'
import { readImpliedDuration } from './read-durations.ts'
import { readCaseList } from './read-case-list.ts'
import { readBuckets, readCase } from './read-cases.ts'
import { findClause, findTokenIndex, isUnused, markUsed, markTextUsed, type Segment } from './segment.ts'
import { addMeasure, type ComputedColumn, type TableQuery } from './table-query.ts'
import { convertUnit } from './units.ts'

/** Words for an operation on the two columns that follow: "the difference between a and b". */
const operationWords: readonly (readonly [RegExp, string, isReversed?: boolean])[] = [
  [
    /\b(?:difference|gap|spread|differenz|unterschied|spanne|abstand) (?:between|of|in|zwischen|von|aus|der|des)\b/,
    '-',
  ],
  [/\b(?:ratio|quotient|verhaltnis) (?:of|between|von|zwischen|aus)\b/, '/'],
  [/\b(?:product|produkt) (?:of|von|aus)\b/, '*'],
  [/\b(?:summe aus)\b|\badd\b(?=.{1,60}\btogether\b)/, '+'],
  [/\b(?:mittelwert|durchschnitt|mittel) aus\b/, 'mean'],
  [/\bmultiply\b|\bmultiplizier\w*\b/, '*'],
  [/\bdivide\b|\bdividier\w*\b/, '/'],
  [/\bsubtract\b/, '-', true],
]
/** Words for the same operations that apply only if the text requests a new column. */
const ambiguousOperationWords: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:add up|add together|combine|sum up)\b(?=.*\b(?:column|together|spalte)\b)|\b(?:sum|total) of\b|\bsumme (?:von|der)\b/,
    '+',
  ],
  [/\b(?:average|mean) of\b|\b(?:mittelwert|durchschnitt) (?:von|der)\b/, 'mean'],
]

/** Reads the columns that a segment computes for each row: "total as price times quantity". */
export function readComputed(segment: Segment, query: TableQuery): void {
  for (const read of [
    readCaseList,
    readDefinedFlag,
    readBuckets,
    readCase,
    readDateDifference,
    readImpliedDuration,
    readColumnChange,
    readPercentChange,
    readDateParts,
    readUnitRate,
    readUnits,
    readShareOfColumn,
    readOperationWords,
    readArithmetic,
    readRatePer,
  ]) {
    for (let count = 0; count < 3; count++) {
      const newColumns = read(segment, query)
      if (newColumns.length === 0) break
      query.computedColumns.push(...newColumns)
    }
  }
}

type ColumnReader = (segment: Segment, query: TableQuery) => readonly ComputedColumn[]

const isOperand = (segment: Segment, token: Token | undefined): token is Token =>
  isUnused(segment, token) && (token.kind === 'number' || (token.column !== undefined && isNumber(token.column.type)))
const toOperand = ({ column, value }: Token): string => (column ? quoteName(column.name) : String(value))

/** Reads operations named by a noun or verb: "the difference between high and low". */
const readOperationWords: ColumnReader = (segment, query) => {
  const { tokens, folded } = segment
  const isDefined = /\b(?:is|=|ist) (?:the |die )?(?:sum|total|average|mean|summe)\b/.test(folded)
  const applicableOperations =
    isDefined || computationWords.test(folded) ? [...operationWords, ...ambiguousOperationWords] : operationWords
  for (const [pattern, symbol, isReversed] of applicableOperations) {
    for (const match of folded.matchAll(new RegExp(pattern, 'g'))) {
      const operandStart = findTokenIndex(segment, match.index + match[0].length)
      const clause = findClause(segment, match.index)
      if (!isUnused(segment, tokens[findTokenIndex(segment, match.index)])) continue
      const operands = tokens
        .slice(operandStart, operandStart + 12)
        .filter((token) => isOperand(segment, token) && (token.end <= clause.end || token.column))
        .slice(0, 2)
      const [first, second] = isReversed ? operands.toReversed() : operands
      if (!first || !second || (!first.column && !second.column)) continue
      const listedOperands = symbol === '+' || symbol === 'mean' ? listOperands(segment, operandStart) : []
      if (listedOperands.length > 2) {
        const end = tokens.indexOf(listedOperands.at(-1)!)
        const sum = listedOperands.map(toOperand).join(' + ')
        const sumName = readColumnName(segment, query, findTokenIndex(segment, match.index), end) ?? 'total'
        markUsed(segment, ...tokens.slice(findTokenIndex(segment, match.index), end + 1))
        return [
          {
            name: isKnownName(query, sumName) ? 'total' : sumName,
            type: 'DOUBLE',
            expression: symbol === '+' ? sum : `(${sum}) / ${listedOperands.length}`,
          },
        ]
      }
      const tokensBetween = tokens.slice(tokens.indexOf(operands[0]!) + 1, tokens.indexOf(operands[1]!))
      if (tokensBetween.length > 4 || tokensBetween.some((token) => token.kind === 'text' || token.cell)) continue
      const lastIndex = tokens.indexOf(operands[1]!)
      const noun = /^\w+/.exec(match[0])![0]
      const name =
        readColumnName(segment, query, findTokenIndex(segment, match.index), lastIndex) ??
        (symbol === '-' || symbol === '/' ? noun : 'computed')
      markUsed(segment, ...tokens.slice(findTokenIndex(segment, match.index), lastIndex + 1))
      const [left, right] = [toOperand(first), toOperand(second)]
      const isPercent = symbol === '/' && percentWords.test(folded.slice(clause.start, clause.end))
      const expression =
        symbol === 'mean' ? `(${left} + ${right}) / 2` : `${left} ${symbol} ${right}${isPercent ? ' * 100' : ''}`
      return [{ name: isKnownName(query, name) ? 'computed' : name, type: 'DOUBLE', expression }]
    }
  }
  return []
}

/**
 * Reads a ratio of two numeric columns: "cost per conversion", "revenue per click by channel". For groups, it is the
 * ratio of their sums. Without groups or a word for a calculation, the second column groups the rows instead: "average
 * income per age".
 */
const readRatePer: ColumnReader = (segment, query) => {
  const { tokens, folded } = segment
  for (const [index, { folded: word }] of tokens.entries()) {
    if (!/^(?:per|je|pro)$/.test(word) || !isUnused(segment, tokens[index])) continue
    const [left, right] = [tokens[index - 1], tokens[index + 1]]
    if (
      !left ||
      !isOperand(segment, right) ||
      !right.column ||
      !isMeasurable(right.column) ||
      isYearColumn(right.column)
    )
      continue
    const otherAmount = findOtherAmount(segment, index, right)
    // An amount named earlier takes precedence over a synonym: "total spend and clicks, then cost per click".
    const isNamed =
      isOperand(segment, left) &&
      left.column !== undefined &&
      left.column.name !== right.column.name &&
      !(left.isSynonym && otherAmount !== undefined && otherAmount.name !== left.column.name)
    const otherMeasures = query.measures.filter(({ column }) => column !== right.column!.name && column !== '')
    const isSingular =
      right.isPartial !== true &&
      stem(right.column.name) === right.column.name.toLowerCase().replace(/s$/, '') &&
      right.folded !== right.column.name.toLowerCase()
    const isGrouped =
      query.groups.length > 0 ||
      tokens.some(
        (token, tokenIndex) =>
          tokenIndex !== index &&
          groupWords.test(token.folded) &&
          tokens.slice(tokenIndex + 1, tokenIndex + 4).some(({ column }) => column && !isMeasurable(column)),
      )
    // "the average age per group" requests groups.
    const isMean = findMeasures(folded).some(
      ({ fn, end }) => fn === 'mean' && end <= left.start && left.start - end < 6,
    )
    if (!isGrouped && !isSingular && (isMean || !computationWords.test(folded))) continue
    // "cost per conversion" after sums of spend and conversions divides the spend.
    const dividend = isNamed
      ? left.column
      : (query.columns.find(({ name }) => otherMeasures.length === 1 && name === otherMeasures[0]!.column) ??
        otherAmount)
    if (!dividend) continue
    const name = `${left.raw}_per_${right.raw}`
    markUsed(segment, left, tokens[index], right)
    if (isGrouped) {
      const [first, second] = [dividend, right.column].map(({ name: column }) => {
        const measure = query.measures.find((each) => each.column === column && each.function === 'sum')
        return quoteName((measure ?? addMeasure(query, { function: 'sum', column, as: `sum_${column}` }))!.as)
      })
      query.resultColumns.push({ name, type: 'DOUBLE', expression: `${first} / ${second}` })
      continue
    }
    return [{ name, type: 'DOUBLE', expression: `${quoteName(dividend.name)} / ${quoteName(right.column.name)}` }]
  }
  return []
}

/** Returns the only other amount named before a rate: the spend in "total spend and clicks, cost per click". */
function findOtherAmount({ tokens }: Segment, endIndex: number, right: Token): Column | undefined {
  const amountColumns = tokens
    .slice(0, endIndex)
    .filter((token) => {
      const tokenIndex = tokens.indexOf(token)
      const isInRate = [tokenIndex - 1, tokenIndex + 1].some((nearbyIndex) =>
        /^(?:per|je|pro)$/.test(tokens[nearbyIndex]?.folded ?? ''),
      )
      return !isInRate
    })
    .flatMap(({ column }) => (column && isMeasurable(column) && column.name !== right.column!.name ? [column] : []))
  const distinctColumns = [...new Map(amountColumns.map((column) => [column.name, column])).values()]
  return distinctColumns.length === 1 ? distinctColumns[0] : undefined
}

/** Reads the columns of a list such as "a, b and c". */
function listOperands(segment: Segment, startIndex: number): Token[] {
  const listedOperands: Token[] = []
  let isRange = false
  for (const token of segment.tokens.slice(startIndex)) {
    if (isOperand(segment, token) && token.column) {
      if (isRange) listedOperands.push(...createTokensBetween(segment, listedOperands.at(-1)!, token))
      isRange = false
      listedOperands.push(token)
    } else if (listedOperands.length > 0 && /^(?:to|through|until|bis)$|^[-–]$/.test(token.folded)) isRange = true
    else if (
      token.kind !== 'comma' &&
      !(token.kind === 'word' && /^(?:and|und|the|plus|der|die|das|&)$/.test(token.folded))
    )
      break
  }
  return listedOperands
}

/** Creates tokens for the numeric columns between two others in the table: `q2` and `q3` in "q1 to q4". */
export function createTokensBetween({ columns }: Segment, first: Token, last: Token): Token[] {
  const [fromIndex, toIndex] = [first, last].map(({ column }) => columns.findIndex(({ name }) => name === column!.name))
  return columns
    .slice(fromIndex! + 1, Math.max(toIndex!, 0))
    .filter(({ type }) => isNumber(type))
    .map((column) => ({ ...last, raw: column.name, folded: column.name, column }))
}

/**
 * Reads the definition of an adjective as a boolean column: "a flight counts as late when the delay is more than 15
 * minutes". Later words can filter rows by it.
 */
const readDefinedFlag: ColumnReader = (segment, query) => {
  const { tokens, folded, columns } = segment
  const match =
    /\b(?:counts? as|is considered(?: to be)?|are considered(?: to be)?|is called|are called|is defined as|we call (?:it|them)|is|are|means|gilt als|gelten als|heist) (?:an? )?([\p{L}_]{3,}) (?:when|if|whenever|once|as soon as|wenn|falls|ab)\b/u.exec(
      folded,
    )
  const name = match?.[1]
  if (!match || name === undefined || isStopWord(name) || isKnownName(query, name)) return []
  const label = tokens.find(({ start, folded: word }) => start >= match.index && word === name)
  if (!label || (label.column && !label.isPartial) || label.cell || !isUnused(segment, label)) return []
  const conditionStart = findTokenIndex(segment, match.index + match[0].length)
  const { end } = findClause(segment, tokens[conditionStart]?.start ?? match.index)
  const conditionTokens = tokens.filter((token, index) => index >= conditionStart && token.end <= end)
  const conditions = readConditions(conditionTokens, columns)
  if (!conditions) return []
  const { start } = findClause(segment, match.index)
  markTextUsed(segment, start, conditionTokens.at(-1)!.end)
  return [{ name, type: 'BOOLEAN', expression: `${toRowCondition(conditions)} ? true : false` }]
}

/** Reads a share of one column in another. Both columns follow the word: "the share of manufacturing in nonfarm". */
function readDirectShare(segment: Segment, query: TableQuery): ComputedColumn | undefined {
  const { tokens, folded } = segment
  const articlePattern = /^(?: (?:the|all|total|overall|der|die|das|den|dem|des|allen?))*$/
  for (const match of folded.matchAll(
    /\b(?:percentages?|percent|proportion|share|prozentsatz|anteil)\b(?: (?:of|that|von|der|des))/g,
  )) {
    const part = tokens.find(({ start }) => start > match.index + match[0].length - 1)
    const [first, second] = [
      part,
      tokens.find((token) => part && token.start > part.end && isOperand(segment, token) && token.column),
    ]
    if (!isOperand(segment, first) || !first.column || !second?.column) continue
    const connectorMatch = /^ (?:in|of|to|at|am|an|von|in the|of the) ?/.exec(folded.slice(first.end, second.start))
    if (
      !connectorMatch ||
      !articlePattern.test(` ${folded.slice(first.end + connectorMatch[0].length, second.start)}`.trimEnd())
    )
      continue
    const name = readColumnName(
      segment,
      query,
      tokens.findIndex(({ start }) => start >= match.index),
      tokens.indexOf(second),
    )
    markTextUsed(segment, match.index, second.end)
    markUsed(segment, ...tokens.filter((token) => percentWords.test(token.folded)))
    return {
      name: name === undefined || isKnownName(query, name) ? 'percentage' : name,
      type: 'DOUBLE',
      expression: `100 * ${quoteName(first.column.name)} / ${quoteName(second.column.name)}`,
    }
  }
  return undefined
}

/** Reads one column as a percentage of another: "what share of the jobs are in manufacturing". */
const readShareOfColumn: ColumnReader = (segment, query) => {
  const { folded, tokens } = segment
  const match = /\b(?:percentage|percent|proportion|share|prozent\w*|anteil\w*|quote)\b/.exec(folded)
  if (!match) return []
  if (tokens.some((token) => token.start === match.index && segment.usedTokens.has(token))) return []
  const directShare = readDirectShare(segment, query)
  if (directShare) return [directShare]
  const clause = findClause(segment, match.index)
  const columnBefore = tokens.findLast((token) => token.end <= match.index && token.column)
  const columnAfter = tokens.find((token) => token.start > match.index && token.column)
  // "manufacturing as a percentage of nonfarm for each month"
  const isDirect =
    columnBefore !== undefined &&
    columnAfter !== undefined &&
    /^ (?:as|in|als) (?:a |an |the )?$/.test(folded.slice(columnBefore.end, match.index)) &&
    /^ (?:of|an|am|von|der|des)(?: the| der| den| all)* $/.test(
      folded.slice(match.index + match[0].length, columnAfter.start),
    )
  if (!isDirect && /\b(?:per|by|each|je|pro|nach|minus|plus|times|divided)\b| [-+*/×÷] /.test(folded)) return []
  const numericTokens = tokens.filter(
    (token) =>
      token.start >= clause.start &&
      token.end <= clause.end &&
      isUnused(segment, token) &&
      token.column &&
      isNumber(token.column.type),
  )
  const names = [...new Set(numericTokens.map(({ column }) => column!.name))]
  if (names.length !== 2) return []
  const isPartFirst =
    numericTokens[0]!.start < match.index ||
    !/\b(?:is|are|was|were|work|works|goes|sind|ist|waren|arbeiten)\b/.test(
      folded.slice(numericTokens[0]!.end, numericTokens.at(-1)!.start),
    )
  const [partName, wholeName] = isPartFirst ? names : names.toReversed()
  const name = readColumnName(segment, query, tokens.indexOf(numericTokens[0]!), tokens.indexOf(numericTokens.at(-1)!))
  markUsed(segment, ...numericTokens)
  markTextUsed(segment, match.index, match.index + match[0].length)
  return [
    {
      name: name === undefined || isKnownName(query, name) ? 'percentage' : name,
      type: 'DOUBLE',
      expression: `100 * ${quoteName(partName!)} / ${quoteName(wholeName!)}`,
    },
  ]
}

/** Reads columns for parts of a date: "split the date into year and month", "add a column with the year". */
const readDateParts: ColumnReader = (segment, query) => {
  const { folded, tokens } = segment
  const isSplit = /\b(?:split|extract|separate|break|teile|zerlege|trenne|extrahier\w*)\b/.test(folded)
  const isAdded =
    computationWords.test(folded) &&
    /\b(?:columns?|spalten?) (?:with|for|mit|fur|of) (?:the |just the |dem |das |die )?(?:year|month|day|hour|quarter|jahr|monat|tag|stunde)\b|\b(?:year|month|day|hour|quarter|jahres?|monats?) ?-?(?:columns?|spalten?)\b/.test(
      folded,
    )
  if (!isSplit && !isAdded) return []
  const timeColumns = query.columns.filter(({ type }) => isTemporal(type))
  const namedColumn = tokens.find(
    ({ column, isPartial }) =>
      column && isTemporal(column.type) && !(isPartial && periods.some(({ words }) => words.test(column.name))),
  )?.column
  const dateColumn = namedColumn ?? (timeColumns.length === 1 ? timeColumns[0] : undefined)
  if (!dateColumn || /\b(?:by|per|each|je|pro|average|sum|count|total)\b/.test(folded)) return []
  const text = `$string(${quoteName(dateColumn.name)})`
  const dateParts = tokens.flatMap((token): ComputedColumn[] => {
    const period = isUnused(segment, token) ? periods.find(({ words }) => words.test(token.folded)) : undefined
    if (!period || isKnownName(query, period.name)) return []
    markUsed(segment, token)
    const part = { year: [0, 4], month: [5, 2], day: [8, 2], hour: [11, 2] }[period.name]
    const expression = part ? `$number($substring(${text}, ${part[0]}, ${part[1]}))` : period.toExpression(text)
    return [{ name: period.name, type: part ? 'BIGINT' : 'VARCHAR', expression }]
  })
  if (dateParts.length > 0)
    markUsed(
      segment,
      ...tokens.filter(({ column }) => column?.name === dateColumn.name),
      ...tokens.filter((token) => /^(?:split|extract|separate|break|columns?|spalten?)$/.test(token.folded)),
    )
  return dateParts
}

/** Reads a unit conversion with a given rate: "weight in kg (1 lb = 0.4536 kg)". */
const readUnitRate: ColumnReader = (segment, query) => {
  const match = /\b(?:1|one|an?) (\p{L}+) (?:=|is|equals|are|ist|sind) (\d[\d.,]*) ?(\p{L}+)/u.exec(segment.folded)
  const { tokens } = segment
  const matchIndex = match ? findTokenIndex(segment, match.index) : -1
  const rate = tokens.find(({ kind, start }) => kind === 'number' && match && start >= match.index + 3)
  const column = tokens.findLast((token, index) => index < matchIndex && isOperand(segment, token) && token.column)
  if (!match || !rate || !column?.column || !isUnused(segment, rate)) return []
  const target = match[3]!
  const isNamed = tokens.some(({ folded, start }) => folded === target && start < match.index)
  if (!isNamed && !computationWords.test(segment.folded)) return []
  const name = readColumnName(segment, query, tokens.indexOf(column), tokens.indexOf(rate) + 1)
  markTextUsed(segment, match.index, match.index + match[0].length)
  markUsed(segment, column, ...tokens.filter(({ folded }) => folded === target))
  return [
    {
      name: name === undefined || isKnownName(query, name) ? `${column.column.name}_${target}` : name,
      type: 'DOUBLE',
      expression: `${quoteName(column.column.name)} * ${Number(rate.value)}`,
    },
  ]
}

/** Reads a conversion between known units: "the height in meters". */
const readUnits: ColumnReader = (segment, query) => {
  if (!computationWords.test(segment.folded) && !/\b(?:turn|into|wandle)\b/.test(segment.folded)) return []
  const conversion = convertUnit(segment)
  if (!conversion) return []
  const name = readColumnName(
    segment,
    query,
    Math.max(0, segment.tokens.indexOf(conversion.token)),
    segment.tokens.indexOf(conversion.unit),
  )
  markUsed(segment, conversion.token, conversion.unit)
  const fallback = `${conversion.token.column!.name}_${conversion.unit.folded}`
  return [
    {
      name: name === undefined || isKnownName(query, name) ? fallback : name,
      type: 'DOUBLE',
      expression: conversion.expression,
    },
  ]
}

/** Reads the difference or ratio of the last two measures: "… and the difference between the two as spread". */
export function readMeasureDifference(segment: Segment, query: TableQuery): void {
  const match =
    /\b(difference|gap|spread|range|ratio|differenz|unterschied|spanne|verhaltnis)(?: (?:between|of|zwischen|von|der|aus))? (?:(?:the )?(?:min\w*|lowest|smallest|max\w*|highest|largest|dem |der )(?: \w+)? (?:and|und) (?:the |dem )?(?:min\w*|lowest|smallest|max\w*|highest|largest)(?: value| wert)?|the two|both|them|those|these|of both|den beiden|der beiden|beiden|beide)\b/.exec(
      segment.folded,
    )
  const [first, second] = query.measures.slice(-2)
  if (!match || !first || !second) return
  const index = findTokenIndex(segment, match.index)
  const end = findTokenIndex(segment, match.index + match[0].length) - 1
  const name = readColumnName(segment, query, index, end) ?? match[1]!
  const isMinFirst = first.function === 'min' && second.function === 'max'
  const [left, right] = isMinFirst ? [second, first] : [first, second]
  const sign = /^(?:ratio|verhaltnis)/.test(match[1]!) ? '/' : '-'
  query.resultColumns.push({ name, type: 'DOUBLE', expression: `${quoteName(left.as)} ${sign} ${quoteName(right.as)}` })
  markTextUsed(segment, match.index, match.index + match[0].length)
}
