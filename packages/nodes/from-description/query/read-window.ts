import { createFilterStep } from '../step.ts'
import type { Token } from '../words.ts'
import { findMeasures, isMeasurable } from './measures.ts'
import { percentWords } from './read-changes.ts'
import { findClause, markUsed, markTextUsed, type Segment } from './segment.ts'
import { isYearColumn } from './periods.ts'
import type { RowWindow, TableQuery } from './table-query.ts'

const changeNouns = String.raw`\b(?:changed?|changes|differences?|differs?|increase[ds]?|decrease[ds]?|decline[ds]?|growth|gr[eo]w|rose|fell|delta|develop\w*|veranderung\w*|anderung\w*|differenz\w*|unterschied\w*|anstieg\w*|zunahme\w*|zuwachs\w*|abweichung\w*)\b`
const previousNouns = String.raw`\b(?:(?:the |dem |der |zu[mr]? )?(?:previous|prior|preceding|vorherige\w*|vorige\w*|vorangegangene\w*|letzte\w*|last)(?: (?:row|day|week|month|year|quarter|value|one|measurement|reading|entry|record|period|observation|date|tag|woche|monat|jahr|quartal|zeile|wert))?|(?:the )?(?:day|week|month|year|quarter|one|row|value|period) (?:before|earlier)|vor(?:jahr|monat|tag|woche|quartal)\w*)\b`
/** "the change versus the previous day", "increase compared with the year before" */
const changeFromPreviousPattern = `${changeNouns}.{0,40}?${previousNouns}`
const precedingPercentPattern = String.raw`\b(?:percent\w*|prozent\w*|%).{0,20}${changeFromPreviousPattern}`

const windowWords: readonly (readonly [RowWindow['kind'], RegExp])[] = [
  [
    'running',
    /\b(?:running (?:total|sum)s?|cumulative(?: (?:sum|total))?|cumulated|year[- ]to[- ]date|kumulierte?[nrsm]?(?: summen?)?|kumulativ\w*|laufende summe)\b/,
  ],
  [
    'moving',
    /\b(?:(?:\d+|two|three|five|seven)[- ](?:day|week|month|year|row|hour)s? )?(?:moving|rolling) (?:average|mean)\b(?: (?:over|of) (?:the last |the past )?\d+(?: (?:days?|weeks?|months?|years?|rows?|hours?|values?|points?)\b)?)?|\bgleitende[rnsm]? (?:durchschnitt|mittelwert|mittel)\w*\b/,
  ],
  [
    'percent-change',
    new RegExp(`${changeFromPreviousPattern}(?=.{0,40}(?:percent|prozent|%))|${precedingPercentPattern}`),
  ],
  ['change', new RegExp(changeFromPreviousPattern)],
  [
    'percent-change',
    /\b(?:percent(?:age)? change|change in percent|growth rate|prozentuale (?:veranderung|anderung)|wachstumsrate)\b(?: (?:from|to|over|compared (?:to|with)|against|vs|gegenuber|zu[mr]?) (?:the |dem |der )?(?:previous|prior|preceding|last|vorherigen|vor)\w*(?: \w+)?)?/,
  ],
  [
    'change',
    /\b(?:day|week|month|year|quarter)[- ](?:over|to|by|on)[- ](?:day|week|month|year|quarter)(?: changes?| differences?)?/,
  ],
]

/** "a rank by price", "rank column", "rank the samples by mass within each species" */
const rankWords =
  /\brank\b(?=.{1,60}\b(?:ranks? (?:\d|one)|1 (?:=|is|for|being)|rank 1|(?:keep|show|only|take|list) (?:only )?the (?:number one|first|best|top)))|\b(?:a|the|their|its) rank(?:ing)?\b(?! of)|\brank(?:ing)? (?:column|number|position)\b|\brank\b(?=.{1,60}\b(?:within|in each|inside each|per|for each)\b)/

/** Reads the rank of each row by a column, optionally within groups. */
function readRank(segment: Segment, query: TableQuery): boolean {
  const { tokens, folded } = segment
  const match = rankWords.exec(folded)
  if (!match || findMeasures(folded).length > 0) return false
  const isColumn = (token: Token): boolean => token.start > match.index && token.column !== undefined
  const isPartitionToken = (token: Token): boolean =>
    tokens
      .slice(Math.max(0, tokens.indexOf(token) - 3), tokens.indexOf(token))
      .some((word) => /^(?:within|each|inside|per|every|je|pro)$/.test(word.folded))
  const namedToken = tokens.find(
    (token) =>
      isColumn(token) &&
      isMeasurable(token.column!) &&
      /\b(?:by|on|nach)\b/.test(folded.slice(match.index, token.start)) &&
      (/^(?:by|on|nach)$/.test(tokens[tokens.indexOf(token) - 1]?.folded ?? '') || !isPartitionToken(token)),
  )
  const pronoun = /\b(?:by|on|nach) (?:that|this|it|the number|the result|dieser|diesem|dem)\b/.exec(
    folded.slice(match.index),
  )
  const computedColumn = namedToken ? undefined : query.computedColumns.findLast(({ type }) => type === 'DOUBLE')
  const rankedToken =
    namedToken ??
    (pronoun && computedColumn
      ? { column: computedColumn, end: match.index + pronoun.index + pronoun[0].length }
      : undefined)
  if (!rankedToken) return false
  const partitionTokens = tokens.filter((token) => isColumn(token) && token !== rankedToken && isPartitionToken(token))
  const isAscending =
    /\b(?:ascending|lowest first|smallest first|1 (?:=|is|for) (?:the )?(?:low|small|fast|short|cheap)\w*)/.test(folded)
  query.window = {
    kind: 'rank',
    column: rankedToken.column!.name,
    partitionColumns: [...new Set(partitionTokens.map(({ column }) => column!.name))],
    isAscending,
  }
  readLastRank(segment, query, match.index)
  markUsed(segment, ...partitionTokens)
  const endOffset = Math.max(
    rankedToken.end,
    ...partitionTokens.filter(({ start }) => start < rankedToken.end).map(({ end }) => end),
  )
  markTextUsed(segment, match.index, endOffset)
  for (const note of folded.matchAll(/\b1 (?:=|is|for) (?:the )?\w+/g))
    markTextUsed(segment, note.index, note.index + note[0].length)
  return true
}

const rankNumbers: Readonly<Record<string, number>> = { one: 1, first: 1, winner: 1, winners: 1, best: 1 }

/** Reads the last rank to keep: "keep ranks 1 to 10", "only the number one of each group", "keep the best two". */
function readLastRank(segment: Segment, query: TableQuery, rankStart: number): void {
  const { tokens, folded } = segment
  const verb = /\b(?:keep|show|only|take|list|give|return|just|behalte|zeige?|nur|nimm)\b/.exec(folded.slice(rankStart))
  if (!verb) return
  const verbStart = rankStart + verb.index
  const match =
    /\b(?:(?:ranks?|numbers?|places?|positions?|nr|platz|rang)(?: of)? (?:1|one|eins) (?:to|-|bis|through) (\w+)|(?:ranks?|numbers?|places?|positions?|nr|platz|rang) (\w+)|(?:best|top|first|highest|leading|winners?|beste[nr]?|ersten)(?: (\d+|one|two|three|four|five|ten|zwei|drei|funf|zehn))?)\b/.exec(
      folded.slice(verbStart),
    )
  if (!match) return
  const words = tokens.filter(
    ({ start, end }) => start >= verbStart + match.index && end <= verbStart + match.index + match[0].length,
  )
  const numberToken = words.findLast(({ kind }) => kind === 'number')
  const value = numberToken ? Math.abs(Number(numberToken.value)) : rankNumbers[words.at(-1)?.folded ?? '']
  if (value === undefined) return
  query.having.push(createFilterStep({ conditions: [{ column: 'rank', is: 'at-most', value }], match: 'all' }))
  markTextUsed(segment, verbStart, verbStart + match.index + match[0].length)
  markTextUsed(segment, rankStart, verbStart)
}

/** Reads a value computed from preceding rows: "the running total", "the change from the previous month". */
export function readWindow(segment: Segment, query: TableQuery): void {
  if (readRank(segment, query)) return
  for (const [kind, words] of windowWords) {
    const match = words.exec(segment.folded)
    if (!match) continue
    const windowTokens = segment.tokens.filter(
      (token) => token.start >= match.index && token.end <= match.index + match[0].length,
    )
    const namedToken =
      windowTokens.find(({ column }) => column && isMeasurable(column) && !isYearColumn(column)) ??
      segment.tokens.findLast(
        (token) =>
          token.end <= match.index && match.index - token.end < 3 && token.column && isMeasurable(token.column),
      ) ??
      segment.tokens.find(
        (token) => token.start >= match.index + match[0].length && token.column && isMeasurable(token.column),
      )
    // "how much the price changed"
    const questionOffset = segment.folded.slice(0, match.index).lastIndexOf('how much')
    if (questionOffset >= 0 && match.index - questionOffset < 40)
      markTextUsed(segment, questionOffset, questionOffset + 8)
    const numberToken =
      windowTokens.find((token) => token.kind === 'number') ??
      segment.tokens.findLast((token) => token.end <= match.index && token.kind === 'number')
    const rowsField = kind === 'moving' && numberToken ? { rows: Number(numberToken.value) } : {}
    const clause = findClause(segment, match.index)
    if (kind === 'percent-change')
      markUsed(
        segment,
        ...segment.tokens.filter(
          (token) => percentWords.test(token.folded) && token.start >= clause.start && token.end <= clause.end,
        ),
      )
    const period = /\b(?:day|week|month|quarter|year)\b/.exec(match[0])?.[0]
    query.window = {
      kind,
      ...(namedToken?.column ? { column: namedToken.column.name } : {}),
      ...rowsField,
      ...(period === undefined ? {} : { period }),
    }
    markUsed(segment, ...windowTokens.filter(({ column }) => !column), kind === 'moving' ? numberToken : undefined)
    return
  }
}
