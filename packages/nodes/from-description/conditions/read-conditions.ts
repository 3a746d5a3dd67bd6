import { isNumber, isTime } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findColumnOfComparative } from '../link-columns.ts'
import type { Token } from '../words.ts'
import { type Comparison, type Scalar, type WordConditions, isNumericComparison, joinEqualities } from './condition.ts'
import { ConditionList } from './condition-list.ts'
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
  skipNegations,
} from './comparison-phrases.ts'
import {
  isIdentifier,
  hasZeroForNone,
  isDate,
  isYear,
  isYearColumn,
  toPeriod,
  findTimeColumn,
  findNumericColumn,
  findComparedColumn,
} from './compared-columns.ts'
import { fillers, readValue, readValues, startsDirectValue, readCells } from './read-values.ts'
import {
  isYearLimit,
  rangeWords,
  readRange,
  yearIntroductions,
  readPeriodValue,
  readYears,
  readYear,
} from './read-ranges.ts'
import { readColumnsBefore, readColumnList, readNamedAmount, isPredicate } from './read-columns.ts'

/** Whether a noun names the rows, although a numeric column's name starts with it: "customers" and `Customer Rating`. */
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
 * @param comparable - The columns that a comparative such as "older" can mean.
 * @returns `undefined` if the tokens contain no condition.
 */
export function readConditions(
  tokens: readonly Token[],
  columns: readonly Column[],
  comparable = columns,
): WordConditions | undefined {
  let matchesAny = false
  let column: Column | undefined
  let hasKnownValues = false
  const hasPronoun = tokens.some(({ folded }) => folded === 'it' || folded === 'they' || folded === 'es')
  const isAboutPeople = tokens.some(({ folded }) =>
    /^(?:who|people|person|persons|anyone|everyone|young|old|wer|personen|leute|menschen|junge?[nr]?|alte?[nr]?)$/.test(
      folded,
    ),
  )
  const list = new ConditionList(tokens)
  const { conditions } = list
  const used = new Set<Token>()
  let columnAt = -1
  /** A numeric column that is named before a value of another column. */
  let waiting: Column | undefined
  let last = { from: 0, columnAt, count: 0 }
  /** Marks the tokens of the last condition, including its column, as used. */
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
      const isFalse = list.isNegated || absences.has(tokens[index - 1]?.folded ?? '')
      list.isNegated = false
      list.add(token.column!, 'equals', token.flag[isFalse ? 1 : 0])
      columnAt = index
      continue
    }
    if (isRowNoun(token)) continue
    if (token.kind === 'column' && (!token.isPartial || !isIdentifier(token.column!) || column === undefined)) {
      // "the share in the group "A" is over 5" compares the share.
      if (
        column &&
        isNumber(column.type) &&
        columnAt >= index - 3 &&
        rangeWords.has(tokens[columnAt + 1]?.folded ?? '')
      )
        waiting = column
      column = token.column
      columnAt = index
      hasKnownValues = token.hasKnownValues === true
      const next = tokens[index + 1]
      // "age 18 to 64"
      const directRange = column && next?.kind === 'number' ? readRange(tokens, index + 1, column) : undefined
      if (directRange) {
        list.addRange(column!, ...directRange.values)
        index = directRange.end - 1
        continue
      }
      if (column && next && !startsPhrase(tokens, index + 1)) {
        const direct = startsDirectValue(column, tokens[index + 1]!, token.hasKnownValues)
          ? readValues(tokens, index + 1, column)
          : undefined
        if (direct) {
          const [value] = direct.values
          const limit = readLimitBefore(tokens, index, column, value!)
          if (limit) {
            list.add(column, limit.is, limit.value)
            index = direct.end - 1
            continue
          }
          if (direct.values.length > 1) list.add(column, 'is-one-of', [...direct.values])
          else list.add(column, direct.isOrMore ? 'at-least' : direct.isOrLess ? 'at-most' : 'equals', value!)
          index = direct.end - 1
        }
      }
      continue
    }
    const { folded } = token
    if (token.cell) {
      const named = readCells(tokens, index)
      const compared = token.cell.column
      if (column && isNumber(column.type) && columnAt < index) waiting = column
      if (list.isNegated || named.values.length > 1) list.addOneOf(compared, named.values)
      else conditions.push({ column: compared.name, is: 'equals', value: named.values[0]! })
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
      list.isNegated = true
      continue
    }
    // "a negative profit"
    const signed = signs.has(folded) ? tokens[index + 1]?.column : undefined
    if (signed && isNumber(signed.type)) {
      list.add(signed, signs.get(folded)!, 0)
      columnAt = index + 1
      index++
      continue
    }
    const sign = column && isNumber(column.type) ? signs.get(folded) : undefined
    if (sign && column) {
      list.add(column, sign, 0)
      continue
    }
    // "since the year 2000"
    const limitedPeriod = isYearLimit(folded) ? readPeriodValue(tokens, index + 1) : undefined
    const limitedTime =
      limitedPeriod && limitedPeriod.end > index + 2 ? readYear(folded, [limitedPeriod.value], columns) : undefined
    if (limitedTime && folded !== 'from') {
      list.add(limitedTime.column, limitedTime.is, limitedTime.value)
      index = limitedPeriod!.end - 1
      continue
    }
    if (folded === 'vor' || folded === 'nach') {
      const limit = tokens[index + 1]?.value
      const time = limit === undefined ? undefined : readYear(folded, [limit], columns)
      const dated = time ?? (isDate(limit) ? findTimeColumn(columns) : undefined)
      if (time) list.add(time.column, time.is, time.value)
      else if (dated && 'type' in dated && limit !== undefined)
        list.add(dated, folded === 'vor' ? 'less' : 'more', limit)
      if (dated) {
        index++
        continue
      }
    }
    // "neither a phone number nor an email"
    if (/^(?:neither|weder)$/.test(folded)) {
      const listed = readColumnList(tokens, index + 1)
      if (listed.length > 1) {
        for (const absent of listed) list.add(absent.column!, 'is-empty', '')
        for (const each of tokens.slice(index, tokens.indexOf(listed.at(-1)!))) used.add(each)
        columnAt = tokens.indexOf(listed.at(-1)!)
        index = columnAt
      } else list.isNegated = true
      continue
    }
    if (absences.has(folded) || absentToken) {
      const start = /^(?:had|has|have|any|hatten?|hat|haben)$/.test(tokens[index + 1]?.folded ?? '')
        ? index + 2
        : index + 1
      // "without the row X" excludes a value.
      let cellAt = start
      while (
        fillers.has(tokens[cellAt]?.folded ?? '') ||
        /^(?:rows?|zeilen?|lines?|entries|entry)$/.test(tokens[cellAt]?.folded ?? '')
      )
        cellAt++
      if (absences.has(folded) && tokens[cellAt]?.cell) {
        list.isNegated = true
        index = cellAt - 1
        continue
      }
      const listed = readColumnList(tokens, start)
      const named = listed.flatMap((each) => (each.flag ? [] : [each.column!]))
      for (const { flag, column: flagColumn } of listed) if (flag) list.add(flagColumn!, 'equals', flag[1])
      for (const absent of named) list.add(absent, 'is-empty', '')
      if (listed.length > 0) {
        columnAt = tokens.indexOf(listed.at(-1)!)
        index = columnAt
      }
      // "without rain": the amount is missing or 0.
      if (named.length === 1 && conditions.length === 1 && isNumber(named[0]!.type) && hasZeroForNone(named[0]!)) {
        list.add(named[0]!, 'equals', 0)
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
      hasZeroForNone(owned.column) &&
      !startsComparison(tokens, index + 3) &&
      tokens[index + 3]?.kind !== 'number'
    ) {
      list.add(owned.column, 'more', 0)
      columnAt = index + 2
      index += 2
      continue
    }
    // "30 deaths or more", "with 8 cylinders"
    const amount = token.kind === 'number' ? readNamedAmount(tokens, index) : undefined
    if (amount) {
      list.add(amount.column, amount.is, Number(token.value))
      index = amount.end - 1
      continue
    }
    // A year without a preposition, as in "which countries had 2005 the …".
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
    const limit = bare ? readValues(tokens, index, bare) : undefined
    // "1980 or later"
    if (bare && (limit?.isOrMore || limit?.isOrLess)) {
      const period = toPeriod(Number(token.value))!
      if (!isTime(bare.type)) list.add(bare, limit.isOrMore ? 'at-least' : 'at-most', Number(token.value))
      else if (limit.isOrMore) list.add(bare, 'at-least', period.start)
      else list.add(bare, 'less', period.end)
      index = limit.end - 1
      continue
    }
    if (bare && !/^(?:to|through|bis|until|till|-)$/.test(tokens[index + 1]?.folded ?? '')) {
      index = list.addPeriods(bare, Number(token.value), index + 1) - 1
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
      list.addRange(compared, first.value, second.value)
      index = isFollowed ? second.end : second.end - 1
      continue
    }
    // "in denen", "in which": a relative clause follows, not a value.
    if (relativePronouns.has(tokens[index + 1]?.folded ?? '') && prepositions.has(folded)) {
      index++
      continue
    }
    const isYearRange =
      token.kind === 'number' &&
      isYear(token.value) &&
      /^(?:to|through|bis|until|till|-)$/.test(tokens[index + 1]?.folded ?? '')
    const range = rangeWords.has(folded)
      ? readRange(tokens, index + 1, column)
      : isYearRange
        ? readRange(tokens, index, column)
        : undefined
    if (range) {
      const isForOtherColumn =
        column !== undefined && toPeriod(range.values[0]) !== undefined && !isTime(column.type) && !isYearColumn(column)
      const compared = (isForOtherColumn ? undefined : column) ?? findComparedColumn(columns, range.values[0])
      if (compared) {
        list.addRange(compared, ...range.values)
        index = range.end - 1
        continue
      }
    }
    // "older than 40" compares the age.
    const at = copulas.has(folded) ? skipNegations(tokens, index + 1) : index
    const adjective = tokens[at]?.folded ?? ''
    const isComparative = ['than', 'als'].includes(tokens[at + 1]?.folded ?? '')
    // "temp_max warmer than 25": any comparative compares the column before it.
    const adjacent =
      isComparative && /^[a-z]{3,}er$/.test(adjective) && columnAt >= at - 2 && column && isNumber(column.type)
        ? column
        : undefined
    const comparative = isComparative
      ? ((findPhrase(tokens, at) ? undefined : adjacent) ?? findColumnOfComparative(adjective, comparable))
      : undefined
    if (comparative) {
      const compared = readValue(tokens, at + 2, comparative)
      if (compared) {
        list.isNegated ||= tokens.slice(index, at).some((word) => negations.has(word.folded))
        list.add(comparative, lessWords.test(adjective) ? 'less' : 'more', compared.value)
        index = compared.end - 1
        continue
      }
    }
    // "orders from 2015" means only that year; "from 2015 on" includes later years.
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
      index = list.addPeriods(yearColumn, year.value, year.end) - 1
      continue
    }
    const start = copulas.has(folded) ? skipNegations(tokens, index + 1) : index
    const phrase = (start !== index ? findPhrase(tokens, start) : undefined) ?? findPhrase(tokens, index)
    if (!phrase) continue
    const phraseStart = start !== index && findPhrase(tokens, start) ? start : index
    if (phraseStart > index)
      list.isNegated ||= tokens.slice(index, phraseStart).some((word) => negations.has(word.folded))
    let end = phraseStart + phrase.length
    // In "from Seattle", the value determines the column.
    const cellAt = fillers.has(tokens[end]?.folded ?? '') ? end + 1 : end
    const { cell } = tokens[cellAt] ?? {}
    if (
      cell &&
      cell.column.name !== column?.name &&
      (isNumericComparison(phrase.is) || phrase.is === 'is-one-of' || phrase.is === 'equals')
    )
      continue
    for (; tokens[end] && negations.has(tokens[end]!.folded); end++) list.isNegated = true
    // In "north of latitude 68", the column follows the comparison.
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
      for (const namedColumn of namedColumns) list.add(namedColumn, phrase.is, '')
      if (namedColumns.length > 1) matchesAny ||= phrase.is === 'is-empty'
      index = end - 1
      continue
    }
    const isOne =
      isNumericComparison(phrase.is) &&
      /^(?:one|an?|eine?[nrms]?)$/.test(tokens[end]?.folded ?? '') &&
      tokens[end + 1]?.kind !== 'number'
    const values = isOne
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
      list.add(time.column, time.is, time.value)
      index = values.end - 1
      continue
    }
    const isNumeric = typeof values.values[0] === 'number'
    const following = tokens[values.end]
    // "customers with at least 3 orders" compares the count of orders, not the customers.
    const counted = tokens[end]?.kind === 'number' ? Number(tokens[end]!.value) : undefined
    const isAmount =
      isNumericComparison(phrase.is) &&
      (counted !== undefined || values.values.every((value) => !Number.isNaN(Number(value))))
    const isOtherType = column !== undefined && isAmount && !isNumber(column.type) && !isTime(column.type)
    // "the years in which more than 100,000 people died" does not compare the year.
    const isTooHighForYear =
      column !== undefined && isAmount && isYearColumn(column) && values.values.every((value) => Number(value) > 9999)
    // "and above 500 m elevation" does not compare the column of the previous condition.
    const isNewCondition =
      column !== undefined &&
      columnAt < phraseStart - 2 &&
      tokens.slice(columnAt + 1, phraseStart).some(({ folded: word }) => connectors.has(word))
    const next =
      isNewCondition && isNumericComparison(phrase.is) && following?.column && isNumber(following.column.type)
        ? following.column
        : undefined
    const compared =
      next ??
      (isTooHighForYear
        ? findNumericColumn(columns.filter((each) => !isYearColumn(each)))
        : isOtherType
          ? following?.column && isNumber(following.column.type)
            ? following.column
            : (waiting ?? columns.find(({ name }) => name === 'count'))
          : (column ??
            (isNumeric && isNumericComparison(phrase.is) ? waiting : undefined) ??
            (isNumeric && isAboutPeople
              ? columns.find(({ name, type }) => isNumber(type) && /^(?:age|alter)$/i.test(name))
              : undefined) ??
            (isNumeric && following?.kind === 'column' ? following.column : undefined) ??
            (isNumeric && hasPronoun ? columns.findLast(({ type }) => isNumber(type)) : undefined) ??
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
    if (values.values.length > 1 || is === 'is-one-of') list.addOneOf(compared, values.values)
    else list.add(compared, values.isOrMore ? 'at-least' : values.isOrLess ? 'at-most' : is, amounts[0]!)
    index = values.end - 1
    column = undefined
  }
  markUsed(tokens.length)
  return conditions.length === 0
    ? undefined
    : { conditions: matchesAny ? conditions : joinEqualities(conditions), match: matchesAny ? 'any' : 'all', used }
}

/** Reads the limit before a year column and its value: "since the year 2000", "ab dem Jahr 2000". */
function readLimitBefore(
  tokens: readonly Token[],
  columnAt: number,
  column: Column,
  value: Scalar,
): { readonly is: Comparison; readonly value: Scalar } | undefined {
  if (!isYearColumn(column)) return undefined
  const word = tokens[columnAt - (fillers.has(tokens[columnAt - 1]?.folded ?? '') ? 2 : 1)]?.folded ?? ''
  // "from the year 2000" means only that year; "from the year 2000 on" includes later years.
  const isOpen = /^(?:on|onwards?|upwards?|an)$/.test(tokens[columnAt + 2]?.folded ?? '')
  return word === 'from' && !isOpen ? undefined : readYear(word, [value], [column])
}
