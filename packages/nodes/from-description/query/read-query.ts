import { isNumber, isTime } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { createPattern } from '../vocabulary.ts'
import type { Token } from '../words.ts'
import { toRowCondition } from '../row-condition-text.ts'
import { fold } from '../stem.ts'
import type { WordConditions } from '../conditions/condition.ts'
import { countMeasure, findCountColumn, findMeasures, isAdditive, isMeasurable, toMeasure } from './measures.ts'
import { isYearColumn, periods } from './periods.ts'
import { readChoice } from './read-choice.ts'
import { readComputed, readMeasureDifference } from './read-computed.ts'
import { readAverageComparisons } from './read-comparisons.ts'
import { readCountedGroups } from './read-counted-groups.ts'
import { readFilters } from './read-filters.ts'
import { addGroup, readGroups, toPeriod } from './read-groups.ts'
import { readMeasures } from './read-measures.ts'
import { readSortKeys } from './read-order.ts'
import { readSuperlatives, type Ranking } from './read-rankings.ts'
import { isSuperlative } from './superlatives.ts'
import { isFree, maskUsed, use, useText, type Segment } from './segment.ts'
import { addMeasure, isAggregated, type TableQuery } from './table-query.ts'

/**
 * Reads a segment into a query. Each step gives a role to words that have none, so the order of the steps decides: an
 * average in "sorted by the average price" belongs to the order before it can be a measure.
 *
 * @param isFirst - Whether the table has its original rows.
 * @param onChart - Receives the columns that have no other role, if the segment requests a chart of them.
 * @returns The words that should have a role, and have none.
 */
export function readQuery(
  start: Segment,
  query: TableQuery,
  isFirst: boolean,
  onChart?: (named: readonly Column[]) => void,
): readonly string[] {
  const before = { measures: query.measures.length, groups: query.groups.length, computed: query.computed.length }
  const orderCount = query.order.length
  readRounding(start, query)
  readWindow(start, query)
  readComputed(start, query)
  const segment = linkComputed(start, query)
  readAverageComparisons(segment, query)
  const share = readShareWords(segment, query)
  if (onChart) readOverTime(segment, query)
  readSortKeys(segment, query)
  const rankings = readSuperlatives(segment, query)
  readGroups(segment, query)
  readCountedGroups(segment, query)
  const measures = readMeasures(segment, query, isFirst)
  readMeasureDifference(segment, query)
  readAskedGroup(segment, query)
  for (const ranking of rankings) addRanking(segment, query, ranking, isFirst)
  if (share === undefined)
    addImpliedMeasure(
      segment,
      query,
      before,
      // "the 15 best customers" does not name a value.
      rankings.some(({ value }) => Object.keys(value).length > 0),
    )
  const filterCount = query.filters.length
  readFilters(segment, query, measures)
  if (share) addShare(segment, query, share, filterCount)
  // The keys have the order of their words.
  query.order.push(...query.order.splice(orderCount).toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0)))
  if (onChart) {
    const named = segment.tokens.filter((token) => isFree(segment, token) && token.column)
    use(segment, ...named)
    const groups = query.columns.filter(
      (column) =>
        query.measures.length + query.implied.length === 0 && query.groups.some(({ name }) => name === column.name),
    )
    onChart([...named.map(({ column }) => column!), ...groups])
  } else readChoice(segment, query)
  return listUnread(segment)
}

const windowWords: readonly (readonly [NonNullable<TableQuery['window']>['kind'], RegExp])[] = [
  [
    'running',
    /\b(?:running (?:total|sum)s?|cumulative(?: (?:sum|total))?|cumulated|year[- ]to[- ]date|kumulierte?[nrsm]?(?: summen?)?|kumulativ\w*|laufende summe)\b/,
  ],
  [
    'moving',
    /\b(?:(?:\d+|two|three|five|seven)[- ](?:day|week|month|year|row|hour)s? )?(?:moving|rolling) (?:average|mean)\b|\bgleitende[rnsm]? (?:durchschnitt|mittelwert|mittel)\w*\b/,
  ],
  [
    'percent-change',
    /\b(?:percent(?:age)? change|change in percent|growth rate|prozentuale (?:veranderung|anderung)|wachstumsrate)\b(?: (?:from|to|over|compared (?:to|with)|against|vs|gegenuber|zu[mr]?) (?:the |dem |der )?(?:previous|prior|preceding|last|vorherigen|vor)\w*(?: \w+)?)?/,
  ],
  [
    'change',
    /\b(?:(?:change|difference|increase|veranderung|anderung|differenz|unterschied)\b.{0,30}?\b(?:from|to|over|compared (?:to|with)|against|vs|gegenuber|zu[mr]?) (?:the |dem |der )?(?:previous|prior|preceding|day before|year before|month before|vorherigen|vorjahr\w*|vormonat\w*|vortag\w*)(?: (?:row|day|week|month|year|quarter|value|one))?|(?:day|week|month|year)[- ]over[- ](?:day|week|month|year)(?: change| difference)?|year on year|month on month)\b/,
  ],
]

/** Reads "the running total", "the change from the previous month". */
function readWindow(segment: Segment, query: TableQuery): void {
  for (const [kind, words] of windowWords) {
    const match = words.exec(segment.folded)
    if (!match) continue
    const inside = segment.tokens.filter(
      (token) => token.start >= match.index && token.end <= match.index + match[0].length,
    )
    const named =
      inside.find(({ column }) => column && isMeasurable(column)) ??
      segment.tokens.find(
        (token) => token.start >= match.index + match[0].length && token.column && isMeasurable(token.column),
      )
    const number =
      inside.find((token) => token.kind === 'number') ??
      segment.tokens.findLast((token) => token.end <= match.index && token.kind === 'number')
    const rows = kind === 'moving' && number ? { rows: Number(number.value) } : {}
    query.window = { kind, ...(named?.column ? { column: named.column.name } : {}), ...rows }
    use(segment, ...inside.filter(({ column }) => !column), kind === 'moving' ? number : undefined)
    return
  }
}

const overTimeWords = createPattern('over-time')

/** Reads a chart "over time" as a group by the time column. */
function readOverTime(segment: Segment, query: TableQuery): void {
  const match = overTimeWords.exec(segment.folded)
  const times = query.columns.filter(({ type }) => isTime(type))
  if (!match || times.length !== 1 || query.measures.length + findMeasures(segment.folded).length === 0) return
  addGroup(query, { name: times[0]!.name, type: times[0]!.type })
  useText(segment, match.index, match.index + match[0].length)
}

/** Reads the groups of "which regions have an average income above 10000", "customers who spent more than 100 in total". */
function readAskedGroup(segment: Segment, query: TableQuery): void {
  if (query.measures.length === 0 || query.groups.length > 0) return
  const { tokens } = segment
  for (const [index, token] of tokens.entries()) {
    const named = token.column ?? token.entity
    if (!named || !isFree(segment, token) || isMeasurable(named)) continue
    const isAsked = tokens
      .slice(Math.max(0, index - 2), index)
      .some(({ folded }) => /^(?:which|what|welche[nrs]?)$/.test(folded))
    const isLimited = /^(?:who|that|which|with|whose|having|have|mit|die|deren)$/.test(tokens[index + 1]?.folded ?? '')
    const isCompared = tokens.slice(index).some(({ kind }) => kind === 'number')
    if (!(isAsked || isLimited) || !isCompared) continue
    addGroup(query, { name: named.name, type: named.type })
    use(segment, token)
    return
  }
}

/** Links the words that name a column which the segment computes: "add the range (max minus min), sort by the range". */
function linkComputed(segment: Segment, { computed }: TableQuery): Segment {
  if (computed.length === 0) return segment
  const tokens = segment.tokens.map((token): Token => {
    const found = computed.find(({ name }) => fold(name) === token.folded)
    if (!found || token.cell || (token.kind !== 'word' && !token.isPartial) || segment.used.has(token)) return token
    const { kind: _, isPartial: __, isSynonym: ___, ...rest } = token
    return { ...rest, kind: 'column', column: { name: found.name, type: found.type } }
  })
  return { ...segment, tokens, columns: [...segment.columns, ...computed.map(({ name, type }) => ({ name, type }))] }
}

/** Reads "rounded to one decimal". */
function readRounding(segment: Segment, query: TableQuery): void {
  const match =
    /\b(?:auf|to) (?:\d+|one|two|three|no|eine|zwei|drei|ganze) ?(?:nachkommastellen?|dezimalstellen?|stellen?|zahlen|decimals?(?: places?)?|digits?|whole numbers?) (?:auf)?(?:gerundet|runden|rounded)\b|(?<![-\w])(?:round(?:ed)?(?: (?:it|them|this|that|off|both|all|each|everything|all values|the values|the numbers|the result|the results))?|gerundet|runde\w*)\b(?:(?: to| auf| on)?(?: (?:the nearest|a|an|eine?))? ?(?:\d+|one|two|three|no|zero|zwei|drei|eine?\w*|whole|full|ganze\w*|nearest)? ?(?:decimals?|decimal places?|digits?|whole|places?|numbers?|integers?|nachkommastellen?|stellen?|dezimalstellen?|zahlen|dezimalen))?|\b(?:one|two|1|2|eine|zwei) (?:decimals?(?: places?)?|nachkommastellen?)(?: runden)?\b/.exec(
      segment.folded,
    )
  if (!match) return
  const number = /\d+|one|two|three|eine?\w*|zwei|drei/.exec(match[0].replace(/^rounded|^round/, ''))?.[0] ?? '0'
  const digits = /^\d/.test(number)
    ? Number(number)
    : number.startsWith('t') && number !== 'two'
      ? 3
      : number === 'two' || number === 'zwei'
        ? 2
        : number === 'drei'
          ? 3
          : 1
  const named = /^round|^runde/.test(match[0])
    ? segment.tokens
        .filter(
          (token) =>
            token.start >= match.index && token.column && isNumber(token.column.type) && isFree(segment, token),
        )
        .slice(0, 3)
    : []
  const isVerb =
    named.length > 0 &&
    named[0]!.start - match.index < 20 &&
    !findMeasures(segment.folded).some(({ start }) => start < named[0]!.start)
  const found = segment.tokens.find(
    ({ kind, start }) => kind === 'number' && start > match.index && start < (named[0]?.end ?? match.index) + 20,
  )
  query.rounding = {
    digits: isVerb && found ? Number(found.value) : digits,
    columns: isVerb ? named.map(({ column }) => column!.name) : [],
  }
  useText(segment, match.index, match.index + match[0].length)
  if (isVerb)
    use(
      segment,
      ...named,
      found,
      ...segment.tokens.filter(({ folded }) =>
        /^(?:decimals?|digits?|places?|nachkommastellen?|stellen?|auf|to)$/.test(folded),
      ),
    )
}

/** A share of a total that a segment asks for, and the numbers after its words. */
interface ShareWords {
  readonly start: number
  readonly end: number
}

const sharePattern =
  /\b(?:(?:percentages?|percent|proportions?|fractions?)(?: of)?|what part of|(?:shares?|share) (?:of|in)\b|as (?:a |an )?(?:share|%)|(?:prozentsatz|prozentual\w*|prozent|anteile?n?)(?: (?:der|an|am|von|des))?|relative frequency)\b/g

function readShareWords(segment: Segment, query: TableQuery): ShareWords | undefined {
  for (const match of maskUsed(segment).matchAll(sharePattern)) {
    const end = match.index + match[0].length
    const before = segment.tokens.findLast((token) => token.end <= match.index)
    // "more than 50 percent" is a value, and "the habitat percentage" is a column.
    const isNoun =
      before?.column !== undefined && before.end + 1 >= match.index && !/\b(?:of|der|an|am|von|des|in)$/.test(match[0])
    // "in percent (profit / sales * 100)" is computed.
    const isComputed = query.results.length > 0 || query.computed.some(({ expression }) => expression.includes('* 100'))
    if (before?.kind === 'number' || isNoun || isComputed) continue
    useText(segment, match.index, end)
    if (query.share || query.computed.some(({ name }) => /percentage|share/.test(name))) return undefined
    return { start: match.index, end }
  }
  return undefined
}

/**
 * Adds the share of a total. The share of a value ("percentage of rainy days per city") is the average of 100 and 0; the
 * share of groups is a percentage of the sum of their measure.
 */
function addShare(segment: Segment, query: TableQuery, { end }: ShareWords, filterCount: number): void {
  const numerator = query.filters.slice(filterCount).filter(({ config }) => isCellCondition(segment, query, config))
  if (numerator.length > 0) {
    const conditions = numerator.map(({ config }) => `(${toRowCondition(config as unknown as WordConditions)})`)
    query.numerator = conditions.join(' and ')
    for (const filter of numerator) query.filters.splice(query.filters.indexOf(filter), 1)
    query.computed.push({ name: 'percentage', type: 'DOUBLE', expression: `${conditions.join(' and ')} ? 100 : 0` })
    const counted = query.measures.findIndex(({ as }) => as === 'count')
    if (counted >= 0 && !/\b(?:number of|how many|count of|anzahl|wie viele)\b/.test(segment.folded))
      query.measures.splice(counted, 1)
    addMeasure(query, { function: 'mean', column: 'percentage', as: 'mean_percentage' })
    use(segment, ...segment.tokens.filter((token) => token.kind === 'number' && Number(token.value) === 100))
    return
  }
  if (query.groups.length === 0) {
    const group = segment.tokens.find((token) => isFree(segment, token) && token.column && !isMeasurable(token.column))
    if (!group) return
    addGroup(query, { name: group.column!.name, type: group.column!.type })
    use(segment, group)
  }
  const argument = segment.tokens.find(
    (token) =>
      token.start >= end &&
      token.column &&
      isMeasurable(token.column) &&
      !query.groups.some(({ name }) => name === token.column!.name),
  )
  const column =
    argument?.column ??
    query.columns.find(({ name }) => name === query.measures[0]?.column) ??
    findCountColumn(query.columns)
  if (query.measures.length === 0) addMeasure(query, column ? toMeasure('sum', [column], query.columns) : countMeasure)
  use(segment, argument)
  const [measure] = query.measures
  if (measure) query.share = { measure: measure.as, within: [] }
}

function isCellCondition(segment: Segment, query: TableQuery, config: Readonly<Record<string, unknown>>): boolean {
  const { conditions } = config as unknown as WordConditions
  return (
    Array.isArray(conditions) &&
    conditions.length > 0 &&
    conditions.every(({ column, is, value }) => {
      const type = query.columns.find(({ name }) => name === column)?.type
      const isTimed = type === undefined || /DATE|TIME/.test(type) || isYearColumn({ name: column })
      return (
        !isTimed && is !== 'is-not-empty' && !query.groups.some(({ name }) => name === column) && value !== undefined
      )
    }) &&
    segment.tokens.length > 0
  )
}

/** Adds what a ranking says: its groups with their measure, the order and the number of rows. */
function addRanking(
  segment: Segment,
  query: TableQuery,
  { keys, rows, subject, value }: Ranking,
  isFirst: boolean,
): void {
  // "sales per customer, top 15": of the groups, not of the rows of each.
  const isOfGroups = Object.keys(value).length === 0 && !/\b(?:each|every|jede[nrsm]?)\b/.test(segment.folded)
  const each =
    query.groups.length > 0 && !isAggregated(query) && !isOfGroups ? findEach(segment, query, subject?.name) : undefined
  if (each !== undefined && rows !== undefined) {
    query.groups.splice(0)
    query.order.push(...keys)
    query.limit = { how: 'first', rows, each }
    if (subject) use(segment, ...segment.tokens.filter(({ column }) => column?.name === subject.name))
    return
  }
  const column =
    value.column === undefined
      ? undefined
      : [...query.columns, ...query.computed].find(({ name }) => name === value.column)
  const isComputed =
    query.computed.some(({ name }) => name === value.column) ||
    (value.column === undefined && value.fn === undefined && query.computed.length > 0)
  const counts = isFirst ? findCountColumn(query.columns) : undefined
  const isCounted = value.fn === 'count' || (value.fn === undefined && column === undefined)
  if (subject && !isAggregated(query) && !isComputed && query.groups.length === 0 && isFirst) {
    const isMost = /\b(?:most|fewest|meisten|wenigsten|in total|overall|altogether|insgesamt)\b/.test(segment.folded)
    const isRows =
      subject.type !== 'PERIOD' &&
      query.columns[0]?.name === subject.name &&
      column !== undefined &&
      value.fn === undefined &&
      !isMost
    const group = subject.type === 'PERIOD' ? toPeriod(segment, query, subject.name) : subject
    const isOwnDay =
      group !== undefined &&
      subject.type === 'PERIOD' &&
      query.columns.some(({ name, type }) => name === group.name && type === 'DATE')
    if (group && !isRows && !isOwnDay) {
      const counted = isCounted ? counts : undefined
      addGroup(query, group)
      if (value.fn === undefined && column) query.ranked = { group: group.name, column: column.name }
      const fn =
        value.fn ??
        (column && isAdditive(column)
          ? 'sum'
          : segment.folded.includes('top') || /\bmost\b|meisten/.test(segment.folded)
            ? 'sum'
            : keys[0]?.isDescending === false
              ? 'min'
              : 'max')
      addMeasure(
        query,
        counted
          ? toMeasure('sum', [counted], query.columns)
          : isCounted
            ? countMeasure
            : toMeasure(fn, column ? [column] : [], query.columns),
      )
    }
    use(
      segment,
      ...segment.tokens.filter(
        (token) =>
          token.column?.name === subject.name ||
          (subject.type === 'PERIOD' &&
            periods.some(({ name, words }) => name === subject.name && words.test(token.folded))),
      ),
    )
  }
  // "How many airports are there? Which city has the most?"
  if (subject && isAggregated(query) && query.groups.length === 0 && !isComputed && isFirst) {
    const group = subject.type === 'PERIOD' ? toPeriod(segment, query, subject.name) : subject
    if (group) addGroup(query, group)
    use(segment, ...segment.tokens.filter((token) => token.column?.name === subject.name))
  }
  if (!subject && isCounted && !isAggregated(query) && !isComputed && counts && query.groups.length === 0 && isFirst) {
    // "our busiest route": the row with the highest count.
    query.order.push(...keys.map((key) => ({ ...key, value: { column: counts.name } })))
  } else
    query.order.push(
      ...keys.map((key) =>
        isCounted && value.fn === 'count' && !query.measures.some(({ as }) => as === 'count')
          ? { ...key, value: {} }
          : key,
      ),
    )
  if (rows !== undefined) query.limit = { how: 'first', rows }
}

/** Returns the group of "the 3 heaviest cars of each origin", of which some rows are wanted. */
function findEach(segment: Segment, query: TableQuery, subject: string | undefined): string | undefined {
  const [group] = query.groups
  const isEach = /\b(?:each|every|per|for each|jede[nrsm]?|je|pro)\b/.test(segment.folded)
  return isEach && query.groups.length === 1 && group!.name !== subject && group!.expression === undefined
    ? group!.name
    : undefined
}

/** Adds the measure of "revenue by region" (a sum) or "strikes per state" (a count), which name none. */
function addImpliedMeasure(
  segment: Segment,
  query: TableQuery,
  before: { measures: number; groups: number; computed: number },
  isRanked: boolean,
): void {
  const total = segment.tokens.find(
    (token) =>
      isFree(segment, token) && token.column && /^(?:total|gesamt)$/.test(token.folded) && isMeasurable(token.column),
  )
  if (total && query.measures.length > 0 && query.groups.length > 0) {
    addMeasure(query, toMeasure('sum', [total.column!], query.columns))
    use(segment, total)
  }
  if (query.measures.length > 0 || query.groups.length === before.groups || query.computed.length > before.computed)
    return
  // The words of a measure without a column are reported.
  if (findMeasures(maskUsed(segment)).some(({ fn }) => fn !== 'count')) return
  if (
    isRanked ||
    (query.limit !== undefined && query.order.every(({ value }) => Object.keys(value).length > 0)) ||
    /\b(?:erganz\w*|add|join|match\w*|enrich|look ?up)\b/.test(segment.folded)
  )
    return
  const named = segment.tokens.filter(
    (token) => isFree(segment, token) && token.column && isMeasurable(token.column) && !isYearColumn(token.column),
  )
  const comparesNext = (token: Token): boolean => {
    const next = segment.tokens[segment.tokens.indexOf(token) + 1]
    return (
      next?.kind === 'operator' ||
      /^(?:over|above|below|under|is|more|less|at|uber|unter|=|>|<)$/.test(next?.folded ?? '')
    )
  }
  const columns = named.filter((token) => !comparesNext(token))
  const counts = findCountColumn(query.columns)
  if (columns.length > 0) {
    const different = [...new Map(columns.map(({ column }) => [column!.name, column!])).values()]
    query.implied = different.flatMap(
      (column) => toMeasure(isMean(column.name) ? 'mean' : 'sum', [column], query.columns) ?? [],
    )
    use(segment, ...columns)
  } else if (query.implied.length === 0)
    query.implied = [(counts && toMeasure('sum', [counts], query.columns)) ?? countMeasure]
}

const isMean = (name: string): boolean =>
  /temp|rate|rating|score|age|percent|pct|speed|humidity|pressure|height|weight/i.test(name) &&
  !/average|mileage|image|stage/i.test(name)

/** Lists the words of measures and superlatives, and values, that have no role. */
function listUnread(segment: Segment): readonly string[] {
  const masked = maskUsed(segment)
  const measures = findMeasures(masked)
    .filter(({ fn }) => fn !== 'count')
    .map(({ start, end }) => segment.folded.slice(start, end))
  const free = segment.tokens.filter((token) => isFree(segment, token))
  const superlatives = free
    .filter(
      ({ folded, kind, column }) =>
        kind === 'word' && !column && isSuperlative(folded) && !/^(?:last|least|most|best)$/.test(folded),
    )
    .map(({ raw }) => raw)
  const cells = free.filter(({ cell }) => cell !== undefined).map(({ raw }) => raw)
  return [...measures, ...superlatives, ...cells]
}
