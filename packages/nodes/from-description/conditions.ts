import { isNumber, isTime } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { findColumnOfComparative } from './link-columns.ts'
import { findUnitFactor } from './query/units.ts'
import type { Token } from './words.ts'

export type Comparison =
  | 'equals'
  | 'not-equals'
  | 'less'
  | 'at-most'
  | 'more'
  | 'at-least'
  | 'contains'
  | 'starts-with'
  | 'ends-with'
  | 'is-one-of'
  | 'is-empty'
  | 'is-not-empty'

type Scalar = string | number | boolean

/** A condition of the Filter node. */
export interface WordCondition {
  readonly column: string
  readonly is: Comparison
  readonly value: Scalar | Scalar[]
}

export interface WordConditions {
  readonly conditions: readonly WordCondition[]
  readonly match: 'all' | 'any'
  /** The tokens that the conditions were read from. */
  readonly used?: ReadonlySet<Token>
}

/** Phrases of folded words, English and German. Longer phrases are tried first. */
const phrases: readonly (readonly [words: readonly string[], is: Comparison])[] = (
  [
    [
      'at-least',
      'greater than or equal to|at least|no less than|not less than|>=|≥|mindestens|groser oder gleich|minimum of|starting from|from|since|seit|ab',
    ],
    [
      'at-most',
      'less than or equal to|at most|no more than|not more than|up to|<=|≤|hochstens|maximal|kleiner oder gleich|until|bis zu|bis',
    ],
    [
      'more',
      'north of|east of|nordlich von|ostlich von|greater than|more than|larger than|bigger than|higher than|stronger than|longer than|older than|later than|above|over|exceeds|exceeding|after|>|groser als|mehr als|hoher als|alter als|spater als|uber|nach dem|oberhalb von',
    ],
    [
      'less',
      'south of|west of|sudlich von|westlich von|less than|fewer than|smaller than|lower than|younger than|earlier than|cheaper than|below|under|before|<|kleiner als|weniger als|niedriger als|junger als|fruher als|gunstiger als|unter|vor dem|unterhalb von',
    ],
    ['not-equals', 'not equal to|does not equal|other than|different from|!=|<>|≠|ungleich|nicht gleich|ungleich zu'],
    ['contains', 'contains|contain|containing|includes|including|enthalt|enthalten|beinhaltet'],
    [
      'starts-with',
      'starts with|start with|starting with|begins with|beginning with|beginnt mit|beginnen mit|anfangt mit',
    ],
    ['ends-with', 'ends with|end with|ending with|ending in|endet mit|endet auf|enden auf|enden mit'],
    ['is-one-of', 'is one of|one of|any of|in|eines von|eine von|einer von'],
    [
      'is-not-empty',
      'is not empty|not empty|not missing|not null|is known|are known|ist bekannt|is given|is filled|is present|has a value|nicht leer|vorhanden|gefullt',
    ],
    [
      'is-empty',
      'empty|missing|blank|null|nan|na|not available|not given|not specified|not set|undefined|not known|has no value|have no value|nicht vorhanden|nicht angegeben|keine angabe|unbekannt|do not know|is unknown|are unknown|is not known|are not known|leer|leere|leerem|leeren|leerer|fehlt|fehlen|fehlende|fehlendem|fehlenden',
    ],
    ['equals', 'equal to|equals|equal|=|==|gleich|is|are|was|were|be|ist|sind|war|sein|lautet|of'],
  ] as const
)
  .flatMap(([is, text]) => text.split('|').map((phrase) => [phrase.split(' '), is] as const))
  .toSorted(([a], [b]) => b.length - a.length)

/** The words that express comparisons. */
export const comparisonWords: readonly string[] = phrases.flatMap(([words]) => words)

const isWordLike = ({ kind }: Token): boolean => kind === 'word' || kind === 'operator'
const negations = new Set([
  'except',
  'excluding',
  'auser',
  'not',
  'nicht',
  'no',
  'kein',
  'keine',
  'keinen',
  'isnt',
  'outside',
  'auserhalb',
])
const copulas = new Set(['is', 'are', 'was', 'were', 'be', 'ist', 'sind', 'war', 'sein'])
const absences = new Set(['without', 'ohne', 'lacking', 'never', 'nie', 'niemals'])

const inverses: Readonly<Record<Comparison, Comparison | undefined>> = {
  equals: 'not-equals',
  'not-equals': 'equals',
  less: 'at-least',
  'at-most': 'more',
  more: 'at-most',
  'at-least': 'less',
  'is-empty': 'is-not-empty',
  'is-not-empty': 'is-empty',
  contains: undefined,
  'starts-with': undefined,
  'ends-with': undefined,
  'is-one-of': undefined,
}

/** Whether a column can have a value: a time is compared with dates and years, a number with numbers. */
const fitsType = ({ type }: Column, value: Scalar | Scalar[]): boolean =>
  [value]
    .flat()
    .every(
      (each) =>
        each === '' ||
        (isTime(type) ? /^\d{4}(?:-|$)/.test(String(each)) : isNumber(type) ? !Number.isNaN(Number(each)) : true),
    )

interface FoundPhrase {
  readonly is: Comparison
  readonly length: number
}

function findPhrase(tokens: readonly Token[], index: number): FoundPhrase | undefined {
  const found = phrases.find(([words]) =>
    words.every((word, offset) => {
      const token = tokens[index + offset]
      return token !== undefined && (isWordLike(token) || token.isPartial === true) && token.folded === word
    }),
  )
  return found && { is: found[1], length: found[0].length }
}

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
    /^(?:who|people|person|persons|anyone|everyone|wer|personen|leute|menschen)$/.test(folded),
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
    if (decade && /^(?:s|er|ern)$/.test(decade.folded) && decade.start === tokens[from - 1]?.end && isYearValue(value)) {
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
    if (/^(?:with|had|have|has|mit)$/.test(folded) && owned?.column && isNumber(owned.column.type) && countsNothing(owned.column) && !startsComparison(tokens, index + 3) && tokens[index + 3]?.kind !== 'number') {
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
      const compared = column ?? findComparedColumn(columns, first?.value)
      if (!first || !second || !compared) continue
      addRange(compared, first.value, second.value)
      index = second.end - 1
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
      !/^(?:on|onward|onwards|upward|upwards|an|and|to|until|through|bis|till|or|-)$/.test(tokens[index + 2]?.folded ?? '') &&
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
    const isNoYear = column !== undefined && isAmount && isYearColumn(column) && values.values.every((value) => Number(value) > 9999)
    const compared = isNoYear
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
        (isNumeric ? findNumericColumn(columns.filter((each) => !isYearColumn(each))) : isDate(values.values[0]) ? findTimeColumn(columns) : undefined))
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

/**
 * Combines equality conditions on the same column: "Adelie penguins and Gentoo penguins" becomes one `is-one-of`
 * condition.
 */
function joinEqualities(conditions: readonly WordCondition[]): readonly WordCondition[] {
  const isEquality = ({ is }: WordCondition): boolean => is === 'equals' || is === 'is-one-of'
  const joined: WordCondition[] = []
  for (const condition of conditions) {
    const index = isEquality(condition)
      ? joined.findIndex((each) => isEquality(each) && each.column === condition.column)
      : -1
    if (index < 0) joined.push(condition)
    else {
      const value = [...new Set([joined[index]!.value, condition.value].flat())]
      joined[index] = value.length === 1 ? joined[index]! : { ...condition, is: 'is-one-of', value }
    }
  }
  return joined
}

/** Reads the cells of one column: "Adelie, Gentoo or Chinstrap". */
function readCells(
  tokens: readonly Token[],
  from: number,
): { readonly values: readonly string[]; readonly end: number } {
  const { column, value } = tokens[from]!.cell!
  const values = [value]
  let end = from + 1
  for (let index = end; index < tokens.length; index++) {
    const { cell, kind, folded } = tokens[index]!
    if (cell?.column.name === column.name) {
      values.push(cell.value)
      end = index + 1
    } else if (kind !== 'comma' && !connectors.has(folded)) break
  }
  return { values: [...new Set(values)], end }
}

const lessWords =
  /^(?:young|cheap|small|low|short|light|slow|few|earl|cold|weak|jung|klein|niedrig|kurz|leicht|billig|gunstig|fruh)/

const startsComparison = (tokens: readonly Token[], index: number): boolean =>
  tokens[index] !== undefined && startsPhrase(tokens, index)

/** Words before a year or month that rows are limited to. */
const yearIntroductions = new Set(
  'in im the den der during within year years jahr jahre jahres for fur of only nur just aus'.split(' '),
)

/** Reads a year or a month such as "2014" or "May 2014". */
function readPeriodValue(tokens: readonly Token[], from: number): ReadValue | undefined {
  let index = from
  while (
    tokens[index] &&
    (fillers.has(tokens[index]!.folded) || /^(?:year|jahr|month|monat)$/.test(tokens[index]!.folded))
  )
    index++
  const value = tokens[index]?.value
  // A number before a noun is an amount, not a year: "for 2000 people".
  const next = tokens[index + 1]
  const isAmount = typeof value === 'number' && next?.kind === 'column' && isNumber(next.column!.type)
  return value !== undefined && toPeriod(value) && !isAmount ? { value, end: index + 1 } : undefined
}

/**
 * Inverts conditions: "remove rows where a is empty" keeps the rows where it is not empty.
 *
 * @returns `undefined` if conditions cannot express it.
 */
export function invertConditions({ conditions, match }: WordConditions): WordConditions | undefined {
  const inverted: WordCondition[] = []
  for (const { column, is, value } of conditions) {
    const isList = is === 'is-one-of' && Array.isArray(value)
    // A value outside a list differs from all of its items, so the inverted conditions must all hold.
    if (isList && (match === 'any' || conditions.length === 1)) {
      inverted.push(...value.map((item) => ({ column, is: 'not-equals' as const, value: item })))
      continue
    }
    const inverse = inverses[is]
    if (inverse === undefined) return undefined
    inverted.push({ column, is: inverse, value })
  }
  return { conditions: inverted, match: match === 'any' || conditions.length === 1 ? 'all' : 'any' }
}

/** Reads the column of an amount: "30 deaths or more", "with 8 cylinders". */
function readNamedAmount(
  tokens: readonly Token[],
  index: number,
): { column: Column; is: Comparison; end: number } | undefined {
  const column = tokens[index + 1]?.column
  if (!column || !isNumber(column.type) || isYearColumn(column)) return undefined
  if (connectors.has(tokens[index + 2]?.folded ?? '')) {
    const word = tokens[index + 3]?.folded ?? ''
    if (/^(?:more|above|higher|mehr|hoher)$/.test(word)) return { column, is: 'at-least', end: index + 4 }
    if (/^(?:less|fewer|below|lower|weniger)$/.test(word)) return { column, is: 'at-most', end: index + 4 }
  }
  return /^(?:with|has|have|had|exactly|mit|hat|haben|hatten|genau)$/.test(tokens[index - 1]?.folded ?? '')
    ? { column, is: 'equals', end: index + 2 }
    : undefined
}

const startsPhrase = (tokens: readonly Token[], index: number): boolean => {
  const { folded } = tokens[index]!
  return (
    findPhrase(tokens, index) !== undefined ||
    copulas.has(folded) ||
    negations.has(folded) ||
    folded === 'between' ||
    folded === 'zwischen'
  )
}

/** Skips negations between "is" and a comparison. */
function skipCopula(tokens: readonly Token[], index: number): number {
  let next = index
  while (tokens[next] && negations.has(tokens[next]!.folded)) next++
  return next
}

/** Reads the columns of a list that ends at an index: "city or state" in "city or state is empty". */
function readColumnsBefore(tokens: readonly Token[], last: number): Token[] {
  const list: Token[] = []
  for (let index = last; index >= 0; index--) {
    const token = tokens[index]!
    if (token.kind === 'column') list.unshift(token)
    else if (!connectors.has(token.folded) && token.kind !== 'comma' && !fillers.has(token.folded)) break
    else if (list.length === 0) break
  }
  return list
}

function readColumnList(tokens: readonly Token[], index: number): Token[] {
  const list: Token[] = []
  for (const token of tokens.slice(index)) {
    if (token.kind === 'column') list.push(token)
    else if (
      !fillers.has(token.folded) &&
      token.kind !== 'comma' &&
      !connectors.has(token.folded) &&
      !(list.length > 0 && /^(?:number|address|nummer|adresse|data|entry)$/.test(token.folded))
    )
      break
  }
  return list
}

const fillers = new Set(
  'beginning start anfang beginn the a an value values column columns of cells in exactly only der die das den dem ein eine einen wert werte zellen spalte spalten am als genau nur eur euro euros usd dollar dollars $ €'.split(
    ' ',
  ),
)
const connectors = new Set(['and', 'or', 'und', 'oder', 'nor', 'noch'])
const predicateStarts =
  /^(?:is|are|was|were|been|being|be|not|non|no|with|without|has|have|had|having|who|which|that|only|just|all|nur|alle|mit|ohne|nicht|ist|sind|war|waren|hat|haben|noch|still|already|currently|keep|remove|show|list|of|the)$/

/** Whether a column with yes and no is a condition: "overdue loans", "that have scheduled service". */
function isPredicate(tokens: readonly Token[], index: number): boolean {
  const [before, next] = [tokens[index - 1], tokens[index + 1]]
  const isList = (token: Token | undefined): boolean => token?.kind === 'comma' || connectors.has(token?.folded ?? '')
  const hasValue = next?.kind === 'operator' || copulas.has(next?.folded ?? '') || next?.kind === 'text'
  if (hasValue && !absences.has(before?.folded ?? '')) return false
  if ((isList(before) && tokens[index - 2]?.column) || (isList(next) && tokens[index + 2]?.column)) return false
  if (/^(?:by|per|nach|je|pro|each)$/.test(before?.folded ?? '')) return false
  return (
    before === undefined ||
    predicateStarts.test(before.folded) ||
    (next !== undefined && (next.kind === 'word' || next.isPartial === true))
  )
}

const isNumericComparison = (is: Comparison): boolean => ['more', 'less', 'at-least', 'at-most'].includes(is)
const signs: ReadonlyMap<string, Comparison> = new Map([
  ['positive', 'more'],
  ['positiv', 'more'],
  ['negative', 'less'],
  ['negativ', 'less'],
])
const prepositions = new Set(['in', 'bei', 'mit', 'fur', 'for', 'of', 'from', 'with'])
const relativePronouns = new Set(['denen', 'which', 'whom'])
const rangeWords = new Set(['from', 'von', 'for', 'fur', 'in', 'months', 'years', 'years:', 'period'])

/** Reads a range after "from": "1950 to 1999". */
function readRange(
  tokens: readonly Token[],
  index: number,
  column: Column | undefined,
): { readonly values: readonly [Scalar, Scalar]; readonly end: number } | undefined {
  const first = readValue(tokens, index, column)
  if (!first || !['to', 'bis', 'until', 'through', 'till', '-'].includes(tokens[first.end]?.folded ?? ''))
    return undefined
  const second = readValue(tokens, first.end + 1, column)
  if (!second || typeof second.value !== typeof first.value) return undefined
  return typeof first.value === 'number' || isDate(first.value) || /^\d{4}-\d{2}$/.test(String(first.value))
    ? { values: [first.value, second.value], end: second.end }
    : undefined
}

/** Reads a year that limits rows, such as "since 2024", if the table has exactly one column of dates or years. */
function readYear(
  word: string,
  values: readonly Scalar[],
  columns: readonly Column[],
): { readonly column: Column; readonly is: Comparison; readonly value: Scalar } | undefined {
  const [year] = values
  const period = year === undefined ? undefined : toPeriod(year)
  const column = yearLimits.has(word) && period ? findComparedColumn(columns, year) : undefined
  const limit = yearLimits.get(word)
  if (!column || !limit || !period || values.length > 1) return undefined
  const [is, isEnd] = limit
  return {
    column,
    is,
    value: isTime(column.type) ? (isEnd ? period.end : period.start) : Number(year) + (isEnd ? 1 : 0),
  }
}

/** The comparison with the start or end of a year or month: "until 2020" is before the end of 2020. */
const yearLimits: ReadonlyMap<string, readonly [is: Comparison, isEnd: boolean]> = new Map([
  ['since', ['at-least', false]],
  ['seit', ['at-least', false]],
  ['ab', ['at-least', false]],
  ['from', ['at-least', false]],
  ['after', ['at-least', true]],
  ['before', ['less', false]],
  ['vor', ['less', false]],
  ['nach', ['at-least', true]],
  ['until', ['less', true]],
  ['bis', ['less', true]],
])

const isYearColumn = ({ name }: Column): boolean => /(?:^|[^a-z])(?:year|jahr)/i.test(name)
const isYearValue = (value: Scalar | undefined): boolean => typeof value === 'number' && isYear(value)

/** Returns the first day of a year (2014) or month ("2014-05"), and the first day after it. */
function toPeriod(value: Scalar): { readonly start: string; readonly end: string } | undefined {
  if (isYearValue(value)) return { start: `${value}-01-01`, end: `${Number(value) + 1}-01-01` }
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(String(value)) ?? []
  if (year === undefined) return undefined
  const next = Number(month) === 12 ? `${Number(year) + 1}-01` : `${year}-${String(Number(month) + 1).padStart(2, '0')}`
  return { start: `${value}-01`, end: `${next}-01` }
}

/**
 * Returns the only column that a value without a column can be compared with: for years and dates, a year, date or time
 * column.
 */
function findComparedColumn(columns: readonly Column[], value: Scalar | undefined): Column | undefined {
  if (isDate(value) || /^\d{4}-\d{2}$/.test(String(value))) return findTimeColumn(columns)
  if (!isYearValue(value)) return findNumericColumn(columns)
  const years = columns.filter(({ name }) => /(?:^|[^a-z])(?:year|jahr)(?:$|[^a-z])/i.test(name))
  return years[0] ?? findTimeColumn(columns) ?? findNumericColumn(columns)
}

/** Reads more years after one: "and 2017". */
function readYears(tokens: readonly Token[], from: number): { readonly years: readonly number[]; readonly end: number } {
  const years: number[] = []
  let end = from
  while (tokens[end] && (tokens[end]!.kind === 'comma' || connectors.has(tokens[end]!.folded))) {
    const at = tokens[end]!.kind === 'comma' && connectors.has(tokens[end + 1]?.folded ?? '') ? end + 2 : end + 1
    const next = tokens[at]
    if (next?.kind !== 'number' || !/^(?:19|20)\d{2}$/.test(next.raw)) break
    years.push(Number(next.value))
    end = at + 1
  }
  return { years, end }
}

/** Words that end a value. */
const valueTerminators = new Set(
  'and or und oder ist sind war liegt has have hat haben by per je pro then dann sort sorted show remove keep where with mit count sum average only from for to in into on unique eindeutig entfernen loschen behalten filtern sortieren exportieren speichern anzeigen zeigen berechnen zahlen summieren must should shall soll sollen muss mussen darf positive negative positiv negativ ausschliesen verwerfen zeige remove delete drop discard exclude export save'.split(
    ' ',
  ),
)

interface ReadValue {
  readonly value: Scalar
  /** The index of the token after the value. */
  readonly end: number
}

function readValue(tokens: readonly Token[], from: number, column: Column | undefined): ReadValue | undefined {
  let index = from
  while (tokens[index] && fillers.has(tokens[index]!.folded)) index++
  const token = tokens[index]
  if (!token) return undefined
  if (token.kind === 'number') {
    const isTextColumn = column !== undefined && !isNumber(column.type)
    let end = index + 1
    const factor = column && tokens[end] ? findUnitFactor(tokens[end]!.folded, column.name) : undefined
    while (tokens[end] && unitWords.has(tokens[end]!.folded)) end++
    if (factor !== undefined) return { value: Number((Number(token.value) * factor).toPrecision(9)), end }
    if (column !== undefined && isTime(column.type) && isYear(token.value)) return { value: `${token.raw}-01-01`, end }
    return { value: isTextColumn ? token.raw : (token.value ?? 0), end }
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
  if (column !== undefined && (isNumber(column.type) || isTime(column.type))) return undefined
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

const unitWords = new Set(
  'mm cm m km kg g kilos kilograms kilogramm grams gramm pounds pfund lbs kilometers kilometres kilometern hundred degrees degree grad celsius fahrenheit mph kmh knots meters metres meter metre feet inches hours minutes seconds points stunden minuten punkte eur euro euros usd dollar dollars percent prozent % jahre jahren years days tage'.split(
    ' ',
  ),
)
const isYear = (value: string | number | undefined): boolean => Number(value) >= 1900 && Number(value) < 2100

interface ReadValues {
  readonly values: readonly Scalar[]
  readonly end: number
  readonly isOrMore: boolean
  readonly isOrLess: boolean
}

/** Reads a value, or alternatives: "paid or shipped". */
function readValues(tokens: readonly Token[], from: number, column: Column | undefined): ReadValues | undefined {
  const first = readValue(tokens, from, column)
  if (!first) return undefined
  const values = [first.value]
  let { end } = first
  const isCell = tokens.slice(from, end).some(({ cell }) => cell !== undefined)
  const isOr = (index: number): boolean => connectors.has(tokens[index]?.folded ?? '')
  const postfix = isOr(end) ? tokens[end + 1]?.folded : undefined
  if (postfix !== undefined && ['more', 'above', 'higher', 'later', 'mehr', 'hoher', 'spater'].includes(postfix)) {
    return { values, end: end + 2, isOrMore: true, isOrLess: false }
  }
  if (postfix !== undefined && ['less', 'below', 'lower', 'earlier', 'weniger', 'niedriger'].includes(postfix)) {
    return { values, end: end + 2, isOrMore: false, isOrLess: true }
  }
  while (isOr(end) || (tokens[end]?.kind === 'comma' && values.length > 0)) {
    const start = isOr(end + 1) ? end + 2 : end + 1
    const next = tokens[start]
    if (
      !next ||
      (isCell && !next.cell) ||
      next.kind === 'column' ||
      valueTerminators.has(next.folded) ||
      findPhrase(tokens, start)
    )
      break
    const nextValue = readValue(tokens, start, column)
    if (!nextValue || typeof nextValue.value !== typeof first.value) break
    // "paid and amount over 100": a comparison follows, not a value.
    if (tokens[nextValue.end]?.kind === 'operator') break
    values.push(nextValue.value)
    ;({ end } = nextValue)
  }
  return { values, end, isOrMore: false, isOrLess: false }
}

/** Whether a value follows a column directly: "status paid", "country Germany". */
function startsDirectValue(column: Column, token: Token, hasKnownValues = false): boolean {
  if (hasKnownValues && token.kind === 'word' && !token.cell) return false
  const isValue =
    token.kind === 'text' ||
    token.kind === 'number' ||
    (token.kind === 'word' &&
      !valueTerminators.has(token.folded) &&
      !connectors.has(token.folded) &&
      !fillers.has(token.folded))
  return isValue && !isTime(column.type)
}

/** Whether 0 in a column means that there is nothing: no rain, no discount. */
const countsNothing = ({ name }: Column): boolean =>
  /precip|rain|snow|discount|rebate|tax|fee|delay|count|number|amount|death|killed|injur|quantity|stock|votes|rabatt|menge|anzahl|niederschlag/i.test(name)

export const isIdentifier = ({ name }: Column): boolean =>
  /(^|[^a-z])(id|nr|no|key|code)$/i.test(name) || /[a-z](?:I[dD]|Nr|No|Key|Code)$/.test(name)

/** Whether a value is a date. */
export const isDate = (value: Scalar | undefined): boolean => /^\d{4}-\d{2}-\d{2}/.test(String(value))

/** Returns the first date or time column: of an order, the order date precedes the ship date. */
const findTimeColumn = (columns: readonly Column[]): Column | undefined => columns.find(({ type }) => isTime(type))

/** Returns the only numeric column that is not an identifier; `undefined` if there are none or several. */
export function findNumericColumn(columns: readonly Column[]): Column | undefined {
  const numeric = columns.filter((column) => isNumber(column.type) && !isIdentifier(column))
  return numeric.length === 1 ? numeric[0] : undefined
}
