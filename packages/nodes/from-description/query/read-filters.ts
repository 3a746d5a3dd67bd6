import { isNumber, isTime } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import {
  findNumericColumn,
  invertConditions,
  isIdentifier,
  readConditions,
  type WordConditions,
} from '../conditions.ts'
import { isFiller } from '../find-unused-words.ts'
import { toRowCondition } from '../row-condition-text.ts'
import { createFilterStep, quoteName, type StepDraft } from '../step.ts'
import { createPattern, months } from '../vocabulary.ts'
import type { Token } from '../words.ts'
import { countMeasure, findMeasures } from './measures.ts'
import { isYearColumn } from './periods.ts'
import type { ReadMeasure } from './read-measures.ts'
import { sortWords } from './read-order.ts'
import { indexAt, isFree, skipFillers, use, useText, type Segment } from './segment.ts'
import { addMeasure, createSql, listMeasures, isAggregated, listNamedColumns, type TableQuery } from './table-query.ts'

export const filterVerbs =
  /\b(?:filter\w*|keep|only|just|nur|leave (?:\w+ )?out|lass\w* .*weg|weglassen|ignor\w*|skip|behalt\w*|exclude|excluding|ausschlies\w*|discard|omit|drop|delete|remove|throw (?:out|away)|take out|get rid of|entfern\w*|losch\w*|raus\w*|herausfilter\w*|aussortier\w*|verw[ie]rf\w*|select rows|rows (?:where|with|that)|zeilen,? (?:mit|bei|in|wo))\b/
export const removalVerbs =
  /\b(?:(?:ohne|without) (?:the |die |all |alle )?(?:rows|entries|records|zeilen|eintrage|datensatze)|remove|leave (?:\w+ )*out|lass\w* .*weg|weglassen|ignor\w*|skip|drop|delete|exclude|excluding|discard|omit|filter out|throw (?:out|away)|take out|get rid of|kick out|entfern\w*|losch\w*|ausschlies\w*|verw[ie]rf\w*|raus\w*|herausfilter\w*|aussortier\w*|weg(?:werfen|fallen|nehmen)|rausnehmen|streich\w*)\b/

const comparisons = createPattern('more', 'less', 'at-least', 'at-most')
const comparisonPatterns = (['at-least', 'at-most', 'more', 'less'] as const).map(
  (meaning) => [meaning, new RegExp(`^${createPattern(meaning).source}`)] as const,
)
const comparisonOf = (folded: string): string | undefined =>
  comparisonPatterns.find(([, pattern]) => pattern.test(folded))?.[0]

/**
 * Reads the conditions of a segment, clause by clause: each clause has one verb, which keeps or removes rows. Conditions
 * on measures filter the groups.
 */
export function readFilters(segment: Segment, query: TableQuery, measures: readonly ReadMeasure[]): void {
  let wasRemoval = false
  const start = query.filters.length
  for (const clause of segment.clauses) {
    const isInClause = (token: Token): boolean => token.start >= clause.start && token.end <= clause.end
    const text = segment.folded.slice(clause.start, clause.end)
    const hasVerb =
      filterVerbs.test(text) ||
      sortWords.test(text) ||
      /\b(?:show|list|give|zeig\w*|take|count|compute|berechne\w*)\b/.test(text)
    const isRemoval: boolean =
      removalVerbs.test(text) ||
      (wasRemoval && !hasVerb)
    wasRemoval = isRemoval
    readDropped(segment, query, clause)
    readColumnComparison(segment, query, clause, isRemoval)
    const counted = insertMeasures(
      segment,
      query,
      segment.tokens.filter((token) => isInClause(token)),
      measures,
    )
    readMonths(segment, query, clause)
    const tokens = counted.filter((token, index) => !segment.used.has(token) && !isPronoun(token, counted[index - 1]))
    const hasGroups = isAggregated(query) && query.groups.length > 0
    const columns = hasGroups
      ? [
          ...listNamedColumns(query).filter(
            ({ name }) =>
              isResult(query, name) &&
              !query.groups.some((group) => group.name === name && group.expression !== undefined),
          ),
          ...query.columns.filter(
            (column) => (isTime(column.type) || isYearColumn(column)) && !isResult(query, column.name),
          ),
        ]
      : query.columns
    const read = readConditions(tokens, columns) ?? readConditions(tokens, query.columns)
    // "Exclude EPA sites and everything without an elevation": each is removed; "where a and b": only both.
    const listsMore = /\b(?:and|und) (?:also |auch )?(?:the|all|any|every\w*|those|die|alle|alles)\b/.test(text)
    const removesEach =
      isRemoval &&
      (listsMore || !/\b(?:where|whose|when|if|that|which|with|both|wo|deren|wenn|mit|bei)\b/.test(text))
    if (read && removesEach && read.match === 'all')
      for (const name of new Set(read.conditions.map(({ column }) => column)))
        addConditions(
          query,
          { conditions: read.conditions.filter(({ column }) => column === name), match: 'all' },
          isRemoval,
          start,
        )
    else if (read) addConditions(query, read, isRemoval, start)
    if (read) use(segment, ...(read.used ?? []))
    if (isRemoval && read) useVerb(segment, clause, removalVerbs)
    if (isRemoval && !read) readRemovedYear(segment, query, tokens)
    if (isRemoval && !read && /\b(?:empty|missing|blank|null|leere\w*|fehlende\w*)\b/.test(text)) {
      query.filters.push(
        createFilterStep({
          conditions: query.columns.map(({ name: column }) => ({ column, is: 'is-not-empty', value: '' })),
          match: 'all',
        }),
      )
      useText(segment, clause.start, clause.end)
    }
  }
}

/** Adds a value to the filter of the same sentence for the same column: "compare A and B: keep A or B". */
function joinsFilter(query: TableQuery, condition: WordConditions['conditions'][number], start: number): boolean {
  if (query.numerator?.includes(toRowCondition({ conditions: [condition], match: 'all' }))) return true
  if (condition.is !== 'equals' && condition.is !== 'is-one-of') return false
  for (const [index, { config }] of query.filters.entries()) {
    const conditions = (config.conditions ?? []) as unknown as WordConditions['conditions']
    const same = conditions.findIndex(
      ({ column, is }) => column === condition.column && (is === 'equals' || is === 'is-one-of'),
    )
    if (index < start || same < 0 || config.match !== 'all') continue
    const values = [...new Set([conditions[same]!.value, condition.value].flat())]
    const joined =
      values.length === 1 ? conditions[same]! : { column: condition.column, is: 'is-one-of' as const, value: values }
    query.filters[index] = createFilterStep({
      conditions: conditions.map((each, at) => (at === same ? joined : each)),
      match: 'all',
    })
    return true
  }
  return false
}

/** Reads months without a year: "in June", "June to August". */
function readMonths(segment: Segment, query: TableQuery, clause: { start: number; end: number }): void {
  const times = query.columns.filter(({ type }) => isTime(type))
  if (times.length !== 1) return
  const { tokens } = segment
  const isMonth = (token: Token | undefined): token is Token =>
    isFree(segment, token) &&
    token.kind === 'word' &&
    !token.cell &&
    months.has(token.folded) &&
    (token.folded.length > 3 || /^[A-Z]/.test(token.raw)) &&
    !(token.folded.startsWith('ma') && !/^[A-Z]/.test(token.raw))
  for (const [index, token] of tokens.entries()) {
    if (token.start < clause.start || token.end > clause.end || !isMonth(token)) continue
    const isRange = /^(?:to|through|until|till|bis|-)$/.test(tokens[index + 1]?.folded ?? '')
    const last = isRange && isMonth(tokens[index + 2]) ? tokens[index + 2] : undefined
    const month = `$number($substring($string(${quoteName(times[0]!.name)}), 5, 2))`
    const [from, to] = [months.get(token.folded)!, last ? months.get(last.folded)! : undefined]
    const expression =
      to === undefined
        ? `${month} = ${from}`
        : from <= to
          ? `${month} >= ${from} and ${month} <= ${to}`
          : `${month} >= ${from} or ${month} <= ${to}`
    query.filters.push({ type: 'filter', config: { conditions: [], match: 'all', expression } })
    use(segment, token, ...(last ? [tokens[index + 1], last] : []))
  }
}

/** "The two" are no value. */
const isPronoun = ({ kind, raw }: Token, before: Token | undefined): boolean =>
  kind === 'number' && /^[a-z]+$/i.test(raw) && /^(?:the|those|these|die|der|den)$/.test(before?.folded ?? '')

const useVerb = (segment: Segment, { start, end }: { start: number; end: number }, pattern: RegExp): void => {
  const match = pattern.exec(segment.folded.slice(start, end))
  if (match) useText(segment, start + match.index, start + match.index + match[0].length)
}

const isResult = ({ groups, measures }: TableQuery, name: string): boolean =>
  groups.some((group) => group.name === name) || measures.some(({ as }) => as === name)

function addConditions(query: TableQuery, words: WordConditions, isRemoval: boolean, start: number): void {
  const read =
    isRemoval || words.match === 'any'
      ? words
      : { ...words, conditions: words.conditions.filter((condition) => !joinsFilter(query, condition, start)) }
  const isMeasure = ({ column }: { column: string }): boolean => query.measures.some(({ as }) => as === column)
  const parts: readonly (readonly [WordConditions['conditions'], StepDraft[]])[] =
    read.match === 'any'
      ? [[read.conditions, read.conditions.some(isMeasure) ? query.having : query.filters]]
      : [
          [read.conditions.filter((condition) => !isMeasure(condition)), query.filters],
          [read.conditions.filter(isMeasure), query.having],
        ]
  for (const [conditions, steps] of parts) {
    if (conditions.length === 0) continue
    const part: WordConditions = { conditions, match: read.match }
    const remaining = isRemoval ? invertConditions(part) : part
    steps.push(
      remaining
        ? createFilterStep(remaining)
        : { type: 'filter', config: { conditions: [], match: 'all', expression: `$not(${toRowCondition(part)})` } },
    )
  }
}

/**
 * Inserts the columns of measures before comparisons: "with an average over 5", "at least 3 orders". A comparison of a
 * number of things without a column compares the count of the group.
 */
function insertMeasures(
  segment: Segment,
  query: TableQuery,
  tokens: readonly Token[],
  measures: readonly ReadMeasure[],
): readonly Token[] {
  const result: Token[] = []
  const skipped = new Set<Token>()
  for (const [index, token] of tokens.entries()) {
    if (skipped.has(token)) continue
    const isComparison = isFree(segment, token) && comparisonOf(segment.folded.slice(token.start)) !== undefined
    if (isComparison) {
      const isGrouped = query.groups.length > 0
      const number = tokens.slice(index + 1, index + 5).findIndex(({ kind }) => kind === 'number')
      const noun = number < 0 ? undefined : tokens[index + number + 2]
      const isOther = noun?.column !== undefined && isNumber(noun.column.type)
      const measured =
        isGrouped && !isOther
          ? measures.find(
              ({ end, measure }) =>
                isAdjacent(segment, end, token.start) && !(measure.function === 'count' && noun?.column),
            )
          : undefined
      const named = measured ? measured.measure.as : findCountBefore(segment, query, tokens, index, skipped)
      if (named !== undefined) result.push(toColumnToken(named, token))
    } else if (isFree(segment, token) && token.kind === 'number' && isPostfix(tokens, index)) {
      // "states with 100 or more"
      const [only] = listMeasures(query)
      const isCompared = tokens[index - 1]?.column !== undefined && isNumber(tokens[index - 1]!.column!.type)
      if (query.measures.length === 1 && query.groups.length > 0 && !isCompared) {
        result.push(toColumnToken(only!.as, token), {
          ...toColumnToken('is', token),
          kind: 'word',
          column: undefined as never,
        })
      }
    }
    result.push(token)
  }
  return result.filter((token) => !skipped.has(token))
}

const isPostfix = (tokens: readonly Token[], index: number): boolean =>
  /^(?:or|oder)$/.test(tokens[index + 1]?.folded ?? '') &&
  /^(?:more|less|fewer|above|higher|mehr|weniger)$/.test(tokens[index + 2]?.folded ?? '')

const toColumnToken = (name: string, { start }: Token): Token => ({
  kind: 'column',
  raw: name,
  folded: name,
  start,
  end: start,
  column: { name, type: 'DOUBLE' },
})

const isAdjacent = ({ folded, tokens }: Segment, end: number, start: number): boolean =>
  start >= end &&
  start - end < 30 &&
  tokens.every((token) => token.start < end || token.end > start || isFiller(token.folded)) &&
  !/[.,;]/.test(folded.slice(end, start))

/** Returns the count that "at least 3 orders" compares, if the groups of the query are counted. */
function findCountBefore(
  segment: Segment,
  query: TableQuery,
  tokens: readonly Token[],
  index: number,
  skipped: Set<Token>,
): string | undefined {
  const before = tokens
    .slice(0, index)
    .findLast(({ kind, folded }) => kind !== 'comma' && !(kind === 'word' && isFiller(folded)))
  if (before?.column && isNumber(before.column.type) && isFree(segment, before)) return undefined
  const number = tokens.findIndex((token, at) => at > index && at <= index + 4 && token.kind === 'number')
  if (number < 0) return undefined
  const noun = tokens[number + 1]
  if (query.groups.length === 0 || query.computed.length > 0) {
    const computed = query.computed.findLast(({ type }) => type === 'DOUBLE')
    const isThat =
      tokens.slice(0, index).every((token) => token.column === undefined || !isNumber(token.column.type)) &&
      (noun?.column === undefined || noun.column.name === computed?.name)
    if (query.measures.length === 0 && computed && isThat) return computed.name
  }
  if (query.groups.length === 0) return undefined
  listMeasures(query)
  const isAmount = noun?.column !== undefined && isNumber(noun.column.type) && !isIdentifier(noun.column)
  if (isAmount) {
    const measure = query.measures.find(({ column, function: fn }) => column === noun.column!.name && fn === 'sum')
    if (!measure) return undefined
    skipped.add(noun)
    return measure.as
  }
  const count = query.measures.find(({ function: fn }) => fn === 'count')
  // "only those with more than 10 invoices": the rows of the group, not the sum that is computed.
  const isRows =
    noun !== undefined && (noun.kind === 'word' || noun.column !== undefined) && !unitWords.test(noun.folded) && !isFiller(noun.folded)
  if (!count && isRows && !comparesMeasure(query, noun) && noun.folded.length > 3 && findMeasures(noun.folded).length === 0) {
    skipped.add(noun)
    return addMeasure(query, countMeasure)?.as
  }
  const isNoun =
    noun !== undefined &&
    (noun.kind === 'word' || noun.kind === 'column') &&
    !unitWords.test(noun.folded)
  if (!count && query.groups.length > 0 && isNoun && query.measures.length === 0) addMeasure(query, countMeasure)
  const [only] = query.measures
  if (!count && query.measures.length === 1 && !isNoun && query.groups.length > 0) return only!.as
  if (!count || !(isNoun || findNumericColumn(query.columns) === undefined)) return undefined
  if (isNoun) skipped.add(noun)
  return count.as
}

const unitWords =
  /^(?:percent|prozent|dollars?|euros?|eur|usd|pounds?|degrees?|grad|days?|tagen?|hours?|stunden?|minutes?|minuten?|years?|jahren?|miles?|meilen?|km|kg|meters?|metern?|points?|punkten?|votes?|million|millionen|and|und|or|oder|in|by|per|je|pro|on|then|dann)$/

/** Whether a noun names what a measure is of: "more than 5000 sales" compares the sum of the sales. */
const comparesMeasure = (query: TableQuery, noun: Token): boolean =>
  query.measures.some(({ column }) => column !== '' && column === noun.column?.name && !isIdentifier(noun.column))

const repetitions: Readonly<Record<string, number>> = { once: 1, twice: 2, einmal: 1, zweimal: 2, dreimal: 3 }

/**
 * Reads groups by the number of their rows: "which states have more than 5 sites", "winners who won more than once".
 * The noun before the comparison is the group.
 */
export function readCountedGroups(segment: Segment, query: TableQuery): void {
  if (query.groups.length > 0 || query.measures.length > 0 || query.computed.length > 0) return
  const { tokens } = segment
  for (const clause of segment.clauses) {
    const inside = tokens.filter((token) => token.start >= clause.start && token.end <= clause.end)
    const at = inside.findIndex(
      (token) => isFree(segment, token) && comparisonOf(segment.folded.slice(token.start)) !== undefined,
    )
    const amountAt = inside.findIndex(
      (token, index) => at >= 0 && index > at && index <= at + 4 && (token.kind === 'number' || repetitions[token.folded] !== undefined || /^(?:one|einen?)$/.test(token.folded)),
    )
    if (amountAt < 0) continue
    const [amount, noun] = [inside[amountAt]!, inside[amountAt + 1]]
    const times = repetitions[amount.folded]
    const isTimes = times !== undefined || /^(?:times|mal)$/.test(noun?.folded ?? '')
    const isNoun =
      noun !== undefined &&
      (noun.kind === 'word' || noun.kind === 'column') &&
      !noun.cell &&
      !isFiller(noun.folded) &&
      !unitWords.test(noun.folded) &&
      !(noun.column && isNumber(noun.column.type) && !isIdentifier(noun.column)) &&
      !/^(?:19|20)\d{2}$/.test(amount.raw)
    const link = inside.slice(0, at).findLast(({ folded }) => countingVerbs.test(folded))
    const named = inside
      .slice(0, link ? inside.indexOf(link) : at)
      .findLast((token) => isFree(segment, token) && (token.column ?? token.entity))
    const group = named?.column ?? named?.entity
    if (!link || !named || !group || !(isTimes || isNoun)) continue
    if (isNumber(group.type) && !isIdentifier(group)) continue
    const between = inside.slice(inside.indexOf(named) + 1, at)
    if (between.some((token) => token.column || token.cell || token.kind === 'number')) continue
    query.groups.push({ name: group.name, type: group.type })
    addMeasure(query, countMeasure)
    const is = comparisonOf(segment.folded.slice(inside[at]!.start)) as 'more' | 'less' | 'at-least' | 'at-most'
    const value = times ?? Number(amount.value ?? 1)
    query.having.push(createFilterStep({ conditions: [{ column: countMeasure.as, is, value }], match: 'all' }))
    use(segment, named, ...inside.slice(inside.indexOf(named), amountAt + (isNoun || /^(?:times|mal)$/.test(noun?.folded ?? '') ? 2 : 1)))
    return
  }
}

const countingVerbs =
  /^(?:have|has|had|with|appear|appears|appeared|occur|occurs|occurred|won|win|received|receive|made|make|placed|ordered|bought|wrote|published|mit|haben|hat|hatten|vorkommen|vorkommt|auftauchen|gewonnen|that|who|which|containing|containing)$/

/** Reads columns that the result is without: "without the columns a and b". */
function readDropped(segment: Segment, query: TableQuery, clause: { start: number; end: number }): void {
  const match =
    /\b(?:without|ohne|drop|remove|delete|leave out|exclude|omit|entferne|losche|lass)\b(?: the| die| den)? (?:columns?|spalten?|fields?)\b/.exec(
      segment.folded.slice(clause.start, clause.end),
    )
  if (!match) return
  const start = clause.start + match.index
  const limit = segment.clauses.at(-1)!.end
  let last = start + match[0].length
  for (const token of segment.tokens) {
    if (token.start < last || token.end > limit) continue
    if (token.column) query.dropped.push(token.column.name)
    else if (token.kind !== 'comma' && !/^(?:and|und|the|die|den|or|oder)$/.test(token.folded)) break
    last = token.end
  }
  useText(segment, start, last)
}

const columnComparisons: Readonly<Record<string, string>> = { more: '>', less: '<', 'at-least': '>=', 'at-most': '<=' }
const inverses: Readonly<Record<string, string>> = { '>': '<=', '<': '>=', '>=': '<', '<=': '>' }

/** Reads a comparison of two columns: "days when close is below open". */
function readColumnComparison(
  segment: Segment,
  query: TableQuery,
  clause: { start: number; end: number },
  isRemoval: boolean,
): void {
  const { tokens, folded } = segment
  for (const [index, token] of tokens.entries()) {
    if (token.start < clause.start || token.end > clause.end || !isFree(segment, token)) continue
    const rest = folded.slice(token.start, clause.end)
    const symbol = /^(?:<=|>=|<|>)$/.test(token.raw) ? token.raw : columnComparisons[comparisonOf(rest) ?? '']
    if (symbol === undefined) continue
    const length =
      (comparisons.exec(rest)?.index === 0 ? comparisons.exec(rest)?.[0].length : undefined) ?? token.raw.length
    const right = tokens[skipFillers(segment, indexAt(segment, token.start + length), 3)]
    const left = tokens
      .slice(0, index)
      .findLast((each) => each.start >= clause.start && each.column && isFree(segment, each))
    if (!left?.column || !right?.column || !isFree(segment, right) || right.end > clause.end) continue
    // "over the years" is not a comparison.
    if (/^(?:over|uber)$/.test(token.folded) && (isYearColumn(right.column) || isTime(right.column.type))) continue
    if (left.column.name === right.column.name || isNumber(left.column.type) !== isNumber(right.column.type)) continue
    if (!isNumber(left.column.type) && !isTime(left.column.type)) continue
    const between = tokens.slice(tokens.indexOf(left) + 1, index)
    if (between.some((each) => each.kind !== 'word' || !isFiller(each.folded))) continue
    const expression = `${quoteName(left.column.name)} ${isRemoval ? inverses[symbol] : symbol} ${quoteName(right.column.name)}`
    query.filters.push({ type: 'filter', config: { conditions: [], match: 'all', expression } })
    use(segment, ...tokens.slice(tokens.indexOf(left), tokens.indexOf(right) + 1))
  }
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Reads the comparisons with the average of all rows, before an average can be a measure. */
export function readAverageComparisons(segment: Segment, query: TableQuery): void {
  for (const clause of segment.clauses)
    readAverageComparison(segment, query, clause, removalVerbs.test(segment.folded.slice(clause.start, clause.end)))
}

/** Reads a comparison with the average of all rows: "cars with above-average horsepower". */
function readAverageComparison(
  segment: Segment,
  query: TableQuery,
  clause: { start: number; end: number },
  isRemoval: boolean,
): void {
  const text = segment.folded.slice(clause.start, clause.end)
  const match =
    /\b(above|over|below|under|more than|less than|higher than|lower than|greater than|uber|unter|hoher als|mehr als|niedriger als|weniger als)(?: |-)(?:the |dem |der )?(?:overall )?(average|mean|median|durchschnitt\w*|mittelwert|schnitt)\b/.exec(
      text,
    )
  if (!match) return
  const at = clause.start + match.index
  const isColumn = (token: Token): boolean =>
    token.column !== undefined &&
    isNumber(token.column.type) &&
    isFree(segment, token) &&
    token.start >= clause.start &&
    token.end <= clause.end
  const after = segment.tokens.find(
    (token) => isColumn(token) && token.start >= at + match[0].length && token.start - at - match[0].length < 12,
  )
  const column =
    (after ?? segment.tokens.findLast((token) => isColumn(token) && token.end <= at))?.column ??
    findNumericColumn(query.columns)
  if (!column) return
  const isMore = /^(?:above|over|more|higher|greater|uber|hoher|mehr)/.test(match[1]!)
  const fn = match[2] === 'median' ? 'median' : 'avg'
  query.filters.push(
    createSql(
      `SELECT * FROM input WHERE ${quote(column.name)} ${isMore === isRemoval ? (isMore ? '<=' : '<') : isMore ? '>' : '>='} (SELECT ${fn}(${quote(column.name)}) FROM input)`,
    ),
  )
  useText(segment, at, at + match[0].length)
  use(segment, after ?? segment.tokens.findLast((token) => isColumn(token) && token.end <= at))
}

/** Reads a year that is left out: "skip 2020". */
function readRemovedYear(segment: Segment, query: TableQuery, tokens: readonly Token[]): void {
  const token = tokens.find(({ kind, value }) => kind === 'number' && Number(value) >= 1900 && Number(value) < 2100)
  if (!token) return
  const columns: readonly Column[] = query.columns
  const year = columns.find((column) => isNumber(column.type) && isYearColumn(column))
  const times = columns.filter(({ type }) => isTime(type))
  if (year)
    query.filters.push(
      createFilterStep({
        conditions: [{ column: year.name, is: 'not-equals', value: Number(token.value) }],
        match: 'all',
      }),
    )
  else if (times.length === 1) {
    const column = times[0]!.name
    const conditions = [
      { column, is: 'less' as const, value: `${token.raw}-01-01` },
      { column, is: 'at-least' as const, value: `${Number(token.raw) + 1}-01-01` },
    ]
    query.filters.push(createFilterStep({ conditions, match: 'any' }))
  } else return
  use(segment, token)
}
