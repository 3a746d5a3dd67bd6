import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { invertConditions, isNumericComparison, type ParsedConditions } from '../conditions/condition.ts'
import { readConditions } from '../conditions/read-conditions.ts'
import { formatAlternatives, toRowCondition } from '../row-condition-text.ts'
import { createFilterStep, type StepDraft } from '../step.ts'
import type { Token } from '../words.ts'
import { isYearColumn } from './periods.ts'
import { readMonths } from './read-calendar.ts'
import type { ParsedMeasure } from './read-measures.ts'
import { sortWords } from './read-order.ts'
import { markUsed, markTextUsed, type Segment } from './segment.ts'
import { isAggregated, listNamedColumns, type TableQuery } from './table-query.ts'
import { filterVerbs, removalVerbs } from './filter-verbs.ts'
import { insertMeasures } from './compare-measures.ts'
import { readColumnComparison } from './read-comparisons.ts'

/**
 * Reads a segment's conditions clause by clause. A clause has a single verb that keeps or removes rows. Conditions on
 * measures filter groups.
 *
 * @returns The text of removal requests that could not be read.
 */
export function readFilters(
  segment: Segment,
  query: TableQuery,
  measures: readonly ParsedMeasure[],
): readonly string[] {
  const unreadRequests: string[] = []
  let wasRemoval = false
  const previousFilterCount = query.filters.length
  for (const clause of segment.clauses) {
    const text = segment.folded.slice(clause.start, clause.end)
    const removalMatch = removalVerbs.exec(text)
    const hasVerb =
      filterVerbs.test(text) ||
      sortWords.test(text) ||
      /\b(?:show|list|give|zeig\w*|take|count|compute|berechne\w*)\b/.test(text)
    const isRemoval: boolean = removalMatch !== null || (wasRemoval && !hasVerb)
    wasRemoval = isRemoval
    const previousRemovalCount = countRemovals(query)
    readDroppedColumns(segment, query, clause)
    readColumnComparison(segment, query, clause, isRemoval)
    const tokensWithMeasures = insertMeasures(
      segment,
      query,
      segment.tokens.filter((token) => token.start >= clause.start && token.end <= clause.end),
      measures,
    )
    readMonths(segment, query, clause)
    const tokens = tokensWithMeasures.filter(
      (token, index) => !segment.usedTokens.has(token) && !isPronoun(token, tokensWithMeasures[index - 1]),
    )
    const clauseParts =
      removalMatch && splitAtRemovalVerb(query, tokens, clause.start + removalMatch.index, removalMatch[0].length)
    if (clauseParts) {
      readRowConditions(segment, query, { tokens: clauseParts.keptTokens, text, isRemoval: false, previousFilterCount })
      readRowConditions(segment, query, { tokens: clauseParts.removedTokens, text, isRemoval, previousFilterCount })
    } else readRowConditions(segment, query, { tokens, text, isRemoval, previousFilterCount })
    if (removalMatch)
      markTextUsed(
        segment,
        clause.start + removalMatch.index,
        clause.start + removalMatch.index + removalMatch[0].length,
      )
    if (removalMatch && countRemovals(query) === previousRemovalCount) unreadRequests.push(text)
  }
  return unreadRequests
}

/** Returns how many parts of a query remove rows or columns. */
export const countRemovals = ({ filters, having, droppedColumns, selectedColumns, numerator }: TableQuery): number =>
  filters.length + having.length + droppedColumns.length + selectedColumns.length + (numerator?.length ?? 0)

/** Part of a clause whose conditions either keep or remove rows. */
interface ClausePart {
  readonly tokens: readonly Token[]
  /** The folded text of the clause. */
  readonly text: string
  readonly isRemoval: boolean
  /** The number of filters that the query had before this segment. */
  readonly previousFilterCount: number
}

/**
 * Splits a clause at the verb that removes rows if conditions precede and follow it: "orders from Germany, excluding
 * the canceled ones" keeps the orders from Germany. Without conditions after the verb, the conditions before it are
 * removed.
 */
function splitAtRemovalVerb(
  query: TableQuery,
  tokens: readonly Token[],
  verbStart: number,
  verbLength: number,
): { readonly keptTokens: readonly Token[]; readonly removedTokens: readonly Token[] } | undefined {
  const keptTokens = tokens.filter(({ end }) => end <= verbStart)
  const removedTokens = tokens.filter(({ start }) => start >= verbStart + verbLength)
  const columns = listComparableColumns(query)
  const hasConditions = (part: readonly Token[]): boolean => readConditions(part, columns, query.columns) !== undefined
  return hasConditions(keptTokens) && hasConditions(removedTokens) ? { keptTokens, removedTokens } : undefined
}

/**
 * Returns the columns that a value can be compared with if no column is named. For groups, these are the result
 * columns.
 */
function listComparableColumns(query: TableQuery): readonly Column[] {
  if (!(isAggregated(query) && query.groups.length > 0)) return query.columns
  return [
    ...listNamedColumns(query).filter(
      ({ name }) =>
        isResultColumn(query, name) &&
        !query.groups.some((group) => group.name === name && group.expression !== undefined),
    ),
    ...query.columns.filter(
      (column) => (isTemporal(column.type) || isYearColumn(column)) && !isResultColumn(query, column.name),
    ),
  ]
}

/** Reads the conditions in part of a clause, and adds filters that keep or remove the matching rows. */
function readRowConditions(
  segment: Segment,
  query: TableQuery,
  { tokens: allTokens, text, isRemoval, previousFilterCount }: ClausePart,
): void {
  // "excluding" already states that the rows are removed, so it is not also read as a negation.
  const tokens = isRemoval ? allTokens.filter(({ folded }) => folded !== 'excluding') : allTokens
  const foundConditions =
    readConditions(tokens, listComparableColumns(query), query.columns) ?? readConditions(tokens, query.columns)
  const parsedConditions =
    foundConditions && totalPattern.test(text) ? compareTotals(query, foundConditions) : foundConditions
  if (parsedConditions) {
    // "Exclude EPA sites and everything without an elevation" removes rows that meet either condition; "where a and b"
    // removes only rows that meet both.
    const listsSeparateItems = /\b(?:and|und) (?:also |auch )?(?:the|all|any|every\w*|those|die|alle|alles)\b/.test(
      text,
    )
    const removesEach =
      isRemoval &&
      (listsSeparateItems || !/\b(?:where|whose|when|if|that|which|with|both|wo|deren|wenn|mit|bei)\b/.test(text))
    if (removesEach && parsedConditions.match === 'all' && !parsedConditions.alternatives)
      for (const name of new Set(parsedConditions.conditions.map(({ column }) => column)))
        addConditions(
          query,
          { conditions: parsedConditions.conditions.filter(({ column }) => column === name), match: 'all' },
          isRemoval,
          previousFilterCount,
        )
    else addConditions(query, parsedConditions, isRemoval, previousFilterCount)
    markUsed(segment, ...(parsedConditions.usedTokens ?? []))
    return
  }
  if (readBlanks(segment, query, text)) return
  if (!isRemoval) return
  if (readPresenceRemoval(segment, query, tokens)) return
  readRemovedYear(segment, query, tokens)
  if (!/\b(?:empty|missing|blank|null|leere\w*|fehlende\w*)\b/.test(text)) return
  query.filters.push(
    createFilterStep({
      conditions: query.columns.map(({ name: column }) => ({ column, is: 'is-not-empty', value: '' })),
      match: 'all',
    }),
  )
  markUsed(segment, ...tokens)
}

/** Reads a column, and removes the rows that have a value in it: "remove leavers (with exit date)". */
function readPresenceRemoval(segment: Segment, query: TableQuery, tokens: readonly Token[]): boolean {
  const prepositionIndex = tokens.findIndex(({ folded }) => /^(?:with|mit|having|has|have|hat|haben)$/.test(folded))
  const namedToken = tokens.slice(prepositionIndex + 1).find(({ column }) => column !== undefined)
  if (
    prepositionIndex < 0 ||
    !namedToken?.column ||
    namedToken.flag ||
    query.columns.every(({ name }) => name !== namedToken.column!.name)
  )
    return false
  query.filters.push(
    createFilterStep({ conditions: [{ column: namedToken.column.name, is: 'is-empty', value: '' }], match: 'all' }),
  )
  markUsed(segment, tokens[prepositionIndex], namedToken)
  return true
}

/** Reads "without blanks", which refers to the column named in the sentence. */
function readBlanks(segment: Segment, query: TableQuery, text: string): boolean {
  const match =
    /\b(?:without|no|not|ohne|excluding|remove|drop|skip|ignore) (?:the |any |die )?(?:blanks?|empties|empty (?:ones|values|cells)|missing (?:ones|values)|nulls|leere\w*(?: werte)?)\b/.exec(
      text,
    )
  const namedColumns = segment.tokens.flatMap(({ column, cell }) => (column && !cell ? [column] : []))
  const [target] = namedColumns.length > 0 ? namedColumns : segment.mentionedColumn ? [segment.mentionedColumn] : []
  if (!match || !target || query.measures.some(({ column }) => column === target.name)) return false
  query.filters.push(
    createFilterStep({ conditions: [{ column: target.name, is: 'is-not-empty', value: '' }], match: 'all' }),
  )
  const start = segment.folded.indexOf(match[0])
  markTextUsed(segment, start, start + match[0].length)
  return true
}

const totalPattern = /\b(?:in total|overall|altogether|combined|insgesamt|zusammen|in summe)\b/

/** Applies conditions to the sums of groups instead of to rows: "sold for more than 500 in total". */
function compareTotals({ groups, measures }: TableQuery, parsedConditions: ParsedConditions): ParsedConditions {
  if (groups.length === 0) return parsedConditions
  const toTotal = (condition: ParsedConditions['conditions'][number]): ParsedConditions['conditions'][number] => {
    const sum = measures.find(({ column, function: fn }) => fn === 'sum' && column === condition.column)
    return sum && isNumericComparison(condition.is) ? { ...condition, column: sum.as } : condition
  }
  return { ...parsedConditions, conditions: parsedConditions.conditions.map(toTotal) }
}

/**
 * Merges an equality condition into a filter that the same sentence created for the same column: "compare A and B: keep
 * A or B". Returns false if the condition still needs its own filter.
 */
function mergeIntoFilter(
  query: TableQuery,
  condition: ParsedConditions['conditions'][number],
  previousFilterCount: number,
): boolean {
  if (query.numerator?.includes(toRowCondition({ conditions: [condition], match: 'all' }))) return true
  if (condition.is !== 'equals' && condition.is !== 'is-one-of') return false
  for (const [index, { config }] of query.filters.entries()) {
    const conditions = (config.conditions ?? []) as unknown as ParsedConditions['conditions']
    const sameColumnIndex = conditions.findIndex(
      ({ column, is }) => column === condition.column && (is === 'equals' || is === 'is-one-of'),
    )
    if (index < previousFilterCount || sameColumnIndex < 0 || config.match !== 'all') continue
    const values = [...new Set([conditions[sameColumnIndex]!.value, condition.value].flat())]
    const mergedCondition =
      values.length === 1
        ? conditions[sameColumnIndex]!
        : { column: condition.column, is: 'is-one-of' as const, value: values }
    query.filters[index] = createFilterStep({
      conditions: conditions.map((each, position) => (position === sameColumnIndex ? mergedCondition : each)),
      match: 'all',
    })
    return true
  }
  return false
}

/** Returns whether a number word is a pronoun rather than a value: "the two". */
const isPronoun = ({ kind, raw }: Token, previousToken: Token | undefined): boolean =>
  kind === 'number' && /^[a-z]+$/i.test(raw) && /^(?:the|those|these|die|der|den)$/.test(previousToken?.folded ?? '')

const isResultColumn = ({ groups, measures }: TableQuery, name: string): boolean =>
  groups.some((group) => group.name === name) || measures.some(({ as }) => as === name)

function addConditions(
  query: TableQuery,
  allConditions: ParsedConditions,
  isRemoval: boolean,
  previousFilterCount: number,
): void {
  const remainingConditions =
    isRemoval || allConditions.match === 'any'
      ? allConditions
      : {
          ...allConditions,
          conditions: allConditions.conditions.filter(
            (condition) => !mergeIntoFilter(query, condition, previousFilterCount),
          ),
        }
  const isMeasure = ({ column }: { column: string }): boolean => query.measures.some(({ as }) => as === column)
  const parts: readonly (readonly [ParsedConditions['conditions'], StepDraft[]])[] =
    remainingConditions.match === 'any'
      ? [
          [
            remainingConditions.conditions,
            remainingConditions.conditions.some(isMeasure) ? query.having : query.filters,
          ],
        ]
      : [
          [remainingConditions.conditions.filter((condition) => !isMeasure(condition)), query.filters],
          [remainingConditions.conditions.filter(isMeasure), query.having],
        ]
  const createExpressionFilter = (expression: string): StepDraft => ({
    type: 'filter',
    config: { conditions: [], match: 'all', expression },
  })
  if (allConditions.alternatives && isRemoval) {
    query.filters.push(createExpressionFilter(`$not(${toRowCondition(allConditions)})`))
    return
  }
  for (const alternative of allConditions.alternatives ?? [])
    query.filters.push(createExpressionFilter(formatAlternatives(alternative)))
  for (const [conditions, steps] of parts) {
    if (conditions.length === 0) continue
    const part: ParsedConditions = { conditions, match: remainingConditions.match }
    const keptConditions = isRemoval ? invertConditions(part) : part
    steps.push(
      keptConditions ? createFilterStep(keptConditions) : createExpressionFilter(`$not(${toRowCondition(part)})`),
    )
  }
}

/** Reads columns to drop from the result: "without the columns a and b". */
function readDroppedColumns(segment: Segment, query: TableQuery, clause: { start: number; end: number }): void {
  const match =
    /\b(?:without|ohne|drop|remove|delete|leave out|exclude|omit|entferne|losche|lass)\b(?: the| die| den)? (?:columns?|spalten?|fields?)\b/.exec(
      segment.folded.slice(clause.start, clause.end),
    )
  if (!match) return
  const start = clause.start + match.index
  const maxOffset = segment.clauses.at(-1)!.end
  let endOffset = start + match[0].length
  for (const token of segment.tokens) {
    if (token.start < endOffset || token.end > maxOffset) continue
    if (token.column) query.droppedColumns.push(token.column.name)
    else if (token.kind !== 'comma' && !/^(?:and|und|the|die|den|or|oder)$/.test(token.folded)) break
    endOffset = token.end
  }
  markTextUsed(segment, start, endOffset)
}

/** Reads a year whose rows are to be removed: "skip 2020". */
function readRemovedYear(segment: Segment, query: TableQuery, tokens: readonly Token[]): void {
  const token = tokens.find(({ kind, value }) => kind === 'number' && Number(value) >= 1900 && Number(value) < 2100)
  if (!token) return
  const columns: readonly Column[] = query.columns
  const yearColumn = columns.find((column) => isNumber(column.type) && isYearColumn(column))
  const timeColumns = columns.filter(({ type }) => isTemporal(type))
  if (yearColumn)
    query.filters.push(
      createFilterStep({
        conditions: [{ column: yearColumn.name, is: 'not-equals', value: Number(token.value) }],
        match: 'all',
      }),
    )
  else if (timeColumns.length === 1) {
    const column = timeColumns[0]!.name
    const conditions = [
      { column, is: 'less' as const, value: `${token.raw}-01-01` },
      { column, is: 'at-least' as const, value: `${Number(token.raw) + 1}-01-01` },
    ]
    query.filters.push(createFilterStep({ conditions, match: 'any' }))
  } else return
  markUsed(segment, token)
}
