import { isNumber, isTemporal } from '@aw-flow/engine'
import { absenceWords, negationWords, signs, startsComparison, startsPhrase } from './comparison-phrases.ts'
import { usesZeroForNone } from './compared-columns.ts'
import type { ConditionRule } from './condition-state.ts'
import { readColumnList } from './read-columns.ts'
import { stopWords } from './read-values.ts'

const meansNone = (folded: string): boolean => folded === 'no' || /^keine?[nrms]?$/.test(folded)

const readOr: ConditionRule = (state, index) => {
  if (!/^(?:or|oder)$/.test(state.getWord(index))) return undefined
  if (state.list.conditions.length > 0) {
    state.isAlternative = true
    state.isAlternativeToAll = state.tokens[index - 1]?.kind === 'comma' && state.conditionGroups.length > 1
  }
  return index + 1
}

/** Reads a negation. `readAbsence` handles "no" before a column without a comparison, as in "no email". */
const readNegation: ConditionRule = ({ tokens, list }, index) => {
  const { folded } = tokens[index]!
  // "anything but shipped", "nothing that is open"
  const isAllBut = /^(?:anything|everything|everyone|all)$/.test(folded) && tokens[index + 1]?.folded === 'but'
  if (isAllBut || /^(?:nothing|nobody|nichts|niemand)$/.test(folded)) {
    list.isNegated = true
    return index + (isAllBut ? 2 : 1)
  }
  const isAbsence = meansNone(folded) && tokens[index + 1]?.kind === 'column' && !startsComparison(tokens, index + 2)
  if (!negationWords.has(folded) || isAbsence) return undefined
  list.isNegated = true
  return index + 1
}

/** Reads a condition on a number's sign: "a negative profit", "a profit that is positive". */
const readSign: ConditionRule = (state, index) => {
  const { tokens, list, column } = state
  const sign = signs.get(state.getWord(index))
  if (sign === undefined) return undefined
  const next = tokens[index + 1]?.column
  if (next && isNumber(next.type)) {
    list.add(next, sign, 0)
    state.columnIndex = index + 1
    return index + 2
  }
  if (!column || !isNumber(column.type)) return undefined
  list.add(column, sign, 0)
  return index + 1
}

/** Reads "neither a phone number nor an email". */
const readNeither: ConditionRule = (state, index) => {
  const { tokens, list, usedTokens } = state
  if (!/^(?:neither|weder)$/.test(state.getWord(index))) return undefined
  const listedTokens = readColumnList(tokens, index + 1)
  if (listedTokens.length < 2) {
    list.isNegated = true
    return index + 1
  }
  for (const token of listedTokens) list.add(token.column!, 'is-empty', '')
  const lastIndex = tokens.indexOf(listedTokens.at(-1)!)
  for (const each of tokens.slice(index, lastIndex)) usedTokens.add(each)
  state.columnIndex = lastIndex
  return lastIndex + 1
}

const rowNounPattern = /^(?:rows?|zeilen?|lines?|entries|entry)$/

/** Reads conditions for missing values: "without an email", "no discount", "never shipped". */
const readAbsence: ConditionRule = (state, index) => {
  const { tokens, list } = state
  const folded = state.getWord(index)
  if (!absenceWords.has(folded) && !(meansNone(folded) && tokens[index + 1])) return undefined
  const start = /^(?:had|has|have|any|hatten?|hat|haben)$/.test(state.getWord(index + 1)) ? index + 2 : index + 1
  // In "without the row X", the words exclude a value.
  let cellIndex = start
  while (
    tokens[cellIndex] &&
    (stopWords.has(state.getWord(cellIndex)) || rowNounPattern.test(state.getWord(cellIndex)))
  )
    cellIndex++
  if (absenceWords.has(folded) && tokens[cellIndex]?.cell) {
    list.isNegated = true
    return cellIndex
  }
  const listedTokens = readColumnList(tokens, start)
  const absentColumns = listedTokens.flatMap((each) => (each.flag ? [] : [each.column!]))
  for (const { flag, column } of listedTokens) if (flag) list.add(column!, 'equals', flag[1])
  for (const column of absentColumns) list.add(column, 'is-empty', '')
  const [firstColumn] = absentColumns
  // In "without rain", the amount is missing or 0.
  if (
    absentColumns.length === 1 &&
    list.conditions.length === 1 &&
    isNumber(firstColumn!.type) &&
    usesZeroForNone(firstColumn!)
  ) {
    list.add(firstColumn!, 'equals', 0)
    state.matchesAny = true
  }
  if (listedTokens.length === 0) {
    // "without people who left"
    list.isNegated ||= absenceWords.has(folded)
    return index + 1
  }
  state.columnIndex = tokens.indexOf(listedTokens.at(-1)!)
  return state.columnIndex + 1
}

const possessionWords = /^(?:with|had|have|has|having|mit|haben|hat)$/
const knownAdjectivePattern =
  /^(?:known|valid|recorded|given|stated|existing|non-empty|nonempty|reported|bekannte[mnrs]?|gultige[mnrs]?)$/

/**
 * Reads conditions for present values: "orders with a discount", "movies that have a rating", "rows with a known age".
 */
const readPresence: ConditionRule = (state, index) => {
  const { tokens, list } = state
  const expressesPossession = possessionWords.test(state.getWord(index))
  if (!expressesPossession && !knownAdjectivePattern.test(state.getWord(index))) return undefined
  let position = index + (expressesPossession ? 1 : 0)
  const listedTokens =
    expressesPossession && /^(?:both|beide[mnrs]?)$/.test(state.getWord(position))
      ? readColumnList(tokens, position + 1)
      : []
  if (listedTokens.length > 1) {
    for (const { column } of listedTokens) list.add(column!, 'is-not-empty', '')
    for (const each of listedTokens) state.usedTokens.add(each)
    state.columnIndex = tokens.indexOf(listedTokens.at(-1)!)
    return state.columnIndex + 1
  }
  const hasArticle = /^(?:a|an|any|some|eine?[mnr]?)$/.test(state.getWord(position))
  if (hasArticle) position++
  const isKnown = knownAdjectivePattern.test(state.getWord(position))
  if (isKnown) position++
  const ownedToken = tokens[position]
  const nextIndex = /^(?:values?|figures?|numbers?|wert|werte)$/.test(state.getWord(position + 1))
    ? position + 2
    : position + 1
  const next = tokens[nextIndex]
  if (!ownedToken?.column || ownedToken.flag || (!isKnown && !(expressesPossession && hasArticle))) return undefined
  // "with a comment from Sales"
  const belongsToOtherColumn =
    tokens[nextIndex + 1]?.cell !== undefined && tokens[nextIndex + 1]!.cell!.column.name !== ownedToken.column.name
  const isCompared =
    next !== undefined &&
    !belongsToOtherColumn &&
    (startsPhrase(tokens, nextIndex) || next.kind === 'number' || next.kind === 'text' || next.cell)
  if (isCompared) return undefined
  if (!isKnown && isNumber(ownedToken.column.type) && usesZeroForNone(ownedToken.column))
    list.add(ownedToken.column, 'more', 0)
  else if (
    isKnown ||
    !/^(?:with|mit)$/.test(state.getWord(index)) ||
    ownedToken.column.type === 'VARCHAR' ||
    isTemporal(ownedToken.column.type)
  )
    list.add(ownedToken.column, 'is-not-empty', '')
  else return undefined
  state.columnIndex = position
  return position + 1
}

/** Rules for "or", negations and signs, in order of precedence. */
export const negationRules: readonly ConditionRule[] = [readOr, readNegation, readSign]
/** Rules for missing and present values, in order of precedence. */
export const absenceRules: readonly ConditionRule[] = [readNeither, readAbsence, readPresence]
