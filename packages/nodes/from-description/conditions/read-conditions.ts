import { isNumber, isTime } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findColumnOfComparative } from '../link-columns.ts'
import type { Token } from '../words.ts'
import {
  type Comparison,
  type Scalar,
  type WordCondition,
  type WordConditions,
  inverses,
  isNumericComparison,
  fitsType,
  joinEqualities,
} from './condition.ts'
import {
  negations,
  copulas,
  absences,
  connectors,
  signs,
  lessWords,
  findPhrase,
  startsPhrase,
  startsComparison,
  skipCopula,
} from './comparison-phrases.ts'
import {
  isIdentifier,
  countsNothing,
  isDate,
  isYear,
  isYearColumn,
  isYearValue,
  toPeriod,
  findTimeColumn,
  findNumericColumn,
  findComparedColumn,
} from './compared-columns.ts'
import { fillers, readValue, readValues, startsDirectValue, readCells } from './read-values.ts'
import { rangeWords, readRange, yearIntroductions, readPeriodValue, readYears, readYear } from './read-ranges.ts'
import { readColumnsBefore, readColumnList, readNamedAmount, isPredicate } from './read-columns.ts'

/** Whether a noun for the rows is the first part of a numeric column's name: "customers" is not `Customer Rating`. */
const isRowNoun = ({ column, isPartial, isSynonym, folded }: Token): boolean =>
  column !== undefined &&
  isPartial === true &&
  isSynonym !== true &&
  folded.endsWith('s') &&
  isNumber(column.type) &&
  !isIdentifier(column) &&
  /[^\p{L}]/u.test(column.name) &&
  column.name.toLowerCase().startsWith(folded.slice(0, -1))

const prepositions = new Set(['in', 'bei', 'mit', 'fur', 'for', 'of', 'from', 'with'])

const relativePronouns = new Set(['denen', 'which', 'whom'])

/**
 * Reads comparisons of columns with values: "amount is greater than 100", "mit Status bezahlt". Without a column, a
 * number is compared with the only numeric column.
 *
 * @returns `undefined` if nothing is compared.
 */
export function readConditions(tokens: readonly Token[], columns: readonly Column[]): WordConditions | undefined {
  const conditions: WordCondition[] = []
  let matchesAny = false
  let column: Column | undefined
  let hasKnownValues = false
  const pronoun = tokens.some(({ folded }) => folded === 'it' || folded === 'they' || folded === 'es')
  const isPerson = tokens.some(({ folded }) =>
    /^(?:who|people|person|persons|anyone|everyone|young|old|wer|personen|leute|menschen|junge?[nr]?|alte?[nr]?)$/.test(
      folded,
    ),
  )
  let isNegated = false
  const addCondition = (comparedColumn: Column, is: Comparison, value: Scalar | Scalar[]): void => {
    const effective = isNegated ? inverses[is] : is
    isNegated = false
    if (effective === undefined || !fitsType(comparedColumn, value)) return
    conditions.push({ column: comparedColumn.name, is: effective, value })
  }

  /** Adds the conditions for a year or a month: equality for a year column, and a range for a date or time column. */
  const addPeriod = (compared: Column, value: Scalar): void => {
    const { start, end } = toPeriod(value)!
    if (!isTime(compared.type)) return addCondition(compared, 'equals', value)
    addCondition(compared, 'at-least', start)
    addCondition(compared, 'less', end)
  }

  /** Adds the conditions for years: "2016", "2016 and 2017", "2014, 2015 and 2016". Returns the index after them. */
  const addPeriods = (compared: Column, value: Scalar, from: number): number => {
    const decade = tokens[from]
    if (
      decade &&
      /^(?:s|er|ern)$/.test(decade.folded) &&
      decade.start === tokens[from - 1]?.end &&
      isYearValue(value)
    ) {
      const last = Number(value) + 10
      addCondition(compared, 'at-least', isTime(compared.type) ? `${value}-01-01` : value)
      addCondition(compared, 'less', isTime(compared.type) ? `${last}-01-01` : last)
      return from + 1
    }
    const { years, end } = readYears(tokens, from)
    if (years.length === 0 || !isYearValue(value)) addPeriod(compared, value)
    else {
      const all = [Number(value), ...years].toSorted((a, b) => a - b)
      const isRange = all.every((year, at) => year === all[0]! + at)
      if (!isTime(compared.type)) addCondition(compared, 'is-one-of', all)
      else if (isRange && !isNegated) {
        addCondition(compared, 'at-least', `${all[0]}-01-01`)
        addCondition(compared, 'less', `${all.at(-1)! + 1}-01-01`)
      } else {
        addPeriod(compared, value)
        return from
      }
    }
    return end
  }

  const addRange = (compared: Column, first: Scalar, second: Scalar): void => {
    const last = isTime(compared.type) ? toPeriod(second) : undefined
    addCondition(compared, 'at-least', (isTime(compared.type) ? toPeriod(first)?.start : undefined) ?? first)
    if (last) addCondition(compared, 'less', last.end)
    else addCondition(compared, 'at-most', second)
  }

  const used = new Set<Token>()
  let columnAt = -1
  let last = { from: 0, columnAt, count: 0 }
  /** Marks the tokens of the condition that was read last, with its column. */
  const markUsed = (next: number): void => {
    if (conditions.length > last.count) {
      const read = tokens.slice(last.from, next)
      const named = new Set(conditions.slice(last.count).map((condition) => condition.column))
      for (const each of [tokens[last.columnAt], ...read, ...tokens.slice(next, next + 3)])
        if (each && (read.includes(each) || named.has(each.column?.name ?? ''))) used.add(each)
    }
    last = { from: next, columnAt, count: conditions.length }
  }

  for (let index = 0; index < tokens.length; index++) {
    markUsed(index)
    const token = tokens[index]!
    if (token.flag && isPredicate(tokens, index)) {
      const isFalse = isNegated || absences.has(tokens[index - 1]?.folded ?? '')
      isNegated = false
      addCondition(token.column!, 'equals', token.flag[isFalse ? 1 : 0])
      columnAt = index
      continue
    }
    if (isRowNoun(token)) continue
    if (token.kind === 'column' && (!token.isPartial || !isIdentifier(token.column!) || column === undefined)) {
      column = token.column
      columnAt = index
      hasKnownValues = token.hasKnownValues === true
      const next = tokens[index + 1]
      if (column && next && !startsPhrase(tokens, index + 1)) {
        const direct = startsDirectValue(column, tokens[index + 1]!, token.hasKnownValues)
          ? readValues(tokens, index + 1, column)
          : undefined
        if (direct) {
          const [value] = direct.values
          if (direct.values.length > 1) addCondition(column, 'is-one-of', [...direct.values])
          else addCondition(column, direct.isOrMore ? 'at-least' : direct.isOrLess ? 'at-most' : 'equals', value!)
          index = direct.end - 1
        }
      }
      continue
    }
    const { folded } = token
    if (token.cell) {
      const named = readCells(tokens, index)
      const compared = token.cell.column
      if (isNegated)
        for (const value of named.values) conditions.push({ column: compared.name, is: 'not-equals', value })
      else if (named.values.length > 1)
        conditions.push({ column: compared.name, is: 'is-one-of', value: [...named.values] })
      else conditions.push({ column: compared.name, is: 'equals', value: named.values[0]! })
      isNegated = false
      column = undefined
      index = named.end - 1
      continue
    }
    if (folded === 'or' || folded === 'oder') {
      if (conditions.length > 0) matchesAny = true
      continue
    }
    const absentToken = folded === 'no' || /^keine?[nrms]?$/.test(folded) ? tokens[index + 1] : undefined
    if (negations.has(folded) && !(absentToken?.kind === 'column' && !startsComparison(tokens, index + 2))) {
      isNegated = true
      continue
    }
    // "a negative profit"
    const signed = signs.has(folded) ? tokens[index + 1]?.column : undefined
    if (signed && isNumber(signed.type)) {
      addCondition(signed, signs.get(folded)!, 0)
      columnAt = index + 1
      index++
      continue
    }
    const sign = column && isNumber(column.type) ? signs.get(folded) : undefined
    if (sign && column) {
      addCondition(column, sign, 0)
      continue
    }
    if (folded === 'vor' || folded === 'nach') {
      const limit = tokens[index + 1]?.value
      const time = limit === undefined ? undefined : readYear(folded, [limit], columns)
      const dated = time ?? (isDate(limit) ? findTimeColumn(columns) : undefined)
      if (time) addCondition(time.column, time.is, time.value)
      else if (dated && 'type' in dated && limit !== undefined)
        addCondition(dated, folded === 'vor' ? 'less' : 'more', limit)
      if (dated) {
        index++
        continue
      }
    }
    // "neither a phone number nor an email"
    if (/^(?:neither|weder)$/.test(folded)) {
      const list = readColumnList(tokens, index + 1)
      if (list.length > 1) {
        for (const absent of list) addCondition(absent.column!, 'is-empty', '')
        for (const each of tokens.slice(index, tokens.indexOf(list.at(-1)!))) used.add(each)
        columnAt = tokens.indexOf(list.at(-1)!)
        index = columnAt
      } else isNegated = true
      continue
    }
    if (absences.has(folded) || absentToken) {
      const start = /^(?:had|has|have|any|hatten?|hat|haben)$/.test(tokens[index + 1]?.folded ?? '')
        ? index + 2
        : index + 1
      // "without the row X": another value.
      let cellAt = start
      while (
        fillers.has(tokens[cellAt]?.folded ?? '') ||
        /^(?:rows?|zeilen?|lines?|entries|entry)$/.test(tokens[cellAt]?.folded ?? '')
      )
        cellAt++
      if (absences.has(folded) && tokens[cellAt]?.cell) {
        isNegated = true
        index = cellAt - 1
        continue
      }
      const list = readColumnList(tokens, start)
      const named = list.flatMap((each) => (each.flag ? [] : [each.column!]))
      for (const { flag, column: answered } of list) if (flag) addCondition(answered!, 'equals', flag[1])
      for (const absent of named) addCondition(absent, 'is-empty', '')
      if (list.length > 0) {
        columnAt = tokens.indexOf(list.at(-1)!)
        index = columnAt
      }
      // "without rain": of an amount, nothing or 0.
      if (named.length === 1 && conditions.length === 1 && isNumber(named[0]!.type) && countsNothing(named[0]!)) {
        addCondition(named[0]!, 'equals', 0)
        matchesAny = true
      }
      continue
    }
    // "orders with a discount"
    const owned = /^(?:a|an|eine[mnr]?)$/.test(tokens[index + 1]?.folded ?? '') ? tokens[index + 2] : undefined
    if (
      /^(?:with|had|have|has|mit)$/.test(folded) &&
      owned?.column &&
      isNumber(owned.column.type) &&
      countsNothing(owned.column) &&
      !startsComparison(tokens, index + 3) &&
      tokens[index + 3]?.kind !== 'number'
    ) {
      addCondition(owned.column, 'more', 0)
      columnAt = index + 2
      index += 2
      continue
    }
    // "30 deaths or more", "with 8 cylinders"
    const amount = token.kind === 'number' ? readNamedAmount(tokens, index) : undefined
    if (amount) {
      addCondition(amount.column, amount.is, Number(token.value))
      index = amount.end - 1
      continue
    }
    // "which countries had 2005 the …": a year without a preposition.
    const isBareYear =
      token.kind === 'number' &&
      isYear(token.value) &&
      /^\d{4}$/.test(token.raw) &&
      !isNumber(tokens[index + 1]?.column?.type ?? '')
    const bare = isBareYear
      ? column && (isTime(column.type) || isYearColumn(column))
        ? column
        : (columns.find((each) => isYearColumn(each)) ?? findTimeColumn(columns))
      : undefined
    if (bare && !/^(?:to|through|bis|until|till|-)$/.test(tokens[index + 1]?.folded ?? '')) {
      index = addPeriods(bare, Number(token.value), index + 1) - 1
      continue
    }
    if (folded === 'between' || folded === 'zwischen') {
      const first = readValue(tokens, index + 1, column)
      const second = first && readValue(tokens, first.end + 1, column)
      // "between 4 and 6 cylinders"
      const following = second && tokens[second.end]?.column
      const isFollowed = following !== undefined && isNumber(following.type) && columnAt !== index - 1
      const compared = isFollowed ? following : (column ?? findComparedColumn(columns, first?.value))
      if (!first || !second || !compared) continue
      addRange(compared, first.value, second.value)
      index = isFollowed ? second.end : second.end - 1
      continue
    }
    // "in denen", "in which": a relative clause follows, not a value.
    if (relativePronouns.has(tokens[index + 1]?.folded ?? '') && prepositions.has(folded)) {
      index++
      continue
    }
    const isYears =
      token.kind === 'number' &&
      isYear(token.value) &&
      /^(?:to|through|bis|until|till|-)$/.test(tokens[index + 1]?.folded ?? '')
    const range = rangeWords.has(folded)
      ? readRange(tokens, index + 1, column)
      : isYears
        ? readRange(tokens, index, column)
        : undefined
    if (range) {
      const isOther =
        column !== undefined && toPeriod(range.values[0]) !== undefined && !isTime(column.type) && !isYearColumn(column)
      const compared = (isOther ? undefined : column) ?? findComparedColumn(columns, range.values[0])
      if (compared) {
        addRange(compared, ...range.values)
        index = range.end - 1
        continue
      }
    }
    // "older than 40": the age.
    const at = copulas.has(folded) ? skipCopula(tokens, index + 1) : index
    const adjective = tokens[at]?.folded ?? ''
    const comparative = ['than', 'als'].includes(tokens[at + 1]?.folded ?? '')
      ? findColumnOfComparative(adjective, columns)
      : undefined
    if (comparative) {
      const compared = readValue(tokens, at + 2, comparative)
      if (compared) {
        isNegated ||= tokens.slice(index, at).some((word) => negations.has(word.folded))
        addCondition(comparative, lessWords.test(adjective) ? 'less' : 'more', compared.value)
        index = compared.end - 1
        continue
      }
    }
    // "orders from 2015" are of this year, "from 2015 on" also of later ones.
    const isOfYear =
      /^(?:from|von)$/.test(folded) &&
      tokens[index + 1]?.kind === 'number' &&
      !/^(?:on|onward|onwards|upward|upwards|an|and|to|until|through|bis|till|or|-)$/.test(
        tokens[index + 2]?.folded ?? '',
      ) &&
      !/^(?:years?|jahren?|only|just|nur)$/.test(tokens[index - 1]?.folded ?? '')
    const year =
      yearIntroductions.has(folded) || isOfYear || (folded === 'from' && readYears(tokens, index + 2).years.length > 0)
        ? readPeriodValue(tokens, index + 1)
        : undefined
    const yearColumn = year
      ? column && (isTime(column.type) || isYearColumn(column))
        ? column
        : findComparedColumn(columns, year.value)
      : undefined
    if (year && yearColumn) {
      index = addPeriods(yearColumn, year.value, year.end) - 1
      continue
    }
    const start = copulas.has(folded) ? skipCopula(tokens, index + 1) : index
    const phrase = (start !== index ? findPhrase(tokens, start) : undefined) ?? findPhrase(tokens, index)
    if (!phrase) continue
    const phraseStart = start !== index && findPhrase(tokens, start) ? start : index
    if (phraseStart > index) isNegated ||= tokens.slice(index, phraseStart).some((word) => negations.has(word.folded))
    let end = phraseStart + phrase.length
    // "from Seattle": the value determines the column.
    const cellAt = fillers.has(tokens[end]?.folded ?? '') ? end + 1 : end
    const { cell } = tokens[cellAt] ?? {}
    if (
      cell &&
      cell.column.name !== column?.name &&
      (isNumericComparison(phrase.is) || phrase.is === 'is-one-of' || phrase.is === 'equals')
    )
      continue
    for (; tokens[end] && negations.has(tokens[end]!.folded); end++) isNegated = true
    // "north of latitude 68": the column follows.
    const named = tokens[end]?.column
    if (named && isNumericComparison(phrase.is) && isNumber(named.type) && tokens[end + 1]?.kind === 'number') {
      column = named
      columnAt = end
      end++
    }
    if (phrase.is === 'is-empty' || phrase.is === 'is-not-empty') {
      const following = readColumnList(tokens, end)
      const listed = following.length > 0 ? [] : readColumnsBefore(tokens, columnAt)
      for (const each of listed) used.add(each)
      if (
        listed.some((_, at) => at > 0) &&
        tokens.slice(0, index).some(({ folded: word }) => /^(?:or|oder)$/.test(word))
      )
        matchesAny = true
      const namedColumns =
        listed.length > 1
          ? listed.map((word) => word.column!)
          : following.length > 0
            ? following.map((word) => word.column!)
            : column
              ? [column]
              : []
      for (const namedColumn of namedColumns) addCondition(namedColumn, phrase.is, '')
      if (namedColumns.length > 1) matchesAny ||= phrase.is === 'is-empty'
      index = end - 1
      continue
    }
    const one =
      isNumericComparison(phrase.is) &&
      /^(?:one|an?|eine?[nrms]?)$/.test(tokens[end]?.folded ?? '') &&
      tokens[end + 1]?.kind !== 'number'
    const values = one
      ? { values: [1], end: end + 1, isOrMore: false, isOrLess: false }
      : readValues(tokens, end, column)
    if (!values) continue
    // "The weather is enough": "enough" is not a value of the column.
    if (
      (phrase.is === 'equals' || phrase.is === 'is-one-of') &&
      hasKnownValues &&
      (tokens[end]?.kind === 'word' || tokens[end]?.isPartial) &&
      !tokens[end]?.cell
    )
      continue
    const canBeTime = column === undefined || (!isTime(column.type) && !isYearColumn(column))
    const time = canBeTime ? readYear(tokens[phraseStart]!.folded, values.values, columns) : undefined
    if (time) {
      addCondition(time.column, time.is, time.value)
      index = values.end - 1
      continue
    }
    const isNumeric = typeof values.values[0] === 'number'
    const following = tokens[values.end]
    // An amount is compared with a number: "customers with at least 3 orders" with the count of orders.
    const counted = tokens[end]?.kind === 'number' ? Number(tokens[end]!.value) : undefined
    const isAmount =
      isNumericComparison(phrase.is) &&
      (counted !== undefined || values.values.every((value) => !Number.isNaN(Number(value))))
    const isOtherType = column !== undefined && isAmount && !isNumber(column.type) && !isTime(column.type)
    // "the years in which more than 100,000 people died": not the year.
    const isNoYear =
      column !== undefined && isAmount && isYearColumn(column) && values.values.every((value) => Number(value) > 9999)
    // "and above 500 m elevation": not the column of the condition before.
    const isFar =
      column !== undefined &&
      columnAt < phraseStart - 2 &&
      tokens.slice(columnAt + 1, phraseStart).some(({ folded: word }) => connectors.has(word))
    const next =
      isFar && isNumericComparison(phrase.is) && following?.column && isNumber(following.column.type)
        ? following.column
        : undefined
    const compared =
      next ??
      (isNoYear
        ? findNumericColumn(columns.filter((each) => !isYearColumn(each)))
        : isOtherType
          ? following?.column && isNumber(following.column.type)
            ? following.column
            : columns.find(({ name }) => name === 'count')
          : (column ??
            (isNumeric && isPerson
              ? columns.find(({ name, type }) => isNumber(type) && /^(?:age|alter)$/i.test(name))
              : undefined) ??
            (isNumeric && following?.kind === 'column' ? following.column : undefined) ??
            (isNumeric && pronoun ? columns.findLast(({ type }) => isNumber(type)) : undefined) ??
            (isNumeric
              ? findNumericColumn(columns.filter((each) => !isYearColumn(each)))
              : isDate(values.values[0])
                ? findTimeColumn(columns)
                : undefined)))
    if (!compared || (phrase.is === 'equals' && column === undefined)) continue
    const { is } = phrase
    const amounts =
      isAmount && isNumber(compared.type)
        ? counted === undefined || values.values.length > 1
          ? values.values.map(Number)
          : [counted]
        : values.values
    if (values.values.length > 1 || is === 'is-one-of') {
      if (isNegated)
        for (const value of values.values) conditions.push({ column: compared.name, is: 'not-equals', value })
      else conditions.push({ column: compared.name, is: 'is-one-of', value: [...values.values] })
      isNegated = false
    } else addCondition(compared, values.isOrMore ? 'at-least' : values.isOrLess ? 'at-most' : is, amounts[0]!)
    index = values.end - 1
    column = undefined
  }
  markUsed(tokens.length)
  return conditions.length === 0
    ? undefined
    : { conditions: matchesAny ? conditions : joinEqualities(conditions), match: matchesAny ? 'any' : 'all', used }
}
