import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findComparativeColumn } from '../link-columns.ts'
import { findColumnByUnit } from '../query/units.ts'
import type { Token } from '../words.ts'
import { findNumericColumn, findTimeColumn, isDate, isYearColumn } from './compared-columns.ts'
import { connectors, copulas, findPhrase, lessPattern, negationWords, skipNegations } from './comparison-phrases.ts'
import { fitsType, isNumericComparison, type Comparison, type Scalar } from './condition.ts'
import type { ConditionRule, ConditionState } from './condition-state.ts'
import { readColumnList, readColumnsBefore } from './read-columns.ts'
import { readTimeLimit } from './read-ranges.ts'
import { stopWords, readValue, readValues } from './read-values.ts'

/**
 * Reads a comparative that implies its column: "older than 40". Directly after a numeric column, any comparative refers
 * to that column.
 */
const readComparative: ConditionRule = (state, index) => {
  const { tokens, list, column, columnIndex } = state
  const adjectiveIndex = copulas.has(state.getWord(index)) ? skipNegations(tokens, index + 1) : index
  const adjective = state.getWord(adjectiveIndex)
  if (!/^(?:than|als)$/.test(state.getWord(adjectiveIndex + 1))) return undefined
  const isAdjacent =
    /^[a-z]{3,}er$/.test(adjective) && columnIndex >= adjectiveIndex - 2 && column && isNumber(column.type)
  const comparedColumn =
    (isAdjacent && !findPhrase(tokens, adjectiveIndex) ? column : undefined) ??
    findComparativeColumn(adjective, state.comparableColumns) ??
    (findPhrase(tokens, adjectiveIndex) ? undefined : findAmountColumn(state, adjectiveIndex + 2))
  const parsedValue = comparedColumn && readValue(tokens, adjectiveIndex + 2, comparedColumn)
  if (!parsedValue) return undefined
  list.isNegated ||= tokens.slice(index, adjectiveIndex).some((word) => negationWords.has(word.folded))
  list.add(comparedColumn, lessPattern.test(adjective) ? 'less' : 'more', parsedValue.value)
  return parsedValue.end
}

/** Returns the column whose unit matches the unit of an amount: "200 miles". */
const findAmountColumn = ({ tokens, columns }: ConditionState, index: number): Column | undefined =>
  tokens[index]?.kind === 'number' && tokens[index + 1]
    ? findColumnByUnit(tokens[index + 1]!.folded, columns)
    : undefined

/** Reads a comparison phrase and its value: "over 5", "is not one of A and B", "above latitude 68", "is empty". */
const readPhrase: ConditionRule = (state, index) => {
  const { tokens, list } = state
  const start = copulas.has(state.getWord(index)) ? skipNegations(tokens, index + 1) : index
  const phraseAfterCopula = start === index ? undefined : findPhrase(tokens, start)
  const phrase = phraseAfterCopula ?? findPhrase(tokens, index)
  if (!phrase) return undefined
  const phraseStart = phraseAfterCopula ? start : index
  if (phraseStart > index)
    list.isNegated ||= tokens.slice(index, phraseStart).some((word) => negationWords.has(word.folded))
  let end = phraseStart + phrase.length
  const operandIndex = skipNegations(tokens, end)
  if (namesOtherColumn(state, operandIndex, phrase.is)) {
    // In "who are not employed", the value belongs to a column other than the most recently named one.
    list.isNegated ||= operandIndex > end
    return Math.max(index + 1, operandIndex)
  }
  for (; tokens[end] && negationWords.has(tokens[end]!.folded); end++) list.isNegated = true
  // In "north of latitude 68" and "exceeding a quantity of 10", the column follows the comparison phrase.
  const columnIndex = /^(?:a|an|the|eine?[mnr]?|de[nmr]|die|das)$/.test(state.getWord(end)) ? end + 1 : end
  const namedColumn = tokens[columnIndex]?.column
  const valueIndex = /^(?:of|von)$/.test(state.getWord(columnIndex + 1)) ? columnIndex + 2 : columnIndex + 1
  if (
    namedColumn &&
    isNumericComparison(phrase.is) &&
    isNumber(namedColumn.type) &&
    tokens[valueIndex]?.kind === 'number'
  ) {
    state.nameColumn(namedColumn, columnIndex)
    end = valueIndex
  }
  return phrase.is === 'is-empty' || phrase.is === 'is-not-empty'
    ? readEmptiness(state, index, end, phrase.is)
    : readComparison(state, phraseStart, end, phrase.is)
}

/** Returns whether the value after a comparison phrase belongs to a different column: "from Seattle". */
function namesOtherColumn({ tokens, column }: ConditionState, operandIndex: number, comparison: Comparison): boolean {
  const cell = tokens[stopWords.has(tokens[operandIndex]?.folded ?? '') ? operandIndex + 1 : operandIndex]?.cell
  return (
    cell !== undefined &&
    cell.column.name !== column?.name &&
    (isNumericComparison(comparison) || comparison === 'is-one-of' || comparison === 'equals')
  )
}

/**
 * Adds conditions that columns are empty or not empty. The columns are named after the phrase or, if no column follows
 * it, before it.
 */
function readEmptiness(state: ConditionState, index: number, end: number, comparison: Comparison): number {
  const { tokens, list, usedTokens, column } = state
  // "any unanswered question (q1 to q5)"
  const isNoun =
    tokens[end]?.kind === 'word' && tokens[end + 1]?.kind === 'column' && !copulas.has(state.getWord(index))
  const followingTokens = readColumnList(tokens, isNoun && !connectors.has(state.getWord(end)) ? end + 1 : end)
  const precedingTokens = followingTokens.length > 0 ? [] : readColumnsBefore(tokens, state.columnIndex)
  for (const token of precedingTokens) usedTokens.add(token)
  if (precedingTokens.length > 1 && tokens.slice(0, index).some(({ folded }) => /^(?:or|oder)$/.test(folded)))
    state.matchesAny = true
  const emptyColumns =
    precedingTokens.length > 1
      ? precedingTokens.map((word) => word.column!)
      : followingTokens.length > 0
        ? followingTokens.map((word) => word.column!)
        : column
          ? [column]
          : []
  const { isNegated } = list
  for (const emptyColumn of emptyColumns) {
    list.isNegated = isNegated
    list.add(emptyColumn, comparison, '')
  }
  if (emptyColumns.length > 1) state.matchesAny ||= (comparison === 'is-empty') !== isNegated
  for (const token of emptyColumns.length > 1 ? followingTokens : []) usedTokens.add(token)
  return end
}

/** Adds a condition that compares a column with the value after the comparison phrase. */
function readComparison(
  state: ConditionState,
  phraseStart: number,
  valueIndex: number,
  comparison: Comparison,
): number | undefined {
  const { tokens, columns, list, column } = state
  const meansOne =
    isNumericComparison(comparison) &&
    /^(?:one|an?|eine?[nrms]?)$/.test(state.getWord(valueIndex)) &&
    tokens[valueIndex + 1]?.kind !== 'number'
  const unitColumn =
    column === undefined && isNumericComparison(comparison) ? findAmountColumn(state, valueIndex) : undefined
  const parsedValues = meansOne
    ? { values: [1], end: valueIndex + 1, isOrMore: false, isOrLess: false }
    : readValues(tokens, valueIndex, column ?? unitColumn)
  if (!parsedValues) return undefined
  // In "The weather is enough", "enough" is not a value of the column.
  const isUnknown =
    (comparison === 'equals' || comparison === 'is-one-of') &&
    state.hasKnownValues &&
    (tokens[valueIndex]?.kind === 'word' || tokens[valueIndex]?.isPartial) &&
    !tokens[valueIndex]?.cell
  if (isUnknown) return undefined
  const canBeTimeLimit = column === undefined || (!isTemporal(column.type) && !isYearColumn(column))
  const timeLimit = canBeTimeLimit ? readTimeLimit(state.getWord(phraseStart), parsedValues.values, columns) : undefined
  if (timeLimit) {
    // "seit 2023 nicht mehr" means that the last time was before 2023.
    list.isNegated ||=
      /^(?:seit|since)$/.test(state.getWord(phraseStart)) && /^(?:nicht|not)$/.test(state.getWord(parsedValues.end))
    list.add(timeLimit.column, timeLimit.comparison, timeLimit.value)
    return parsedValues.end
  }
  const operand: ParsedComparison = {
    comparison,
    values: parsedValues.values,
    phraseStart,
    valueIndex,
    nextToken: tokens[parsedValues.end],
  }
  const comparedColumn = unitColumn ?? chooseComparedColumn(state, operand)
  if (!comparedColumn || (comparison === 'equals' && column === undefined)) return undefined
  // "the city from the second file" is not a comparison with a string.
  const isText =
    isNumericComparison(comparison) &&
    comparedColumn.type === 'VARCHAR' &&
    parsedValues.values.some((value) => !/\d/.test(String(value)))
  if (isText) return undefined
  if (comparison === 'equals' && !fitsType(comparedColumn, [...parsedValues.values])) return undefined
  const count = tokens[valueIndex]?.kind === 'number' ? Number(tokens[valueIndex]!.value) : undefined
  const amounts =
    isAmount(state, operand) && isNumber(comparedColumn.type)
      ? count === undefined || parsedValues.values.length > 1 || unitColumn || comparedColumn === column
        ? parsedValues.values.map(Number)
        : [count]
      : parsedValues.values
  if (parsedValues.values.length > 1 || comparison === 'is-one-of') list.addOneOf(comparedColumn, parsedValues.values)
  else {
    // "older than 2024-06-01" means before that day.
    const ageWord = isTemporal(comparedColumn.type) ? state.getWord(phraseStart) : ''
    const effectiveComparison = /^(?:older|alter)$/.test(ageWord)
      ? 'less'
      : /^(?:younger|newer|junger|neuer)$/.test(ageWord)
        ? 'more'
        : comparison
    list.add(
      comparedColumn,
      parsedValues.isOrMore ? 'at-least' : parsedValues.isOrLess ? 'at-most' : effectiveComparison,
      amounts[0]!,
    )
  }
  state.lastComparedColumn = comparedColumn
  state.column = undefined
  return parsedValues.end
}

/**
 * A comparison and its values. `valueIndex` is the index of the first value, and `nextToken` follows the last value.
 */
interface ParsedComparison {
  readonly comparison: Comparison
  readonly values: readonly Scalar[]
  readonly phraseStart: number
  readonly valueIndex: number
  readonly nextToken: Token | undefined
}

const isAmount = ({ tokens }: ConditionState, { comparison, values, valueIndex }: ParsedComparison): boolean =>
  isNumericComparison(comparison) &&
  (tokens[valueIndex]?.kind === 'number' || values.every((value) => !Number.isNaN(Number(value))))

const findNumericNonYearColumn = (columns: readonly Column[]): Column | undefined =>
  findNumericColumn(columns.filter((column) => !isYearColumn(column)))

/** Returns the column to compare with a value: the most recently named column, unless it cannot contain the value. */
function chooseComparedColumn(state: ConditionState, operand: ParsedComparison): Column | undefined {
  const { tokens, columns, column, columnIndex, pendingColumn } = state
  const { comparison, values, phraseStart, nextToken } = operand
  const nextNumericColumn = nextToken?.column && isNumber(nextToken.column.type) ? nextToken.column : undefined
  if (column !== undefined) {
    // "and above 500 m elevation" does not refer to the column of the previous condition.
    const isNewCondition =
      columnIndex < phraseStart - 2 &&
      tokens.slice(columnIndex + 1, phraseStart).some(({ folded }) => connectors.has(folded))
    if (isNewCondition && isNumericComparison(comparison) && nextNumericColumn) return nextNumericColumn
    const hasAmount = isAmount(state, operand)
    // In "the years in which more than 100,000 people died", the number is not compared with the year.
    if (hasAmount && isYearColumn(column) && values.every((value) => Number(value) > 9999))
      return findNumericNonYearColumn(columns)
    // "customers with at least 3 orders" compares the number of orders, not the customers.
    if (hasAmount && !isNumber(column.type) && !isTemporal(column.type))
      return nextNumericColumn ?? pendingColumn ?? columns.find(({ name }) => name === 'count')
    return column
  }
  if (typeof values[0] !== 'number') return isDate(values[0]) ? findTimeColumn(columns) : undefined
  const words = tokens.map(({ folded }) => folded)
  // "above 30 or below 0"
  const isRepeated = connectors.has(state.getWord(phraseStart - 1)) && nextToken?.column === undefined
  if (isRepeated && isNumericComparison(comparison) && state.lastComparedColumn) return state.lastComparedColumn
  return (
    (isNumericComparison(comparison) ? pendingColumn : undefined) ??
    (words.some((word) => personWords.test(word))
      ? columns.find(({ name, type }) => isNumber(type) && /^(?:age|alter)$/i.test(name))
      : undefined) ??
    (nextToken?.kind === 'column' ? nextToken.column : undefined) ??
    (words.some((word) => /^(?:it|they|es)$/.test(word))
      ? columns.findLast(({ type }) => isNumber(type))
      : undefined) ??
    findNumericNonYearColumn(columns)
  )
}

const personWords =
  /^(?:who|people|person|persons|anyone|everyone|young|old|wer|personen|leute|menschen|junge?[nr]?|alte?[nr]?)$/

/** The rule for comparatives. It runs before the period rules: "later than 2010". */
export const comparativeRules: readonly ConditionRule[] = [readComparative]
/** The rule for all other comparisons. */
export const phraseRules: readonly ConditionRule[] = [readPhrase]
