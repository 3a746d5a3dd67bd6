import { isNumber, isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { createPattern } from '../vocabulary.ts'
import type { Token } from '../words.ts'
import { fold } from '../stem.ts'
import { quoteName } from '../step.ts'
import { countMeasure, findCountColumn, findMeasures, isMeasurable, toMeasure } from './measures.ts'
import { addRanking } from './add-ranking.ts'
import { isYearColumn } from './periods.ts'
import { replaceDescribedColumns } from './place-columns.ts'
import { readWeekdays } from './read-calendar.ts'
import { readSelection } from './read-choice.ts'
import { readComputed, readMeasureDifference } from './read-computed.ts'
import { readAverageComparisons } from './read-comparisons.ts'
import { readConditionalCounts } from './read-conditional-counts.ts'
import { readCountedGroups } from './read-counted-groups.ts'
import { removalVerbs } from './filter-verbs.ts'
import { countRemovals, readFilters } from './read-filters.ts'
import { addGroup, startsRelativeClause, readGroups, toPeriod } from './read-groups.ts'
import { readAxes, readPivot, readSideBySide } from './read-pivot.ts'
import { readMeasures } from './read-measures.ts'
import { readSortKeys } from './read-order.ts'
import { readSuperlatives } from './read-rankings.ts'
import { addShare, readShareWords } from './read-share.ts'
import { readWindow } from './read-window.ts'
import { readYearChange } from './read-year-change.ts'
import { isSuperlative } from './superlatives.ts'
import { findClause, isUnused, maskUsed, markUsed, markTextUsed, type Segment } from './segment.ts'
import { addMeasure, findTimeColumnName, listMeasures, type TableQuery } from './table-query.ts'

/**
 * Reads a segment into a query. Each step marks the words that it uses, so the order of the steps matters: in "sorted
 * by the average price", the average must be read as a sort key before it can be read as a measure.
 *
 * @param hasOriginalRows - Whether the table still has its original rows.
 * @param onChart - Called if the segment requests a chart, with the named columns that are not used otherwise.
 * @returns The words that should have been used by a step but were not.
 */
export function readQuery(
  initialSegment: Segment,
  query: TableQuery,
  hasOriginalRows: boolean,
  onChart?: (namedColumns: readonly Column[]) => void,
): readonly string[] {
  const previousCounts = {
    measures: query.measures.length,
    groups: query.groups.length,
    computed: query.computedColumns.length,
  }
  for (const { name, type, requestsGrouping } of query.computedColumns)
    if (requestsGrouping) addGroup(query, { name, type })
  const orderCount = query.order.length
  const sideBySide = readSideBySide(initialSegment)
  readRounding(initialSegment, query)
  readYearChange(initialSegment, query)
  readWindow(initialSegment, query)
  const describedSegment = replaceDescribedColumns(initialSegment, query)
  readComputed(describedSegment, query)
  const segment = linkComputedColumns(describedSegment, query)
  groupByLabels(segment, query, previousCounts.computed)
  readAverageComparisons(segment, query)
  const share = readShareWords(segment, query)
  if (onChart) readOverTime(segment, query)
  readSortKeys(segment, query)
  readFirstAndLastTimes(segment, query)
  const rankings = readSuperlatives(segment, query)
  readAxes(segment, query)
  readGroups(segment, query)
  removeTimeGroups(query)
  readWeekdays(segment, query)
  readCountedGroups(segment, query)
  readConditionalCounts(segment, query)
  const measures = readMeasures(segment, query, hasOriginalRows)
  readExtremeRows(segment, query)
  addWindowPeriod(segment, query)
  readMeasureDifference(segment, query)
  readQuestionGroup(segment, query)
  for (const ranking of rankings) addRanking(segment, query, ranking, hasOriginalRows)
  if (share === undefined)
    addImpliedMeasure(
      segment,
      query,
      previousCounts,
      // "the 15 best customers" does not specify a value to rank by.
      rankings.some(({ value }) => Object.keys(value).length > 0),
    )
  const filterCount = query.filters.length
  const unreadRemovals = readFilters(segment, query, measures)
  const removalCount = countRemovals(query)
  if (share) addShare(segment, query, share, filterCount)
  readScale(segment, query)
  readPivot(segment, query, sideBySide)
  // Sort keys apply in the order of their words in the text.
  query.order.push(...query.order.splice(orderCount).toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0)))
  if (onChart) {
    const columnTokens = segment.tokens.filter((token) => isUnused(segment, token) && token.column)
    markUsed(segment, ...columnTokens)
    const groups = query.columns.filter(
      (column) =>
        query.measures.length + query.impliedMeasures.length === 0 &&
        query.groups.some(({ name }) => name === column.name),
    )
    onChart([...columnTokens.map(({ column }) => column!), ...groups])
  } else readSelection(segment, query)
  return [...listUnusedWords(segment), ...(countRemovals(query) === removalCount ? unreadRemovals : [])]
}

/**
 * Reads a request for the row with each group's extreme value: "the highest score in each subject and the student who
 * got it".
 */
function readExtremeRows(segment: Segment, query: TableQuery): void {
  const { measures, groups } = query
  const [measure] = measures
  if (
    !measure ||
    measures.length > 1 ||
    groups.length === 0 ||
    groups.some(({ expression }) => expression !== undefined)
  )
    return
  if (measure.function !== 'max' && measure.function !== 'min') return
  const { tokens } = segment
  const rowColumn = tokens.find(
    (token, index) =>
      isUnused(segment, token) &&
      token.column !== undefined &&
      groups.every(({ name }) => name !== token.column!.name) &&
      (startsRelativeClause(tokens[index + 1]) ||
        /^(?:which|when|where|who|whose)$/.test(tokens[index - 1]?.folded ?? '')),
  )
  if (!rowColumn) return
  query.limit = { how: 'first', rows: 1, partitionColumns: groups.map(({ name }) => name) }
  query.order.push({ value: { column: measure.column }, isDescending: measure.function === 'max', offset: 0 })
  measures.splice(0)
  groups.splice(0)
  markUsed(segment, rowColumn)
}

/** Reads the first and last time per group: "for each customer: first order date, last order date". */
function readFirstAndLastTimes(segment: Segment, query: TableQuery): void {
  const { tokens, folded } = segment
  const isGrouped = /\b(?:per|by|each|every|je|pro|nach|jede[nrsm]?)\b/.test(folded)
  for (const [index, token] of tokens.entries()) {
    const fn = /^(?:first|earliest|erste[rsnm]?|fruheste[rsnm]?)$/.test(token.folded)
      ? 'min'
      : /^(?:last|latest|letzte[rsnm]?|spateste[rsnm]?)$/.test(token.folded)
        ? 'max'
        : undefined
    // "first and last order date"
    const next = tokens
      .slice(index + 1, index + 4)
      .find(({ folded: word }) => !/^(?:and|und|the|first|last|earliest|latest|erste[rs]?|letzte[rs]?)$/.test(word))
    if (!isGrouped || fn === undefined || !isUnused(segment, token) || !isUnused(segment, next)) continue
    if (!next.column || !isTemporal(next.column.type) || (next.isPartial && !/dat(?:e|um)|time|zeit/.test(next.folded)))
      continue
    addMeasure(query, { function: fn, column: next.column.name, as: `${fn}_${next.column.name}` })
    markUsed(segment, token)
    if (next === tokens[index + 1]) markUsed(segment, next)
  }
}

const scaleFactors: Readonly<Record<string, number>> = {
  thousand: 1e3,
  tausend: 1e3,
  million: 1e6,
  billion: 1e9,
  milliarde: 1e9,
}

/** Reads the scale for measures: "world population per year in millions". */
function readScale(segment: Segment, query: TableQuery): void {
  const match = /\bin (thousand|tausend|million|billion|milliarde)(?:s|en|n)?\b/.exec(maskUsed(segment))
  if (!match) return
  const measures = listMeasures(query).filter(({ function: fn }) => !fn.startsWith('count'))
  for (const { as } of measures)
    query.resultColumns.push({
      name: `${as}_${match[1]}s`,
      type: 'DOUBLE',
      expression: `${quoteName(as)} / ${scaleFactors[match[1]!]}`,
    })
  markTextUsed(segment, match.index, match.index + match[0].length)
}

/** Groups rows by the labels that the segment defines: "… and count both". */
function groupByLabels(segment: Segment, query: TableQuery, computedCount: number): void {
  const isLabel = ({ type }: TableQuery['computedColumns'][number]): boolean => type === 'VARCHAR' || type === 'BOOLEAN'
  const namesColumns = segment.tokens.some(
    (token) => token.column && isUnused(segment, token) && !isMeasurable(token.column),
  )
  const label =
    query.computedColumns.slice(computedCount).findLast(isLabel) ??
    (namesColumns ? undefined : query.computedColumns.findLast(isLabel))
  const match =
    /\b(?:count|number of|how many|average|total|zahle|wie viele)\b[^.]{0,40}\b(?:both|each|either|beide)(?: groups?| of them| ones?| classes| labels?)?\W*$/.exec(
      segment.folded,
    )
  if (label && match) addGroup(query, { name: label.name, type: label.type })
}

/**
 * Groups measures by the period over which they are compared: "the change of the number of orders from month to month".
 */
function addWindowPeriod(segment: Segment, query: TableQuery): void {
  const { window, measures, groups } = query
  if (window?.period === undefined || measures.length === 0 || findTimeColumnName(groups) !== undefined) return
  const period = toPeriod(segment, query, window.period)
  if (period) addGroup(query, period)
}

/** Removes groups by the time column along which rows are compared: "the change by date" compares rows, not groups. */
function removeTimeGroups({ window, groups, measures, columns }: TableQuery): void {
  const isTimeColumn = (name: string): boolean =>
    columns.some((column) => column.name === name && isTemporal(column.type))
  // "amount per day and the change" compares daily sums.
  if (!window || measures.length > 0 || (window.column === undefined && window.kind.endsWith('change'))) return
  groups.splice(0, groups.length, ...groups.filter(({ name }) => !isTimeColumn(name)))
}

const overTimeWords = createPattern('over-time')

/** For a chart "over time", groups by the time column. */
function readOverTime(segment: Segment, query: TableQuery): void {
  const match = overTimeWords.exec(segment.folded)
  const timeColumns = query.columns.filter(({ type }) => isTemporal(type))
  if (!match || timeColumns.length !== 1 || query.measures.length + findMeasures(segment.folded).length === 0) return
  addGroup(query, { name: timeColumns[0]!.name, type: timeColumns[0]!.type })
  markTextUsed(segment, match.index, match.index + match[0].length)
}

/**
 * Reads the group that a question asks about: "which regions have an average income above 10000", "customers who spent
 * more than 100 in total".
 */
function readQuestionGroup(segment: Segment, query: TableQuery): void {
  if (query.measures.length === 0 || query.groups.length > 0) return
  const { tokens } = segment
  for (const [index, token] of tokens.entries()) {
    const namedColumn = token.column ?? token.entity
    if (!namedColumn || !isUnused(segment, token) || isMeasurable(namedColumn)) continue
    const followsQuestionWord = tokens
      .slice(Math.max(0, index - 2), index)
      .some(({ folded }) => /^(?:which|what|welche[nrs]?)$/.test(folded))
    const isLimited = /^(?:who|that|which|with|whose|having|have|mit|die|deren)$/.test(tokens[index + 1]?.folded ?? '')
    const isCompared = tokens.slice(index).some(({ kind }) => kind === 'number')
    if (!(followsQuestionWord || isLimited) || !isCompared) continue
    addGroup(query, { name: namedColumn.name, type: namedColumn.type })
    markUsed(segment, token)
    return
  }
}

/** Links words to the computed columns that they name: "add the range (max minus min), sort by the range". */
function linkComputedColumns(segment: Segment, { computedColumns }: TableQuery): Segment {
  if (computedColumns.length === 0) return segment
  const tokens = segment.tokens.map((token): Token => {
    const exactMatch = computedColumns.find(({ name }) => fold(name) === token.folded)
    // "the sum of vat" after "vat = net * vat % / 100" refers to the computed column.
    if (
      exactMatch &&
      token.kind === 'column' &&
      !token.isPartial &&
      fold(token.column!.name) !== token.folded &&
      isUnused(segment, token)
    )
      return { ...token, column: { name: exactMatch.name, type: exactMatch.type } }
    const computedColumn =
      exactMatch ??
      computedColumns.find(({ name }) => haveSameStem(fold(name), token.folded)) ??
      (token.isPartial && !isSuperlative(token.folded) && !segment.usedTokens.has(token)
        ? findDerivedColumn(computedColumns, token.column!)
        : undefined)
    if (!computedColumn || token.cell || (token.kind !== 'word' && !token.isPartial) || segment.usedTokens.has(token))
      return token
    const { kind: _, isPartial: __, isSynonym: ___, ...rest } = token
    return { ...rest, kind: 'column', column: { name: computedColumn.name, type: computedColumn.type } }
  })
  return {
    ...segment,
    tokens,
    columns: [...segment.columns, ...computedColumns.map(({ name, type }) => ({ name, type }))],
  }
}

/** Returns whether two words share a stem: "available" and "availability". */
const haveSameStem = (a: string, b: string): boolean => {
  const length = Math.min(a.length, b.length)
  const prefixLength = [...a].findIndex((character, index) => character !== b[index])
  return (
    length >= 6 &&
    Math.abs(a.length - b.length) < 5 &&
    (prefixLength < 0 ? length : prefixLength) >= Math.max(6, length - 2)
  )
}

/** Returns the column computed from another one. After a conversion, "consumption" refers to the converted column. */
const findDerivedColumn = (
  computedColumns: TableQuery['computedColumns'],
  { name, type }: Column,
): TableQuery['computedColumns'][number] | undefined =>
  isNumber(type)
    ? computedColumns.findLast(
        (each) =>
          each.type === 'DOUBLE' &&
          each.expression.includes(quoteName(name)) &&
          // "a budget over 5" after "gross / budget" does not refer to the quotient.
          !/[A-Za-z_`]/.test(each.expression.replace(quoteName(name), '')),
      )
    : undefined

/** Reads the rounding of results: "rounded to one decimal". */
function readRounding(segment: Segment, query: TableQuery): void {
  const match =
    /\b(?:auf|to) (?:\d+|one|two|three|no|eine|zwei|drei|ganze) ?(?:nachkommastellen?|dezimalstellen?|stellen?|zahlen|decimals?(?: places?)?|digits?|whole numbers?) (?:auf)?(?:gerundet|runden|rounded)\b|(?<![-\w])(?:round(?:ed)?(?: (?:it|them|this|that|off|both|all|each|everything|all values|the values|the numbers|the result|the results))?|gerundet|runde\w*)\b(?:(?: to| auf| on)?(?: (?:the nearest|a|an|eine?))? ?(?:\d+|one|two|three|no|zero|zwei|drei|eine?\w*|whole|full|ganze\w*|nearest)? ?(?:decimals?|decimal places?|digits?|whole|places?|numbers?|integers?|nachkommastellen?|stellen?|dezimalstellen?|zahlen|dezimalen))?|\b(?:with|to|in|at|mit|auf) (?:\d|one|two|three|no|eine[rn]?|zwei|drei) (?:digits?|decimals?(?: places?)?|decimal digits?|places|nachkommastellen?|dezimalstellen?|stellen?)\b|\b(?:one|two|1|2|3|three|eine|zwei|drei) (?:decimals?(?: places?)?|nachkommastellen?)(?: runden)?\b/.exec(
      segment.folded,
    )
  if (!match) return
  const isCents = /^\s*(?:to )?(?:the )?(?:nearest )?(?:cents?|pennies|penny)\b/.test(
    segment.folded.slice(match.index + match[0].length),
  )
  const numberWord = isCents
    ? 'two'
    : (/\d+|one|two|three|eine?\w*|zwei|drei/.exec(match[0].replace(/^rounded|^round/, ''))?.[0] ?? '0')
  const digits = /^\d/.test(numberWord)
    ? Number(numberWord)
    : numberWord.startsWith('t') && numberWord !== 'two'
      ? 3
      : numberWord === 'two' || numberWord === 'zwei'
        ? 2
        : numberWord === 'drei'
          ? 3
          : 1
  const columnTokens = /^round|^runde/.test(match[0])
    ? segment.tokens
        .filter(
          (token) =>
            token.start >= match.index && token.column && isNumber(token.column.type) && isUnused(segment, token),
        )
        .slice(0, 3)
    : []
  const isVerb =
    columnTokens.length > 0 &&
    columnTokens[0]!.start - match.index < 20 &&
    !findMeasures(segment.folded).some(({ start }) => start < columnTokens[0]!.start)
  const digitsToken = segment.tokens.find(
    ({ kind, start }) => kind === 'number' && start > match.index && start < (columnTokens[0]?.end ?? match.index) + 20,
  )
  query.rounding = {
    digits: isVerb && digitsToken ? Number(digitsToken.value) : digits,
    columns: isVerb ? columnTokens.map(({ column }) => column!.name) : [],
  }
  markTextUsed(segment, match.index, match.index + match[0].length)
  if (isVerb)
    markUsed(
      segment,
      ...columnTokens,
      digitsToken,
      ...segment.tokens.filter(({ folded }) =>
        /^(?:decimals?|digits?|places?|nachkommastellen?|stellen?|auf|to)$/.test(folded),
      ),
    )
}

/**
 * Returns whether a verb that removes rows precedes a token: the first "hours" in "remove hours above 24, then hours
 * per employee".
 */
function isRemovalClause(segment: Segment, { start }: Token): boolean {
  const clause = findClause(segment, start)
  const part = segment.folded
    .slice(clause.start, start)
    .split(/[,;]|\b(?:then|dann)\b/)
    .at(-1)!
  return removalVerbs.test(part)
}

/** Adds the measure that groups imply: a sum for "revenue by region", a count for "strikes per state". */
function addImpliedMeasure(
  segment: Segment,
  query: TableQuery,
  previousCounts: { measures: number; groups: number; computed: number },
  isRanked: boolean,
): void {
  const totalToken = segment.tokens.find(
    (token) =>
      isUnused(segment, token) && token.column && /^(?:total|gesamt)$/.test(token.folded) && isMeasurable(token.column),
  )
  if (totalToken && query.measures.length > 0 && query.groups.length > 0) {
    addMeasure(query, toMeasure('sum', [totalToken.column!], query.columns))
    markUsed(segment, totalToken)
  }
  const addedColumns = query.computedColumns
    .slice(previousCounts.computed)
    .filter(({ isClass, type }) => !isClass && type !== 'VARCHAR')
  if (query.measures.length > 0 && query.groups.length > 0 && !/\b(?:column|spalte|field)\b/.test(segment.folded)) {
    // "total revenue and profit (revenue - spend) per channel"
    const measuredText = JSON.stringify([
      query.measures,
      query.resultColumns,
      query.computedColumns.map(({ expression }) => expression),
    ])
    for (const { name, type, expression, isSql } of addedColumns)
      if (type === 'DOUBLE' && !isSql && !expression.includes('/') && !measuredText.includes(name))
        addMeasure(query, { function: 'sum', column: name, as: `sum_${name}` })
  }
  if (query.measures.length > 0 || query.groups.length === previousCounts.groups) return
  if (addedColumns.length > 0) {
    // "stock value (stock times cost) by warehouse" requests a sum; "add a column" computes a value per row.
    const { name, expression } = addedColumns.at(-1)!
    if (!/\bcolumn|spalte|field\b/.test(segment.folded) && !expression.includes('/'))
      query.impliedMeasures = [{ function: 'sum', column: name, as: `sum_${name}` }]
    return
  }
  // "the running total per account" is a value per row.
  if (query.window && findTimeColumnName(query.groups) === undefined && findTimeColumnName(query.columns) !== undefined)
    return
  // A measure without a column is reported instead.
  if (findMeasures(maskUsed(segment)).some(({ fn }) => fn !== 'count')) return
  if (
    isRanked ||
    (query.limit !== undefined && query.order.every(({ value }) => Object.keys(value).length > 0)) ||
    /\b(?:erganz\w*|add|join|match\w*|enrich|look ?up)\b/.test(segment.folded)
  )
    return
  const measurableTokens = segment.tokens.filter(
    (token) =>
      isUnused(segment, token) &&
      token.column &&
      isMeasurable(token.column) &&
      !isYearColumn(token.column) &&
      !isRemovalClause(segment, token),
  )
  const comparesNext = (token: Token): boolean => {
    const next = segment.tokens[segment.tokens.indexOf(token) + 1]
    return (
      next?.kind === 'operator' ||
      /^(?:over|above|below|under|is|more|less|at|uber|unter|=|>|<)$/.test(next?.folded ?? '')
    )
  }
  const columns = measurableTokens.filter((token) => !comparesNext(token))
  const countColumn = findCountColumn(query.columns)
  if (columns.length > 0) {
    const distinctColumns = [...new Map(columns.map(({ column }) => [column!.name, column!])).values()]
    query.impliedMeasures = distinctColumns.flatMap(
      (column) => toMeasure(isUsuallyAveraged(column.name) ? 'mean' : 'sum', [column], query.columns) ?? [],
    )
    markUsed(segment, ...columns)
  } else if (query.impliedMeasures.length === 0)
    query.impliedMeasures = [(countColumn && toMeasure('sum', [countColumn], query.columns)) ?? countMeasure]
}

/** Returns whether a column's name suggests that its mean is more useful than its sum. */
const isUsuallyAveraged = (name: string): boolean =>
  /temp|rate|rating|score|age|percent|pct|speed|humidity|pressure|height|weight/i.test(name) &&
  !/average|mileage|image|stage/i.test(name)

/** Returns unused words for measures and superlatives, and unused values. */
function listUnusedWords(segment: Segment): readonly string[] {
  const maskedText = maskUsed(segment)
  const measures = findMeasures(maskedText)
    .filter(({ fn }) => fn !== 'count')
    .map(({ start, end }) => segment.folded.slice(start, end))
  const unusedTokens = segment.tokens.filter((token) => isUnused(segment, token))
  const superlatives = unusedTokens
    .filter(
      ({ folded, kind, column }) =>
        kind === 'word' && !column && isSuperlative(folded) && !/^(?:last|least|most|best)$/.test(folded),
    )
    .map(({ raw }) => raw)
  const cells = unusedTokens.filter(({ cell }) => cell !== undefined).map(({ raw }) => raw)
  return [...measures, ...superlatives, ...cells]
}
