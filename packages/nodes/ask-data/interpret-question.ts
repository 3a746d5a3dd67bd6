import { isNumber, isTime } from '@aw-flow/engine'
import type { Column, DataAnswer } from '@aw-flow/schema'
import { splitColumnName, stem } from '../from-words/words.ts'
import type { DataQuery, Period, QueryFilter, QueryMeasure } from './data-query.ts'
import type { Meaning } from './question-words.ts'
import type { QuestionPart } from './read-question.ts'

/** A question as a query, or the choices and unknown words that prevent one. */
export type Interpretation = Pick<DataAnswer, 'choices' | 'unknown' | 'unsupported' | 'wantsChart'> & {
  /** Absent if a choice is missing, or if words are not understood. */
  readonly query?: DataQuery
}

type Choice = DataAnswer['choices'][number]
type ColumnPart = QuestionPart & { kind: 'column' }
type TimeWord = 'since' | 'after' | 'before' | 'until' | 'in'
type Fn = Exclude<QueryMeasure['fn'], 'count' | 'share'>

const periods: ReadonlySet<string> = new Set<Period>(['day', 'week', 'month', 'quarter', 'year'])
const adverbs: Partial<Record<Meaning, Period>> = {
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
}
const comparisons: Partial<Record<Meaning, QueryFilter['is']>> = {
  more: '>',
  less: '<',
  'at-least': '>=',
  'at-most': '<=',
  equal: '=',
}
const times: ReadonlySet<string> = new Set<Meaning>(['since', 'after', 'before', 'until', 'in'])
const functions: ReadonlySet<string> = new Set<Meaning>(['count-distinct', 'sum', 'mean', 'median', 'min', 'max'])
const measured: readonly Fn[] = ['sum', 'mean', 'median', 'min', 'max']

/** The option of a noun that names the rows of the table, such as "orders". */
const allRows = ''

const isYear = (number: number): boolean => Number.isInteger(number) && number >= 1500 && number < 2200
const isYearColumn = ({ name, type }: Column): boolean => isNumber(type) && splitColumnName(name).includes(stem('year'))
const isId = ({ name }: Column): boolean => /(^|[^a-z])(id|nr|no|key|code)$/i.test(name)

/**
 * Interprets the parts of a question. An ambiguous part is a choice; nothing is guessed.
 *
 * @param chosen - The chosen options, by the keys of the choices.
 * @param isUnique - Whether the values of a column are all different.
 */
export function interpretQuestion(
  allParts: readonly QuestionPart[],
  columns: readonly Column[],
  chosen: Readonly<Record<string, string>>,
  isUnique: (column: Column) => boolean,
): Interpretation {
  const parts = allParts.filter(({ kind }) => kind !== 'filler')
  const choices: Choice[] = []
  const unknown: string[] = []
  const unsupported = parts.flatMap(({ kind, text }) => (kind === 'unsupported' ? [text] : []))
  const used = new Set<number>()
  const measures: QueryMeasure[] = []
  const groups: { column: Column; period?: Period }[] = []
  const filters: QueryFilter[] = []
  const shown: Column[] = []
  let order: DataQuery['order']
  let limit: number | undefined
  let subject: string | undefined

  const at = (index: number): QuestionPart | undefined => (used.has(index) ? undefined : parts[index])
  const is = (index: number, ...kinds: readonly QuestionPart['kind'][]): boolean => {
    const part = at(index)
    return part !== undefined && kinds.includes(part.kind)
  }
  const has = (...kinds: readonly QuestionPart['kind'][]): boolean => parts.some(({ kind }) => kinds.includes(kind))

  /** Returns the chosen option, the only one, or `undefined` after it has added a choice. */
  const choose = (kind: Choice['kind'], words: string, options: readonly string[]): string | undefined => {
    if (options.length === 1 && options[0] !== allRows) return options[0]
    const key = `${kind} ${words.toLowerCase()}`
    const option = chosen[key]
    if (option !== undefined && options.includes(option)) return option
    if (options.length > 0 && !choices.some((choice) => choice.key === key))
      choices.push({ key, kind, words, options: [...options] })
    return undefined
  }
  const chooseColumn = (words: string, candidates: readonly Column[]): Column | undefined => {
    const name = choose(
      'column',
      words,
      candidates.map((column) => column.name),
    )
    return candidates.find((column) => column.name === name)
  }
  const toColumn = (index: number, fits: (column: Column) => boolean = () => true): Column | undefined => {
    const part = at(index)
    if (part?.kind !== 'column') return undefined
    const candidates = part.columns.filter(fits)
    return candidates.length === 0 ? undefined : chooseColumn(part.text, candidates)
  }
  const fitsColumn = (index: number, fits: (column: Column) => boolean): boolean => {
    const part = at(index)
    return part?.kind === 'column' && part.columns.some(fits)
  }
  const isNumeric = ({ type }: Column): boolean => isNumber(type)
  const isMeasurable = (column: Column): boolean => isNumeric(column) && !isId(column)
  const listNumeric = (): Column[] => columns.filter((column) => isMeasurable(column) && !isYearColumn(column))
  const findTime = (words: string): Column | undefined => {
    const dates = columns.filter(({ type }) => isTime(type))
    return chooseColumn(words, dates.length > 0 ? dates : columns.filter(isYearColumn))
  }
  const hasTime = columns.some((column) => isTime(column.type) || isYearColumn(column))

  readFilters()
  readTop()
  readGroups()
  readMeasures()
  readRest()

  const isComplete = choices.length === 0 && unknown.length === 0 && unsupported.length === 0
  const isEmpty = measures.length + groups.length + filters.length + shown.length === 0 && !order && limit === undefined
  const query: DataQuery = { columns: shown, measures, groups, filters, order, limit }
  return {
    choices: unknown.length + unsupported.length > 0 ? [] : choices,
    unknown,
    unsupported,
    wantsChart: has('bar', 'line', 'chart'),
    ...(isComplete && !isEmpty ? { query } : {}),
  }

  function addFilter(filter: QueryFilter): void {
    // Two periods, such as "in 2012 or in 2015", are not both true.
    const isSecond =
      filter.isPeriod &&
      filters.some(({ column, isPeriod, is: test }) => isPeriod && column === filter.column && test === filter.is)
    if (isSecond) unknown.push(filter.values.join(', '))
    filters.push(filter)
  }

  function readFilters(): void {
    for (let index = 0; index < parts.length; index++) {
      if (used.has(index)) continue
      const part = parts[index]!
      const comparison = comparisons[part.kind as Meaning]
      if (part.kind === 'between' && is(index + 1, 'value')) take(index)
      else if (part.kind === 'between') readRange(index)
      else if (comparison && is(index + 1, 'number')) readComparison(index, comparison)
      else if (times.has(part.kind)) readTime(index, part.kind as TimeWord)
      // The German "nach" means "by" and "after".
      else if (part.kind === 'group' && is(index + 1, 'number', 'date', 'month-name')) readTime(index, 'after')
      else if (part.kind === 'number' && isYear(part.number) && is(index - 1, 'year')) addYear(index, 'in', [index - 1])
      else if (part.kind === 'number' && comparisons[parts[index + 1]?.kind as Meaning] && !is(index + 2, 'number'))
        readPostfix(index)
      else if (part.kind === 'number' && fitsColumn(index + 1, isNumeric) && !isTopNumber(index))
        readDirectNumber(index + 1, index)
      else if (part.kind === 'column' && is(index + 1, 'number') && part.columns.some(isNumeric))
        readDirectNumber(index, index + 1)
      // "Which countries had 2005 the highest …", as in German.
      else if (part.kind === 'number' && isYear(part.number) && hasTime && !isTopNumber(index))
        addYear(index, 'in', [index])
      else if (part.kind === 'value') readValues(index)
      else if (part.kind === 'contains' || part.kind === 'starts-with') readTextTest(index, part.kind)
      else if (part.kind === 'empty' || part.kind === 'filled') readEmpty(index, part.kind)
      else if ((part.kind === 'without' || part.kind === 'not') && is(index + 1, 'column')) {
        const column = toColumn(index + 1)
        take(index, index + 1)
        if (column) addFilter({ column, is: 'empty', values: [] })
      }
    }
  }

  function take(...indexes: readonly number[]): void {
    for (const index of indexes) used.add(index)
  }

  function isTopNumber(index: number): boolean {
    return is(index - 1, 'top', 'bottom', 'which', 'list') || is(index + 1, 'maxCount', 'minCount', 'max', 'min')
  }

  /** Finds the numeric column of a comparison: before it, after its number, or the only one. */
  function findCompared(position: number, after: number): Column | undefined {
    // "a yield of at least 40"
    const isOf = is(position, 'in') && fitsColumn(position - 1, isNumeric)
    if (isOf) take(position)
    const before = isOf ? position - 1 : position
    // "How many years had more than 100 deaths" compares the deaths.
    const isCounted = ['count', 'which'].includes(parts[before - 1]?.kind ?? '') && fitsColumn(after, isNumeric)
    if (fitsColumn(before, isNumeric) && !isCounted) {
      const column = toColumn(before, isNumeric)
      // The column of a measure, as in "average price over 100", is also compared.
      if (!functions.has(parts[before - 1]?.kind ?? '')) take(before)
      return column
    }
    if (fitsColumn(after, isNumeric)) {
      const column = toColumn(after, isNumeric)
      take(after)
      return column
    }
    const words = parts.slice(Math.max(0, before + 1), after).map(({ text }) => text)
    return chooseColumn(words.join(' '), listNumeric())
  }

  function readComparison(index: number, comparison: QueryFilter['is']): void {
    const value = parts[index + 1] as QuestionPart & { kind: 'number' }
    const isNegated = is(index - 1, 'not')
    const column = findCompared(isNegated ? index - 2 : index - 1, index + 2)
    take(index, index + 1, ...(isNegated ? [index - 1] : []))
    const inverses = { '>': '<=', '<': '>=', '>=': '<', '<=': '>', '=': '<>' } as const
    const operator = isNegated ? inverses[comparison as keyof typeof inverses] : comparison
    if (column) addFilter({ column, is: operator, values: [value.number] })
  }

  /** Reads "100 or more". */
  function readPostfix(index: number): void {
    const value = parts[index] as QuestionPart & { kind: 'number' }
    const column = findCompared(index - 1, index + 2)
    take(index, index + 1)
    if (column) addFilter({ column, is: comparisons[parts[index + 1]!.kind as Meaning]!, values: [value.number] })
  }

  function readDirectNumber(columnIndex: number, numberIndex: number): void {
    const column = toColumn(columnIndex, isNumeric)
    const value = parts[numberIndex] as QuestionPart & { kind: 'number' }
    take(
      columnIndex,
      numberIndex,
      ...(is(Math.min(columnIndex, numberIndex) - 1, 'in', 'since') ? [Math.min(columnIndex, numberIndex) - 1] : []),
    )
    if (column)
      addFilter({ column, is: '=', values: [value.number], ...(isYearColumn(column) ? { isPeriod: true } : {}) })
  }

  function readRange(index: number): void {
    const [first, second] = [parts[index + 1], parts[index + 3]]
    if (!is(index + 2, 'and', 'until') || !first || !second) return
    if (first.kind === 'date' && second.kind === 'date') {
      const column = takeTimeColumn(index - 1) ?? findTime(first.text)
      take(index, index + 1, index + 2, index + 3)
      if (!column) return
      addFilter({ column, is: '>=', values: [first.date], isPeriod: true })
      addFilter({ column, is: '<=', values: [second.date], isPeriod: true })
      return
    }
    if (first.kind !== 'number' || second.kind !== 'number') return
    const isAmbiguous = isYear(first.number) && isYear(second.number) && hasTime && fitsColumn(index - 1, isMeasurable)
    const time = isAmbiguous ? findTime(first.text) : undefined
    const meant =
      time &&
      choose('column', `${first.text} ${second.text}`, [(parts[index - 1] as ColumnPart).columns[0]!.name, time.name])
    if (isAmbiguous && meant === undefined) {
      take(index, index + 1, index + 2, index + 3)
      return
    }
    if (isYear(first.number) && isYear(second.number) && hasTime && (!isAmbiguous || meant === time?.name)) {
      addYear(index + 1, 'since', [index])
      addYear(index + 3, 'until', [index + 2])
      return
    }
    const column = findCompared(index - 1, index + 4)
    take(index, index + 1, index + 2, index + 3)
    if (!column) return
    const isPeriod = isYearColumn(column) ? { isPeriod: true } : {}
    addFilter({ column, is: '>=', values: [first.number], ...isPeriod })
    addFilter({ column, is: '<=', values: [second.number], ...isPeriod })
  }

  function takeTimeColumn(index: number): Column | undefined {
    const fits = (column: Column): boolean => isTime(column.type) || isYearColumn(column)
    if (!fitsColumn(index, fits)) return undefined
    const column = toColumn(index, fits)
    take(index)
    return column
  }

  /** Reads "since 2020", "in March 2015", "before 2020-05-01". */
  function readTime(index: number, kind: TimeWord): void {
    let next = index + 1
    const taken = [index]
    if (is(next, 'year', 'month', 'day')) taken.push(next++)
    else if (fitsColumn(next, isYearColumn) && is(next + 1, 'number')) taken.push(next++)
    const value = at(next)
    if (value?.kind === 'month-name' && is(next + 1, 'number')) {
      const year = (parts[next + 1] as QuestionPart & { kind: 'number' }).number
      addDates(kind, [year, value.month, year + (value.month === 12 ? 1 : 0), (value.month % 12) + 1], value.text)
      take(...taken, next, next + 1)
    } else if (value?.kind === 'number' && isYear(value.number) && hasTime) addYear(next, kind, taken)
    else if (value?.kind === 'date') {
      const column = takeTimeColumn(index - 1) ?? findTime(value.text)
      const operators = { since: '>=', after: '>', before: '<', until: '<=', in: '=' } as const
      take(...taken, next)
      if (column) addFilter({ column, is: operators[kind], values: [value.date], isPeriod: true })
    } else if (kind === 'since' && value?.kind === 'number') readComparison(index, '>=')
  }

  function addYear(index: number, kind: TimeWord, taken: readonly number[]): void {
    const { number, text } = parts[index] as QuestionPart & { kind: 'number' }
    const column = takeTimeColumn(Math.min(index, ...taken) - 1) ?? findTime(text)
    take(index, ...taken)
    if (!column) return
    if (isTime(column.type)) addDates(kind, [number, 1, number + 1, 1], text, column)
    else {
      const operators = { since: '>=', after: '>', before: '<', until: '<=', in: '=' } as const
      addFilter({ column, is: operators[kind], values: [number], isPeriod: true })
    }
  }

  /** Adds the filters for a period from the first day of a month to the first day of a later month. */
  function addDates(
    kind: TimeWord,
    [year, month, nextYear, nextMonth]: readonly [number, number, number, number],
    words: string,
    known?: Column,
  ): void {
    const column =
      known ??
      chooseColumn(
        words,
        columns.filter(({ type }) => isTime(type)),
      )
    if (!column) {
      if (choices.length === 0) unknown.push(words)
      return
    }
    const toText = (y: number, m: number): string => `${y}-${String(m).padStart(2, '0')}-01`
    const [start, end] = [toText(year, month), toText(nextYear, nextMonth)]
    if (kind === 'since' || kind === 'in') addFilter({ column, is: '>=', values: [start], isPeriod: true })
    if (kind === 'after') addFilter({ column, is: '>=', values: [end], isPeriod: true })
    if (kind === 'before') addFilter({ column, is: '<', values: [start], isPeriod: true })
    if (kind === 'until' || kind === 'in') addFilter({ column, is: '<', values: [end], isPeriod: true })
  }

  /** Reads one or more values of a column: "Berlin or Hamburg". */
  function readValues(index: number): void {
    const indexes = [index]
    for (let next = index + 1; next < parts.length; next++) {
      if (is(next, 'value')) indexes.push(next)
      else if (!is(next, 'and', 'or', 'compare') || !is(next + 1, 'value')) break
    }
    const found = indexes.map((each) => parts[each] as QuestionPart & { kind: 'value' })
    const before = is(index - 1, 'in', 'equal', 'since') ? index - 2 : index - 1
    const named = at(before)
    let candidates = columns.filter(({ name }) =>
      found.every(({ values }) => values.some(({ column }) => column === name)),
    )
    // Without a common column, each value is a condition of its own.
    const shared = candidates.length > 0 ? indexes : [index]
    if (candidates.length === 0)
      candidates = columns.filter(({ name }) => found[0]!.values.some(({ column }) => column === name))
    if (named?.kind === 'column') {
      const matching = candidates.filter((column) => named.columns.includes(column))
      if (matching.length > 0) {
        candidates = matching
        if (!is(before - 1, 'group')) take(before)
      }
    }
    const isNegated = is(index - 1, 'not') || is(index - 2, 'not')
    const words = shared.map((each) => parts[each]!.text).join(', ')
    const column = chooseColumn(words, candidates)
    const first = shared[0]!
    take(
      ...shared,
      ...(is(first - 1, 'in', 'equal', 'since', 'not') ? [first - 1] : []),
      ...(is(first - 2, 'not') ? [first - 2] : []),
    )
    for (let next = first; next < shared.at(-1)!; next++) take(next)
    if (is(first - 1, 'group')) take(first - 1)
    if (!column) return
    const values = shared.flatMap((each) =>
      (parts[each] as QuestionPart & { kind: 'value' }).values.flatMap((value) =>
        value.column === column.name ? [value.value] : [],
      ),
    )
    addFilter({ column, is: isNegated ? 'none-of' : 'one-of', values: [...new Set(values)] })
    if (values.length > 1 && has('compare') && !groups.some((group) => group.column === column)) groups.push({ column })
  }

  function readTextTest(index: number, kind: 'contains' | 'starts-with'): void {
    const value = at(index + 1)
    if (!value || (value.kind !== 'quoted' && value.kind !== 'word' && value.kind !== 'value')) return
    const isText = ({ type }: Column): boolean => type === 'VARCHAR'
    const column =
      toColumn(index - 1, isText) ??
      (is(index - 1, 'column') ? undefined : chooseColumn(value.text, columns.filter(isText)))
    take(index - 1, index, index + 1)
    if (column) addFilter({ column, is: kind, values: [value.kind === 'quoted' ? value.value : value.text] })
  }

  function readEmpty(index: number, kind: 'empty' | 'filled'): void {
    const columnIndex = is(index - 1, 'column') ? index - 1 : is(index + 1, 'column') ? index + 1 : undefined
    if (columnIndex === undefined) return
    const column = toColumn(columnIndex)
    take(index, columnIndex)
    if (column) addFilter({ column, is: kind, values: [] })
  }

  /** Reads "top 5 cities by revenue", "which city has the most orders", "the 3 cheapest". */
  function readTop(): void {
    const start = parts.findIndex(
      (part, index) => at(index) && (part.kind === 'top' || part.kind === 'bottom' || part.kind === 'which'),
    )
    const directionIndex = parts.findIndex(
      (part, index) => at(index) && ['maxCount', 'minCount', 'max', 'min'].includes(part.kind),
    )
    const numberIndex = parts.findIndex((part, index) => at(index) && part.kind === 'number' && isTopNumber(index))
    const isWhich = start >= 0 && parts[start]!.kind === 'which'
    if (start < 0 && numberIndex < 0) return
    if (isWhich && directionIndex < 0) return
    if (!isWhich && start >= 0 && numberIndex < 0) return
    const first = start >= 0 ? start : numberIndex
    limit = numberIndex >= 0 ? (parts[numberIndex] as QuestionPart & { kind: 'number' }).number : 1
    const isDescending = ![parts[first]!.kind, parts[directionIndex]?.kind].some(
      (kind) => kind === 'bottom' || kind === 'minCount' || kind === 'min',
    )
    take(first, ...(numberIndex >= 0 ? [numberIndex] : []), ...(directionIndex >= 0 ? [directionIndex] : []))

    // The entity follows "which" or the number, or precedes "top 10" at the end: "airports by state, top 10".
    const entityIndex = parts.findIndex(
      (part, index) =>
        index >= first && at(index) && (part.kind === 'column' || part.kind === 'word' || periods.has(part.kind)),
    )
    const entity = at(entityIndex)
    const fnIndex = parts.findIndex(({ kind }, index) => at(index) && (functions.has(kind) || kind === 'count'))
    order = { isDescending }
    if (
      !entity ||
      entityIndex >
        Math.max(
          first,
          numberIndex,
          directionIndex === first + 1 || directionIndex === numberIndex + 1 ? directionIndex : 0,
        ) +
          1
    )
      return
    if (entity.kind === 'word') {
      takeSubject(entityIndex)
      const hasColumn = findOrderIndex(entityIndex) >= 0
      const column = hasColumn
        ? findOrderColumn(entityIndex)
        : fnIndex < 0 && directionIndex >= 0
          ? chooseColumn(parts[directionIndex]!.text, listNumeric())
          : undefined
      order = { isDescending, ...(column ? { column } : {}) }
      if (!column && choices.length === 0 && fnIndex < 0) unknown.push(entity.text)
      return
    }
    const group = toGroup(entityIndex)
    if (!group) return
    if (fnIndex >= 0) {
      groups.push(group)
      return
    }
    const orderIndex = findOrderIndex(entityIndex)
    if (orderIndex < 0) {
      groups.push(group)
      measures.push({ fn: 'count' })
      takeWords()
      return
    }
    const column = toColumn(orderIndex, isNumeric)
    if (is(orderIndex - 1, 'group')) take(orderIndex - 1)
    const words = parts[orderIndex]!.text
    take(orderIndex)
    if (!column) return
    const fn =
      isUnique(group.column) && !group.period
        ? 'row'
        : choose('calculation', words, ['sum', 'mean', 'max', 'min', 'row'])
    if (fn === 'row') {
      order = { isDescending, column }
      shown.push(group.column, column)
    } else if (fn !== undefined) {
      groups.push(group)
      measures.push({ fn: fn as Fn, column })
    }
  }

  function findOrderIndex(after: number): number {
    return parts.findIndex((_, index) => index !== after && fitsColumn(index, isMeasurable))
  }

  function findOrderColumn(after: number): Column | undefined {
    const index = findOrderIndex(after)
    if (index < 0) return undefined
    const column = toColumn(index, isMeasurable)
    take(index, ...(is(index - 1, 'group') ? [index - 1] : []))
    return column
  }

  /** Takes the words that name the rows, such as "orders" in "which city has the most orders". */
  function takeWords(): void {
    parts.forEach((part, index) => {
      if (at(index) && part.kind === 'word') takeSubject(index)
    })
  }

  /** Takes a noun for the rows of the table. All of them must be the same word. */
  function takeSubject(index: number): void {
    const noun = stem(parts[index]!.text)
    if (subject !== undefined && subject !== noun) unknown.push(parts[index]!.text)
    subject ??= noun
    take(index)
  }

  /** Reads a noun that names the rows, or a column by another word. */
  function readNoun(index: number, isMeasure: boolean): void {
    const { text } = parts[index]!
    const meant = choose('column', text, [allRows, ...(isMeasure ? listNumeric().map(({ name }) => name) : [])])
    take(index)
    subject ??= stem(text)
    const column = columns.find(({ name }) => name === meant)
    if (meant === undefined || !isMeasure) return
    if (!column) {
      if (groups.length > 0) measures.push({ fn: 'count' })
      return
    }
    const fn = choose('calculation', column.name, measured)
    if (fn !== undefined) measures.push({ fn: fn as Fn, column })
  }

  function toGroup(index: number): { column: Column; period?: Period } | undefined {
    const part = at(index)
    if (!part) return undefined
    const period = (adverbs[part.kind as Meaning] ?? (periods.has(part.kind) ? part.kind : undefined)) as
      | Period
      | undefined
    if (period) {
      const dates = columns.filter(({ type }) => isTime(type))
      const candidates = dates.length > 0 ? dates : period === 'year' ? columns.filter(isYearColumn) : []
      if (candidates.length === 0) unknown.push(part.text)
      const column = chooseColumn(part.text, candidates)
      take(index)
      return column && { column, ...(isTime(column.type) ? { period } : {}) }
    }
    const column = toColumn(index)
    take(index)
    if (!column) return undefined
    // A date column with the name of a period is grouped by this period.
    const named = column.name.toLowerCase()
    return { column, ...(isTime(column.type) && periods.has(named) ? { period: named as Period } : {}) }
  }

  function addGroup(index: number): void {
    const group = toGroup(index)
    if (group && !groups.some(({ column, period }) => column === group.column && period === group.period))
      groups.push(group)
  }

  function readGroups(): void {
    for (let index = 0; index < parts.length; index++) {
      const part = at(index)
      if (!part) continue
      if (adverbs[part.kind as Meaning]) addGroup(index)
      else if (part.kind === 'over-time') {
        take(index)
        const year = columns.filter(({ type }) => isTime(type)).length === 0
        if (parts.some((candidate, other) => at(other) && is(other - 1, 'group') && periods.has(candidate.kind)))
          continue
        const period = year ? 'year' : choose('period', part.text, ['day', 'week', 'month', 'quarter', 'year'])
        const column = findTime(part.text)
        if (!column && choices.length === 0) unknown.push(part.text)
        if (period && column) groups.push({ column, ...(isTime(column.type) ? { period: period as Period } : {}) })
      } else if (part.kind === 'group' || part.kind === 'sort') readGroupList(index)
    }
  }

  function readGroupList(start: number): void {
    const isSort = parts[start]!.kind === 'sort'
    let index = start + 1
    // "by number of cylinders"
    if (is(index, 'count') && is(index + 1, 'column') && !isSort) {
      const named = at(index + 1) as ColumnPart
      if (limit === undefined && named.columns.some(isNumeric)) take(index++)
    }
    for (; index < parts.length; index++) {
      if (is(index, 'and', 'group')) {
        if (!is(index + 1, 'column') && !periods.has(parts[index + 1]?.kind ?? '')) break
        take(index)
        continue
      }
      if (!is(index, 'column') && !periods.has(at(index)?.kind ?? '')) break
      take(start)
      if (isSort || (limit !== undefined && order && fitsColumn(index, isMeasurable) && groups.length > 0)) {
        const column = toColumn(index)
        take(index)
        order = { isDescending: has('descending'), ...order, ...(column ? { column } : {}) }
      } else addGroup(index)
    }
    // "top 5 by average price": the calculation follows.
    const next = at(start + 1)
    if (next && (functions.has(next.kind) || next.kind === 'count')) take(start)
    if (is(start + 1, 'value')) take(start)
  }

  function readMeasures(): void {
    for (let index = 0; index < parts.length; index++) {
      const part = at(index)
      if (!part) continue
      if (part.kind === 'count') readCount(index)
      else if (part.kind === 'share') readShare(index)
      else if (functions.has(part.kind)) readFunction(index, part.kind as Fn)
    }
    if (measures.length === 0 && groups.length > 0 && !parts.some((_, index) => fitsColumn(index, isMeasurable))) {
      // "orders by city" may count the orders.
      const index = parts.findIndex((part, position) => at(position) && part.kind === 'word')
      if (index >= 0) readNoun(index, true)
    }
  }

  function readCount(index: number): void {
    take(index)
    const next = at(index + 1)
    if (next?.kind === 'word') takeSubject(index + 1)
    else if (next && periods.has(next.kind)) take(index + 1)
    else if (next?.kind === 'column') {
      const option = choose('calculation', `${parts[index]!.text} ${next.text}`, ['count', 'count-distinct'])
      const column = toColumn(index + 1)
      take(index + 1)
      if (option === 'count-distinct' && column) measures.push({ fn: 'count-distinct', column })
      if (option === 'count') measures.push({ fn: 'count' })
      return
    }
    if (!measures.some(({ fn }) => fn === 'count')) measures.push({ fn: 'count' })
  }

  function readShare(index: number): void {
    take(index)
    if (is(index + 1, 'word')) takeSubject(index + 1)
    else if (periods.has(at(index + 1)?.kind ?? '')) take(index + 1)
    else if (fitsColumn(index + 1, isMeasurable)) {
      const column = toColumn(index + 1, isMeasurable)
      take(index + 1)
      if (column) measures.push({ fn: 'share', column })
      return
    } else if (is(index + 1, 'column')) addGroup(index + 1)
    measures.push({ fn: 'share' })
  }

  function readFunction(index: number, fn: Fn): void {
    const fits = (column: Column): boolean =>
      fn === 'count-distinct' ||
      (fn === 'min' || fn === 'max' ? isNumeric(column) || isTime(column.type) : isNumeric(column))
    const names = [fn]
    take(index)
    let next = index + 1
    for (; is(next, 'and') || functions.has(at(next)?.kind ?? ''); next++) {
      if (is(next, 'and') && !functions.has(at(next + 1)?.kind ?? '')) break
      if (!is(next, 'and')) names.push(at(next)!.kind as Fn)
      take(next)
    }
    // Words between the calculation and its column: "average number of deaths".
    if (is(next, 'count') && fitsColumn(next + 1, fits)) take(next++)
    let columnIndex = next
    while (columnIndex < parts.length && !fitsColumn(columnIndex, fits) && is(columnIndex, 'in', 'word')) columnIndex++
    if (!fitsColumn(columnIndex, fits)) {
      const earlier = parts.findLastIndex((_, position) => position < index && fitsColumn(position, fits))
      columnIndex =
        earlier >= 0 ? earlier : parts.findIndex((_, position) => position > index && fitsColumn(position, fits))
    }
    const found: (Column | undefined)[] = []
    if (columnIndex >= 0) {
      found.push(toColumn(columnIndex, fits))
      take(columnIndex)
      // "average price and weight"
      for (
        let other = columnIndex + 1;
        is(other, 'and') && fitsColumn(other + 1, fits) && !comparisons[parts[other + 2]?.kind as Meaning];
        other += 2
      ) {
        found.push(toColumn(other + 1, fits))
        take(other, other + 1)
      }
    } else if (fn !== 'count-distinct') {
      const last = measures.at(-1)?.column
      found.push(last ?? chooseColumn(parts[index]!.text, listNumeric()))
      if (found[0] === undefined && choices.length === 0) unknown.push(parts[index]!.text)
    } else unknown.push(parts[index]!.text)
    for (const column of found) if (column) for (const name of names) measures.push({ fn: name, column })
  }

  function readRest(): void {
    const rest = parts.map((part, index) => ({ part, index })).filter(({ index }) => at(index))
    for (const { part, index } of rest) {
      if (used.has(index)) continue
      if (part.kind === 'column') readRemainingColumn(part, index)
      else if (part.kind === 'word' || (periods.has(part.kind) && subject === undefined)) {
        const before = parts[index - 1]?.kind
        const isKnown = subject === stem(part.text)
        if (isKnown || (subject === undefined && (before === 'list' || before === 'value' || before === 'which')))
          takeSubject(index)
        else if (subject === undefined && (index === 0 || before === 'in' || before === 'column'))
          readNoun(index, measures.length === 0 && index === 0)
        else unknown.push(part.text)
      } else if (part.kind === 'descending' || part.kind === 'ascending')
        order = { ...order, isDescending: part.kind === 'descending' }
      else if (part.kind === 'number' || part.kind === 'month-name' || part.kind === 'date' || part.kind === 'quoted')
        unknown.push(part.text)
      else if (part.kind === 'top' && is(index + 1, 'number')) {
        limit = (parts[index + 1] as QuestionPart & { kind: 'number' }).number
        order ??= { isDescending: true }
        take(index, index + 1)
      } else if (
        [
          'more',
          'less',
          'at-least',
          'at-most',
          'between',
          'since',
          'after',
          'before',
          'until',
          'contains',
          'starts-with',
          'without',
          'maxCount',
          'minCount',
          'group',
          'day',
          'week',
          'month',
          'quarter',
          'year',
        ].includes(part.kind)
      ) {
        unknown.push(part.text)
      } else if (part.kind === 'not') unknown.push(part.text)
    }
    if (has('compare') && groups.length === 0 && measures.length === 0)
      unknown.push(...parts.filter(({ kind }) => kind === 'compare').map(({ text }) => text))
  }

  function readRemainingColumn(part: ColumnPart, index: number): void {
    const isListed = has('list', 'which') && measures.length === 0 && groups.length === 0
    if (part.columns.some(({ type }) => type === 'BOOLEAN')) {
      const column = toColumn(index, ({ type }) => type === 'BOOLEAN')
      take(index)
      if (column) addFilter({ column, is: '=', values: [true] })
      return
    }
    if (isListed) {
      const column = toColumn(index)
      take(index)
      if (column) shown.push(column)
      return
    }
    if (part.columns.some(isMeasurable) && (measures.length === 0 || groups.length > 0)) {
      const column = toColumn(index, isMeasurable)
      take(index)
      const fn = choose('calculation', part.text, [...measured])
      if (column && fn) measures.push({ fn: fn as Fn, column })
      return
    }
    if (has('compare')) {
      addGroup(index)
      return
    }
    unknown.push(part.text)
  }
}
