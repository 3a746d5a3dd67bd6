import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findComparedColumn, findTimeColumn, isDate, isYear, isYearColumn, toPeriod } from './compared-columns.ts'
import type { ConditionRule, ConditionState } from './condition-state.ts'
import { readColumnAfterAmount } from './read-columns.ts'
import {
  isYearLimit,
  rangeWords,
  readPeriodValue,
  readRange,
  readTimeLimit,
  readYears,
  yearCueWords,
} from './read-ranges.ts'
import { readValue, readValues } from './read-values.ts'

const rangeConnectorPattern = /^(?:to|through|bis|until|till|-)$/

/** Returns whether the argument is a column that can be compared with a year. */
const isPeriodColumn = (column: Column | undefined): column is Column =>
  column !== undefined && (isTemporal(column.type) || isYearColumn(column))

/** Reads a time range in which "the year" precedes the number: "since the year 2000". */
const readLimit: ConditionRule = (state, index) => {
  const { tokens, columns, list } = state
  const word = state.getWord(index)
  const period = isYearLimit(word) ? readPeriodValue(tokens, index + 1) : undefined
  const timeLimit = period && period.end > index + 2 ? readTimeLimit(word, [period.value], columns) : undefined
  if (!timeLimit || word === 'from') return undefined
  // "seit 2023 nicht mehr" means that the last time was before 2023.
  list.isNegated ||= /^(?:nicht|not|no)$/.test(state.getWord(period!.end))
  list.add(timeLimit.column, timeLimit.comparison, timeLimit.value)
  return period!.end
}

/** Reads German time ranges, before or after a date: "vor 2010", "nach dem 3.5.2014". */
const readGermanLimit: ConditionRule = (state, index) => {
  const { tokens, columns, list } = state
  const word = state.getWord(index)
  const limit = tokens[index + 1]?.value
  if ((word !== 'vor' && word !== 'nach') || limit === undefined) return undefined
  const timeLimit = readTimeLimit(word, [limit], columns)
  if (timeLimit) {
    list.add(timeLimit.column, timeLimit.comparison, timeLimit.value)
    return index + 2
  }
  const timeColumn = isDate(limit) ? findTimeColumn(columns) : undefined
  if (!timeColumn) return undefined
  list.add(timeColumn, word === 'vor' ? 'less' : 'more', limit)
  return index + 2
}

/** Reads an amount followed by its column: "30 deaths or more", "with 8 cylinders". */
const readAmount: ConditionRule = ({ tokens, list }, index) => {
  const token = tokens[index]!
  const amount = token.kind === 'number' ? readColumnAfterAmount(tokens, index) : undefined
  if (!amount) return undefined
  list.add(amount.column, amount.comparison, Number(token.value))
  return amount.end
}

/** Reads a year that has no preposition: "sales 2005", "1980 or later". */
const readBareYear: ConditionRule = (state, index) => {
  const { tokens, columns, list, column } = state
  const token = tokens[index]!
  const isBareYear =
    token.kind === 'number' &&
    isYear(token.value) &&
    /^\d{4}$/.test(token.raw) &&
    !isNumber(tokens[index + 1]?.column?.type ?? '')
  if (!isBareYear) return undefined
  const comparedColumn = isPeriodColumn(column)
    ? column
    : (columns.find((each) => isYearColumn(each)) ?? findTimeColumn(columns))
  if (!comparedColumn) return undefined
  const limit = readValues(tokens, index, comparedColumn)
  if (limit?.isOrMore || limit?.isOrLess) {
    const period = toPeriod(Number(token.value))!
    if (!isTemporal(comparedColumn.type))
      list.add(comparedColumn, limit.isOrMore ? 'at-least' : 'at-most', Number(token.value))
    else if (limit.isOrMore) list.add(comparedColumn, 'at-least', period.start)
    else list.add(comparedColumn, 'less', period.end)
    return limit.end
  }
  return rangeConnectorPattern.test(state.getWord(index + 1))
    ? undefined
    : list.addPeriods(comparedColumn, Number(token.value), index + 1)
}

const findAgeColumn = (columns: readonly Column[]): Column | undefined =>
  columns.find(({ name, type }) => isNumber(type) && /^(?:age|alter)$/i.test(name))

/** Reads a range with "between": "between 5 and 10", "between 4 and 6 cylinders". */
const readBetween: ConditionRule = (state, index) => {
  const { tokens, columns, list, column, columnIndex } = state
  if (!/^(?:between|zwischen)$/.test(state.getWord(index))) return undefined
  const first = readValue(tokens, index + 1, column)
  const second = first && readValue(tokens, first.end + 1, column)
  const nextColumn = second && tokens[second.end]?.column
  const isFollowedByColumn = nextColumn !== undefined && isNumber(nextColumn.type) && columnIndex !== index - 1
  // In "respondents between 18 and 30", the numbers are ages, not values of the text column.
  const isText = typeof first?.value === 'string' && column?.type === 'VARCHAR' && tokens[index + 1]?.kind === 'number'
  const namedColumn = isText ? findAgeColumn(columns) : column
  const comparedColumn = isFollowedByColumn ? nextColumn : (namedColumn ?? findComparedColumn(columns, first?.value))
  if (!first || !second || !comparedColumn) return index + 1
  if (list.isNegated) {
    // "not between 5 and 10" means below 5 or above 10.
    list.isNegated = false
    const conditionCount = list.conditions.length
    list.add(comparedColumn, 'less', first.value)
    state.recordGroup(conditionCount)
    state.isAlternative = true
    list.add(comparedColumn, 'more', second.value)
    state.recordGroup(conditionCount + 1)
    return isFollowedByColumn ? second.end + 1 : second.end
  }
  list.addRange(comparedColumn, first.value, second.value)
  return isFollowedByColumn ? second.end + 1 : second.end
}

const prepositions = new Set(['in', 'bei', 'mit', 'fur', 'for', 'of', 'from', 'with'])
const relativePronouns = new Set(['denen', 'which', 'whom'])

/** Skips "in denen" and "in which", which introduce a relative clause rather than a value. */
const skipRelativePronoun: ConditionRule = (state, index) =>
  relativePronouns.has(state.getWord(index + 1)) && prepositions.has(state.getWord(index)) ? index + 2 : undefined

/** Reads a range with "to": "from 1950 to 1999", "2010 bis 2012". */
const readFromTo: ConditionRule = (state, index) => {
  const { tokens, columns, list, column } = state
  const token = tokens[index]!
  const isYearRange =
    token.kind === 'number' && isYear(token.value) && rangeConnectorPattern.test(state.getWord(index + 1))
  const range = rangeWords.has(token.folded)
    ? readRange(tokens, index + 1, column)
    : isYearRange
      ? readRange(tokens, index, column)
      : undefined
  if (!range) return undefined
  const isForOtherColumn = column !== undefined && toPeriod(range.values[0]) !== undefined && !isPeriodColumn(column)
  const comparedColumn = (isForOtherColumn ? undefined : column) ?? findComparedColumn(columns, range.values[0])
  if (!comparedColumn) return undefined
  list.addRange(comparedColumn, ...range.values)
  return range.end
}

const openEndPattern = /^(?:on|onward|onwards|upward|upwards|an|and|to|until|through|bis|till|or|-)$/

/**
 * Reads a year or month after a preposition: "in 2014", "orders from 2015". "From 2015 on" also includes later years.
 */
const readPeriod: ConditionRule = (state, index) => {
  const { tokens, columns, list, column } = state
  const word = state.getWord(index)
  const period = startsPeriod(state, index) ? readPeriodValue(tokens, index + 1) : undefined
  if (!period) return undefined
  const comparedColumn = isPeriodColumn(column) ? column : findComparedColumn(columns, period.value)
  return comparedColumn && word !== '' ? list.addPeriods(comparedColumn, period.value, period.end) : undefined
}

function startsPeriod(state: ConditionState, index: number): boolean {
  const { tokens } = state
  const word = state.getWord(index)
  if (yearCueWords.has(word)) return true
  const isYearPhrase =
    /^(?:from|von)$/.test(word) &&
    tokens[index + 1]?.kind === 'number' &&
    !openEndPattern.test(state.getWord(index + 2)) &&
    !/^(?:years?|jahren?|only|just|nur)$/.test(state.getWord(index - 1))
  return isYearPhrase || (word === 'from' && readYears(tokens, index + 2).years.length > 0)
}

/** Rules for time limits. They run before the rules for amounts and ranges. */
export const limitRules: readonly ConditionRule[] = [readLimit, readGermanLimit]
/** Rules for amounts, years and ranges, in order of precedence. */
export const rangeRules: readonly ConditionRule[] = [
  readAmount,
  readBareYear,
  readBetween,
  skipRelativePronoun,
  readFromTo,
]
/** The rule for periods after a preposition. It runs after the rules for comparatives. */
export const periodRules: readonly ConditionRule[] = [readPeriod]
