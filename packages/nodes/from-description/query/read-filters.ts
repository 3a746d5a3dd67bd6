import { isNumber, isTime } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { invertConditions, isNumericComparison, type WordConditions } from '../conditions/condition.ts'
import { readConditions } from '../conditions/read-conditions.ts'
import { toRowCondition } from '../row-condition-text.ts'
import { createFilterStep, quoteName, type StepDraft } from '../step.ts'
import { months } from '../vocabulary.ts'
import type { Token } from '../words.ts'
import { isYearColumn } from './periods.ts'
import type { ReadMeasure } from './read-measures.ts'
import { sortWords } from './read-order.ts'
import { isFree, use, useText, type Segment } from './segment.ts'
import { isAggregated, listNamedColumns, type TableQuery } from './table-query.ts'
import { filterVerbs, removalVerbs } from './filter-verbs.ts'
import { insertMeasures } from './compare-measures.ts'
import { readColumnComparison } from './read-comparisons.ts'

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
    const isRemoval: boolean = removalVerbs.test(text) || (wasRemoval && !hasVerb)
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
    const found = readConditions(tokens, columns, query.columns) ?? readConditions(tokens, query.columns)
    const read = found && totalWords.test(text) ? compareTotals(query, found) : found
    // "Exclude EPA sites and everything without an elevation" removes either; "where a and b" only rows that meet both.
    const listsMore = /\b(?:and|und) (?:also |auch )?(?:the|all|any|every\w*|those|die|alle|alles)\b/.test(text)
    const removesEach =
      isRemoval && (listsMore || !/\b(?:where|whose|when|if|that|which|with|both|wo|deren|wenn|mit|bei)\b/.test(text))
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

const totalWords = /\b(?:in total|overall|altogether|combined|insgesamt|zusammen|in summe)\b/

/** Compares the sums of groups instead of rows: "sold for more than 500 in total". */
function compareTotals({ groups, measures }: TableQuery, read: WordConditions): WordConditions {
  if (groups.length === 0) return read
  const toTotal = (condition: WordConditions['conditions'][number]): WordConditions['conditions'][number] => {
    const sum = measures.find(({ column, function: fn }) => fn === 'sum' && column === condition.column)
    return sum && isNumericComparison(condition.is) ? { ...condition, column: sum.as } : condition
  }
  return { ...read, conditions: read.conditions.map(toTotal) }
}

/** Merges a value into a filter of the same sentence on the same column: "compare A and B: keep A or B". */
function mergeIntoFilter(query: TableQuery, condition: WordConditions['conditions'][number], start: number): boolean {
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
    // "starting at the first of January" names the order.
    if (
      /\b(?:start\w*|begin\w*|ab) (?:at|with|in|on|from|mit|dem)? ?(?:the )?(?:first|1st|1\.)? ?(?:of )?$/.test(
        segment.folded.slice(0, token.start),
      )
    ) {
      use(segment, token)
      continue
    }
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

/** Whether a number word is a pronoun, not a value: "the two". */
const isPronoun = ({ kind, raw }: Token, before: Token | undefined): boolean =>
  kind === 'number' && /^[a-z]+$/i.test(raw) && /^(?:the|those|these|die|der|den)$/.test(before?.folded ?? '')

const useVerb = (segment: Segment, { start, end }: { start: number; end: number }, pattern: RegExp): void => {
  const match = pattern.exec(segment.folded.slice(start, end))
  if (match) useText(segment, start + match.index, start + match.index + match[0].length)
}

const isResult = ({ groups, measures }: TableQuery, name: string): boolean =>
  groups.some((group) => group.name === name) || measures.some(({ as }) => as === name)

function addConditions(query: TableQuery, all: WordConditions, isRemoval: boolean, start: number): void {
  const read =
    isRemoval || all.match === 'any'
      ? all
      : { ...all, conditions: all.conditions.filter((condition) => !mergeIntoFilter(query, condition, start)) }
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

/** Reads the columns that are removed from the result: "without the columns a and b". */
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

/** Reads a year whose rows are removed: "skip 2020". */
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
