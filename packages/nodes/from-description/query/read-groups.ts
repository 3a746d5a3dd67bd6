import { isTemporal } from '@aw-flow/engine'
import { isIdentifier } from '../conditions/compared-columns.ts'
import { readCells } from '../conditions/read-values.ts'
import { isStopWord } from '../find-unused-words.ts'
import { stemColumnName, stem } from '../stem.ts'
import { createPattern } from '../vocabulary.ts'
import type { Token } from '../words.ts'
import { derivePeriod, findPeriod, periods, type PeriodColumn } from './periods.ts'
import { findClause, findTokenIndex, isUnused, maskUsed, markUsed, markTextUsed, type Segment } from './segment.ts'
import { findMeasures, isMeasurable } from './measures.ts'
import { computationWords } from './compute-words.ts'
import type { TableQuery } from './table-query.ts'

/** Words that introduce groups: "by", "per", "für jede". */
export const groupWords = new RegExp(
  String.raw`${createPattern('group').source}|\b(?:gruppier\w*|for every|of every|in every|jede[nrsm]?|jeweils)\b`,
)

/** Words that are skipped between a grouping word and its column, and between columns. */
const skippedWords = new Set(
  'the a an of their its each single individual different kind kinds type types sort category of von arten der die das den dem des jeweiligen einzelnen number anzahl'.split(
    ' ',
  ),
)
const calendarWords =
  /\b(?:1 (?:to|-|bis) 12|january|januar|calendar month|month of the year|kalendermonat|regardless of (?:the )?year|all (?:the )?years|across (?:the )?years|alle jahre|uber (?:alle|die) jahre)\b/

/** Reads a segment's groups: "by city and month", "per year", "monthly". */
export function readGroups(segment: Segment, query: TableQuery): void {
  const { tokens } = segment
  const maskedText = maskUsed(segment)
  for (const match of maskedText.matchAll(new RegExp(groupWords, 'g'))) {
    const start = findTokenIndex(segment, match.index)
    const listStart = findTokenIndex(segment, match.index + match[0].length)
    if (query.computedColumns.length > 0 && refersToEachRow(segment, match.index, match[0])) {
      markUsed(segment, ...tokens.slice(start, listStart + 1))
      continue
    }
    // In "Leave out every species that …" and "list every pair", "every" means all rows.
    if (
      /^every$/.test(match[0]) &&
      /\b(?:out|remove|drop|keep|exclude|ignore|delete|show|list|skip) $/.test(maskedText.slice(0, match.index))
    )
      continue
    if (/^nach$/.test(match[0]) && tokens[listStart]?.kind === 'text') continue
    // "per day, not per hour"
    if (/\b(?:not|nicht)\s+$/.test(maskedText.slice(0, match.index))) {
      markTextUsed(segment, match.index, tokens[listStart]?.end ?? match.index)
      continue
    }
    const list = readGroupList(segment, query, listStart)
    const listOrDirectionGroup =
      list.groups.length > 0 ? list : readDirectionGroup(segment, maskedText.slice(0, match.index), listStart)
    const { groups: foundGroups, end } =
      listOrDirectionGroup.groups.length > 0 ? listOrDirectionGroup : readListedGroup(segment, start, listStart)
    if (foundGroups.length === 0) continue
    for (const group of foundGroups) addGroup(query, group)
    markUsed(segment, ...tokens.slice(start, end))
    // "per month (1 to 12)"
    const calendarMatch = foundGroups.some(({ name }) => name === 'month') ? calendarWords.exec(segment.folded) : null
    if (calendarMatch) markTextUsed(segment, calendarMatch.index, calendarMatch.index + calendarMatch[0].length)
  }
  const adverb = periods.find((period) => period.adverb.test(maskedText))
  const adverbGroup =
    adverb && !query.groups.some(({ name }) => name === adverb.name) ? toPeriod(segment, query, adverb.name) : undefined
  const match = adverb?.adverb.exec(maskedText)
  // In "the daily high by weather", the adverb is part of a noun, unlike "over the years".
  if (adverbGroup && match && (query.groups.length === 0 || match[0].includes(' '))) {
    addGroup(query, adverbGroup)
    markTextUsed(segment, match.index, match.index + match[0].length)
  }
  readComparedValues(segment, query)
}

/** Returns whether "for each order" means each row, because the clause computes a column. */
function refersToEachRow(segment: Segment, position: number, words: string): boolean {
  const { start, end } = findClause(segment, position)
  const text = segment.folded.slice(start, end)
  const next = segment.tokens.find((token) => token.start >= position && token.column)?.column
  const identifiesRows = next !== undefined && (isIdentifier(next) || next.name === segment.columns[0]?.name)
  return (
    /\b(?:each|every|jede\w*)\b/.test(words) &&
    (computationWords.test(text) || identifiesRows) &&
    // "… the day with the greatest range in every year"
    !/\b\w{3,}est\b.{0,40}\b(?:each|every)\b/.test(text) &&
    findMeasures(maskUsed(segment).slice(start, end)).length === 0
  )
}

/** Returns the column to which a trailing "for each" refers: "show all cities and the number of orders for each". */
function readListedGroup(
  segment: Segment,
  start: number,
  end: number,
): { readonly groups: readonly PeriodColumn[]; readonly end: number } {
  const { tokens, folded } = segment
  const hasWordForEach = /\b(?:each|every|jede[nrsm]?)\b/.test(
    folded.slice(tokens[start]?.start ?? 0, tokens[end]?.start ?? folded.length),
  )
  const next = tokens[end]
  const isEnd = !next || next.kind === 'comma' || /^(?:one|of|and|und|davon|as|in)$/.test(next.folded)
  const noun = tokens
    .slice(0, start)
    .find((token) => isUnused(segment, token) && token.column && !isMeasurable(token.column))
  if (!hasWordForEach || !isEnd || !noun?.column) return { groups: [], end }
  markUsed(segment, noun)
  return { groups: [{ name: noun.column.name, type: noun.column.type }], end }
}

export const addGroup = ({ groups }: TableQuery, group: PeriodColumn): void => {
  if (!groups.some(({ name }) => name === group.name)) groups.push(group)
}

/**
 * Returns the column meant by a noun that follows a preposition of direction: the origin for "flights from each
 * airport".
 */
function readDirectionGroup(
  { tokens, columns }: Segment,
  precedingText: string,
  startIndex: number,
): { readonly groups: readonly PeriodColumn[]; readonly end: number } {
  const pattern = /\b(?:from|leav\w*|depart\w*|von|aus|ab)\s+(?:\w+\s+)?$/.test(precedingText)
    ? /orig|^from|source|depart|start/i
    : /\b(?:to|into|at|in|arriv\w*|reach\w*|nach|zu)\s+(?:\w+\s+)?$/.test(precedingText)
      ? /dest|to$|target|arriv/i
      : undefined
  const matchingColumns = pattern ? columns.filter(({ name, type }) => type === 'VARCHAR' && pattern.test(name)) : []
  return matchingColumns.length === 1 && tokens[startIndex]?.kind === 'word'
    ? { groups: matchingColumns, end: startIndex + 1 }
    : { groups: [], end: startIndex }
}

function readGroupList(
  segment: Segment,
  query: TableQuery,
  startIndex: number,
): { readonly groups: readonly PeriodColumn[]; readonly end: number } {
  const { tokens } = segment
  const foundGroups: PeriodColumn[] = []
  let end = startIndex
  let expectsGroup = true
  for (let index = startIndex; index < tokens.length; index++) {
    const token = tokens[index]!
    if (!isUnused(segment, token)) break
    // "for every customer segment" groups by segment, not by customer.
    if (token.entity && expectsGroup && isUnused(segment, tokens[index + 1]) && tokens[index + 1]!.column) continue
    const group = readGroup(segment, query, token)
    if (group) {
      // In "species (common name)", the column in parentheses is the group.
      const isRefined = foundGroups.length > 0 && /\(\s*$/.test(segment.folded.slice(0, token.start))
      if (isRefined) foundGroups.pop()
      else if (!expectsGroup) break
      foundGroups.push(group)
      end = index + 1
      expectsGroup = false
      continue
    }
    // "how many are in each of the two" refers to computed classes.
    const computedClass = expectsGroup ? findClassColumn(query, token) : undefined
    if (computedClass) {
      foundGroups.push({ name: computedClass.name, type: computedClass.type })
      end = index + 1
      expectsGroup = false
      continue
    }
    const computedColumn = foundGroups.length === 0 && expectsGroup ? findComputedColumn(query, token) : undefined
    if (computedColumn) return { groups: [{ name: computedColumn.name, type: computedColumn.type }], end: index + 1 }
    const isSeparator = token.kind === 'comma' || /^(?:and|und|&|or|oder|sowie|by|per|nach|je|pro)$/.test(token.folded)
    if (isSeparator && foundGroups.length > 0) {
      const followingToken = tokens
        .slice(index + 1)
        .find(({ folded, column }) => column !== undefined || !skippedWords.has(folded))
      // What follows is not a group but a condition, as in "by city, price over 5", or the next phrase, as in "For each
      // style, the beer …".
      const startsOtherPhrase =
        token.kind === 'comma' &&
        ((followingToken?.entity !== undefined && !followingToken.column) ||
          /^(?:the|der|die|das|den)$/.test(tokens[index + 1]?.folded ?? ''))
      // In "per team, closed tickets only", a row filter follows the groups.
      const noun = followingToken ? tokens[tokens.indexOf(followingToken) + 1] : undefined
      const isAdjective =
        token.kind === 'comma' && followingToken?.isPartial && noun?.kind === 'word' && !isStopWord(noun.folded)
      if (isAdjective) break
      // "the highest score in each subject and the student who got it"
      const hasRelativeClause =
        followingToken !== undefined && startsRelativeClause(tokens[tokens.indexOf(followingToken) + 1])
      if (
        !followingToken ||
        startsOtherPhrase ||
        hasRelativeClause ||
        !isUnused(segment, followingToken) ||
        !(readGroup(segment, query, followingToken) ?? findClassColumn(query, followingToken))
      )
        break
      expectsGroup = true
      continue
    }
    // In "per income group", the column is the last word of a compound noun.
    const next = tokens[index + 1]
    const isCompound =
      expectsGroup &&
      token.kind === 'word' &&
      !token.cell &&
      !isStopWord(token.folded) &&
      next?.column &&
      next.isPartial !== true
    if ((!skippedWords.has(token.folded) && !isCompound) || !expectsGroup) break
  }
  return { groups: foundGroups, end }
}

/** Returns whether a token starts a relative clause: "the student who …". */
export const startsRelativeClause = (token: Token | undefined): boolean =>
  /^(?:who|that|which|whose|where|when|with|it|has|had|got|die|der|das)$/.test(token?.folded ?? '')

/** Returns the computed class column to which a noun such as "band" refers. */
const findClassColumn = (
  { computedColumns }: TableQuery,
  { raw }: Token,
): TableQuery['computedColumns'][number] | undefined =>
  /^(?:two|three|them|groups?|class|classes|those|labels?|categor(?:y|ies)|buckets?|bins?|brackets?|bands?|tiers?|levels?|intervals?|ranges?|flags?|gruppen?|klassen?|kategorien?|stufen?)$/.test(
    raw.toLowerCase(),
  )
    ? computedColumns.findLast(({ type, isClass }) => type === 'VARCHAR' || isClass)
    : undefined

/** Returns the computed column whose name ends with a word: `product_line` for "each line". */
const findComputedColumn = (
  { computedColumns }: TableQuery,
  { kind, raw, cell }: Token,
): TableQuery['computedColumns'][number] | undefined =>
  kind === 'word' && !cell
    ? computedColumns.findLast(({ name, type }) => type === 'VARCHAR' && stemColumnName(name).at(-1) === stem(raw))
    : undefined

/** Returns the group that a token names: a column, or a period of a time column. */
export function readGroup(segment: Segment, query: TableQuery, token: Token): PeriodColumn | undefined {
  const { column } = token
  const period = findPeriod(token)
  const isPeriodColumn = column !== undefined && period !== undefined && column.name.toLowerCase() === period.name
  if (period && !isPeriodColumn && (!column || isTemporal(column.type) || token.isPartial)) {
    const derivedPeriod = toPeriod(segment, query, period.name)
    if (derivedPeriod) return derivedPeriod
  }
  const namedColumn = column ?? token.entity
  return namedColumn && { name: namedColumn.name, type: namedColumn.type }
}

/** Derives a period from the time column that the segment names or, if it names none, the first one. */
export function toPeriod(segment: Segment, query: TableQuery, name: string): PeriodColumn | undefined {
  const period = periods.find((each) => each.name === name)
  const namedColumn = segment.tokens.find(
    ({ column, isPartial }) => column && !isPartial && isTemporal(column.type),
  )?.column
  const timeColumns = query.columns.filter(({ type }) => isTemporal(type))
  return (
    period && derivePeriod(period, query.columns, namedColumn ?? timeColumns[0], calendarWords.test(segment.folded))
  )
}

const separationWords =
  /\b(?:separately|respectively|each|compare\w*|versus|vs|differ\w*|unterschied\w*|getrennt|jeweils|vergleich\w*)\b/

/** Reads values of one column as groups to compare: "for men and women separately". */
function readComparedValues(segment: Segment, query: TableQuery): void {
  const foundCounts = findMeasures(segment.folded).filter(({ fn }) => fn === 'count')
  const match =
    separationWords.exec(segment.folded) ??
    (foundCounts.length > 1 ? /(?:how many|wie viele)/.exec(segment.folded) : null)
  const isComparison = /^(?:compare|versus|vs|vergleich)/.test(match?.[0] ?? '')
  readRepeatedValues(segment, query)
  readMeasuredValues(segment, query)
  if (!match || (query.groups.length > 0 && !isComparison)) return
  const cells = segment.tokens.flatMap(({ cell }) => (cell ? [cell] : []))
  const [firstCell] = cells
  if (!firstCell || new Set(cells.map(({ value }) => value)).size < 2) return
  if (cells.some(({ column }) => column.name !== firstCell.column.name)) return
  addGroup(query, { name: firstCell.column.name, type: firstCell.column.type })
  if (separationWords.test(match[0])) markTextUsed(segment, match.index, match.index + match[0].length)
}

/** Reads a list of values after a measure as groups: "the highest price of Apple, Google and Microsoft". */
function readMeasuredValues({ tokens, folded }: Segment, query: TableQuery): void {
  if (query.groups.length > 0) return
  const measures = findMeasures(folded).filter(({ fn }) => fn !== 'count')
  for (const [index, { cell, start }] of tokens.entries()) {
    const listedCells = cell ? readCells(tokens, index) : undefined
    const followsPreposition = /^(?:of|for|von|der|fur)$/.test(tokens[index - 1]?.folded ?? '')
    if (
      !cell ||
      !listedCells ||
      listedCells.values.length < 2 ||
      !followsPreposition ||
      !measures.some(({ end }) => end <= start)
    )
      continue
    addGroup(query, { name: cell.column.name, type: cell.column.type })
    return
  }
}

/** Reads values of one column after repeated prepositions as groups: "for New York and for Seattle". */
function readRepeatedValues({ tokens }: Segment, query: TableQuery): void {
  for (const [index, { cell }] of tokens.entries()) {
    const [connector, preposition, other] = tokens.slice(index + 1)
    const isRepeated =
      cell !== undefined &&
      /^(?:and|und)$/.test(connector?.folded ?? '') &&
      /^(?:for|in|at|from|on|fur|bei|aus)$/.test(preposition?.folded ?? '') &&
      preposition!.folded === tokens[index - 1]?.folded &&
      other?.cell?.column.name === cell.column.name
    if (isRepeated) addGroup(query, { name: cell.column.name, type: cell.column.type })
  }
}

/** Returns whether a token is an article or stop word before a noun. */
export const isArticle = ({ folded, kind }: Token): boolean =>
  kind === 'word' && (skippedWords.has(folded) || isStopWord(folded))
