import { isTemporal } from '@aw-flow/engine'
import type { Column } from '@aw-flow/schema'
import { stemColumnName, stem } from '../stem.ts'
import { createPattern } from '../vocabulary.ts'
import type { Token } from '../words.ts'
import { findMeasures } from './measures.ts'
import { findPeriod, isYearColumn } from './periods.ts'
import { findTokenIndex, isUnused, maskUsed, markUsed, markTextUsed, type Segment } from './segment.ts'
import { findTimeColumnName, type OrderKey, type RankedValue, type TableQuery } from './table-query.ts'
import { badColumnPattern, isSuperlative, lowSuperlativePattern, earlyPattern } from './superlatives.ts'

export const sortWords =
  /\b(?:from (?:the )?(?:newest|oldest|highest|lowest|largest|smallest|biggest|latest|earliest|youngest|high|low|big|small|best|worst)\b.{0,20}? to (?:the )?\w+|sort(?:ed|ing|s)?|(?<!est |the |an |each |every |per |first |last )order(?:ed)? by|in (?:the )?order of|in order|rank(?:ed|ing)?|arrange\w*|sortier\w*|ordne\w*|geordnet|absteigend\w*|aufsteigend\w*|descending|ascending|alphabetical\w*|alphabetisch\w*|chronological\w*|chronologisch\w*)\b/

export const descendingWords = new RegExp(
  String.raw`${createPattern('descending').source}|\b(?:desc|decreasing|high to low|(?:highest|largest|biggest|newest|latest|most|best|oldest) to (?:the )?\w+|from (?:the )?(?:largest|highest|biggest|newest|latest)|big to small|new to old|z to a|reverse\w*|fallend\w*)\b`,
)

export const ascendingWords = new RegExp(
  String.raw`${createPattern('ascending').source}|\b(?:asc|increasing|low to high|(?:lowest|smallest|least|fewest|youngest|worst) to (?:the )?\w+|from (?:the )?(?:smallest|lowest|oldest|earliest|youngest)|small to big|old to new|a to z|steigend\w*)\b`,
)

/** Words that request chronological order by naming its first value, such as "starting with January". */
const firstValueWords =
  /\b(?:starting|beginning|start|begin|beginnend|angefangen) (?:with|at|mit|bei) (?:the )?(?:midnight|mitternacht|january|januar|monday|montag|first (?:month|day|hour|year))\b|\b(?:january|jan|januar) (?:to|through|bis) (?:december|dec|dezember)\b|\b(?:monday|montag) (?:to|through|bis) (?:sunday|sonntag)\b/

const tieWords = /\b(?:same|ties?|equal|if they are|gleich\w*)\b/

const listConnectorPattern =
  /^(?:by|nach|of|then|dann|danach|and|und|the|der|dem|den|die|das|im|in|order|from|within|each|for|ties|a)$/

/** Reads the sort order that a segment requests: "sort by city and price descending", "nach Datum absteigend". */
export function readSortKeys(segment: Segment, query: TableQuery): void {
  const maskedText = maskUsed(segment)
  const chronologicalMatch = firstValueWords.exec(segment.folded)
  if (chronologicalMatch) {
    query.order.push({ value: { isPeriod: true }, isDescending: false, offset: chronologicalMatch.index })
    markTextUsed(segment, chronologicalMatch.index, chronologicalMatch.index + chronologicalMatch[0].length)
  }
  const firstTimeMatch = /\bfor the (first|last|very first) time\b/.exec(segment.folded)
  if (firstTimeMatch) {
    query.order.push({
      value: { isPeriod: true },
      isDescending: firstTimeMatch[1] === 'last',
      offset: firstTimeMatch.index,
    })
    query.limit = { how: 'first', rows: 1 }
    markTextUsed(segment, firstTimeMatch.index, firstTimeMatch.index + firstTimeMatch[0].length)
  }
  for (const clause of segment.clauses) {
    const text = maskedText.slice(clause.start, clause.end)
    const sortMatch = sortWords.exec(text)
    const isTie = tieWords.test(text) && /\b(?:by|nach)\b/.test(text)
    if (!sortMatch && !isTie) continue
    const sortOffset = clause.start + (sortMatch?.index ?? tieWords.exec(text)!.index)
    const rangeKey = readRangeKey(segment, clause)
    const keys = [...(rangeKey ? [rangeKey] : []), ...readKeys(segment, query, clause, sortOffset)]
    // For a column whose high values are bad, "worst" means the highest value.
    const isWorst = /\bworst (?:to|first|at|on)\b/.test(text) && hasBadHighValues(segment)
    const isDescending = isWorst || (descendingWords.test(text) && !(ascendingWords.test(text) && keys.length < 2))
    if (keys.length > 0) {
      // Rank 1 is the highest value.
      const isRank = (sortMatch?.[0] ?? '').startsWith('rank') && !ascendingWords.test(text)
      if ((isDescending || isRank) && keys[0]?.hasDefaultDirection)
        keys[0] = { value: keys[0].value, isDescending: true }
      query.order.push(
        ...keys.map((key) => ({ ...key, offset: sortOffset, ...(sortMatch ? {} : { isTieBreaker: true }) })),
      )
      markDirectionsUsed(segment, clause)
      continue
    }
    if (isTie) continue
    markDirectionsUsed(segment, clause)
    const impliedColumn = findImpliedColumn(text, segment, query)
    // In "sort it, newest first", the superlative determines the sort key.
    if (
      impliedColumn === undefined &&
      /\b(?:\w{3,}est|first|on top|at the top|zuerst|oben)\b/.test(text.replace(sortMatch?.[0] ?? '', '')) &&
      !descendingWords.test(text)
    )
      continue
    const isDirectionStated = isDescending || ascendingWords.test(text)
    query.order.push({
      value: impliedColumn === undefined ? {} : { column: impliedColumn },
      isDescending: isDescending || /\brank/.test(text),
      ...(isDirectionStated ? {} : { hasDefaultDirection: true }),
    })
  }
}

/** Returns whether the text or a column name refers to something whose high values are bad. */
const hasBadHighValues = ({ descriptionWords, columns }: Segment): boolean =>
  badColumnPattern.test(columns.map(({ name }) => name).join(' ')) ||
  descriptionWords.some(({ folded }) => badColumnPattern.test(folded))

/** Reads a sort key from a range of superlatives: "from oldest to youngest". */
function readRangeKey(segment: Segment, { start, end }: { start: number; end: number }): OrderKey | undefined {
  const match =
    /\b(?:from |von )?(?:the |den |dem )?\w+(?:est|st|ste[nrm]?)(?: \w+)? (?:to|zu[mr]?|bis) (?:the |den |dem )?\w+(?:est|st|ste[nrm]?)\b/.exec(
      segment.folded.slice(start, end),
    )
  if (!match) return undefined
  const rangeTokens = segment.tokens.filter(
    (token) =>
      token.start >= start + match.index &&
      token.end <= start + match.index + match[0].length &&
      isUnused(segment, token),
  )
  const firstSuperlative = rangeTokens.find(({ folded }) => isSuperlative(folded))
  const column = rangeTokens.find((token) => token.column !== undefined)?.column
  if (!firstSuperlative || !column) return undefined
  markUsed(segment, ...rangeTokens)
  const isEarly = earlyPattern.test(firstSuperlative.folded)
  return {
    value: { column: column.name },
    isDescending: isEarly
      ? !isTemporal(column.type) && !isYearColumn(column)
      : !lowSuperlativePattern.test(firstSuperlative.folded),
  }
}

const markDirectionsUsed = (segment: Segment, { start, end }: { start: number; end: number }): void => {
  const text = segment.folded.slice(start, end)
  for (const pattern of [sortWords, descendingWords, ascendingWords])
    for (const match of text.matchAll(new RegExp(pattern, 'g')))
      markTextUsed(segment, start + match.index, start + match.index + match[0].length)
}

/**
 * Returns the column implied by the kind of order: a time or period for "chronological", a text column for
 * "alphabetical".
 */
function findImpliedColumn(
  text: string,
  { tokens, mentionedColumn }: Segment,
  { columns, groups, measures }: TableQuery,
): string | undefined {
  const candidateColumns = measures.length > 0 ? groups : columns
  if (/\b(?:alphabetical|alphabetisch)/.test(text)) {
    const isText = (column: Column | undefined): boolean =>
      column?.type === 'VARCHAR' && candidateColumns.some(({ name }) => name === column.name)
    const [namedColumn] = tokens.flatMap(({ column }) => (column && isText(column) ? [column] : []))
    return (
      namedColumn?.name ??
      (isText(mentionedColumn) ? mentionedColumn!.name : candidateColumns.find(({ type }) => type === 'VARCHAR')?.name)
    )
  }
  if (/\b(?:chronological|chronologisch|midnight|mitternacht|january|januar)/.test(text))
    return findTimeColumnName(candidateColumns)
  return undefined
}

/** Reads the columns and measures to sort by, each with the direction that follows it. */
function readKeys(
  segment: Segment,
  query: TableQuery,
  clause: { start: number; end: number },
  verbStart: number,
): OrderKey[] {
  const { tokens } = segment
  const byMatch = /\b(?:by|nach|of)\b/.exec(segment.folded.slice(clause.start, clause.end))
  const byOffset = byMatch ? clause.start + byMatch.index : undefined
  const keysStart =
    byOffset !== undefined &&
    (byOffset > verbStart || /^nach$/.test(byMatch![0]) || /\b(?:by|nach)\b/.test(byMatch![0]))
      ? byOffset
      : verbStart
  // In "Preis absteigend sortieren", the sort keys come first.
  const hasKeysAfter = tokens.some(
    (token) => token.start >= keysStart && token.end <= clause.end && isUnused(segment, token) && token.column,
  )
  const start =
    hasKeysAfter || findMeasures(segment.folded.slice(keysStart, clause.end)).length > 0 ? keysStart : clause.start
  const keys: { value: RankedValue; isDescending?: boolean }[] = []
  let pendingFn: string | undefined
  for (let index = findTokenIndex(segment, start); index < tokens.length && tokens[index]!.end <= clause.end; index++) {
    const token = tokens[index]!
    if (!isUnused(segment, token)) continue
    const rest = segment.folded.slice(token.start, clause.end)
    const direction = startsWith(descendingWords, rest) ? true : startsWith(ascendingWords, rest) ? false : undefined
    if (direction !== undefined && pendingFn !== undefined) {
      keys.push({ value: { fn: pendingFn } })
      pendingFn = undefined
    }
    if (direction !== undefined && keys.length > 0) {
      for (const key of keys) key.isDescending ??= direction
      continue
    }
    if (token.column && !isSuperlative(token.folded)) {
      // In "rank products by total revenue", the products are not a sort key.
      if (byOffset !== undefined && token.start < byOffset && start < byOffset) continue
      const period = findPeriod(token)
      const name = period && isTemporal(token.column.type) && token.isPartial ? period.name : token.column.name
      if (!keys.some(({ value }) => value.column === name))
        keys.push({
          value: {
            ...(pendingFn === undefined ? {} : { fn: pendingFn }),
            column: name,
            ...(token.isPartial ? { isPartial: true } : {}),
          },
        })
      pendingFn = undefined
      markUsed(segment, token)
      continue
    }
    const measure = findMeasures(rest).find((each) => each.start === 0)
    if (measure && measure.fn !== 'min' && measure.fn !== 'max') {
      pendingFn = measure.fn
      markTextUsed(segment, token.start, token.start + measure.end)
      if (measure.fn === 'count') {
        keys.push({ value: { fn: 'count' } })
        pendingFn = undefined
      }
      continue
    }
    const period = findPeriod(token)
    if (period && keys.length === 0 && byOffset !== undefined && token.start > byOffset) {
      keys.push({
        value: {
          column: period.name,
        },
      })
      markUsed(segment, token)
      continue
    }
    const measureName = findMeasureByWord(query, token)
    if (measureName) {
      keys.push({ value: { column: measureName } })
      markUsed(segment, token)
      continue
    }
    if (/^(?:where|with|whose|mit|wo|keep|show|limit|top|only|nur)$/.test(token.folded)) break
    if (listConnectorPattern.test(token.folded)) markUsed(segment, token)
  }
  if (pendingFn !== undefined) keys.push({ value: { fn: pendingFn } })
  return keys.map(({ value, isDescending }) => ({
    value,
    isDescending: isDescending ?? false,
    ...(isDescending === undefined ? { hasDefaultDirection: true } : {}),
  }))
}

/**
 * Returns the only measure whose name contains a word: the sum of `Cost Total $` for "cost", even if there are other
 * cost columns.
 */
function findMeasureByWord(
  { measures: namedMeasures, impliedMeasures, resultColumns }: TableQuery,
  { kind, folded, raw, cell }: Token,
): string | undefined {
  if (kind !== 'word' || cell || folded.length < 3) return undefined
  const word = stem(raw)
  const measures = namedMeasures.length > 0 ? namedMeasures : impliedMeasures
  const matchingNames = [
    ...measures
      .filter(({ column, as }) => [column, as].some((name) => stemColumnName(name).includes(word)))
      .map(({ as }) => as),
    ...resultColumns.filter(({ name }) => stemColumnName(name).includes(word)).map(({ name }) => name),
  ]
  return matchingNames.length === 1 ? matchingNames[0] : undefined
}

const startsWith = (pattern: RegExp, text: string): boolean => pattern.exec(text)?.index === 0
