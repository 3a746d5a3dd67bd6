import type { Token } from '../words.ts'
import { findMeasures, isMeasurable } from './measures.ts'
import { use, useText, type Segment } from './segment.ts'
import { isYearColumn } from './periods.ts'
import type { RowWindow, TableQuery } from './table-query.ts'

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
    /\b(?:percent(?:age)? change|change in percent|growth rate|prozentuale (?:veranderung|anderung)|wachstumsrate)\b(?: (?:from|to|over|compared (?:to|with)|against|vs|gegenuber|zu[mr]?) (?:the |dem |der )?(?:previous|prior|preceding|last|vorherigen|vor)\w*(?: \w+)?)?/,
  ],
  [
    'change',
    /\b(?:(?:changed?|changes|difference|increased?|rose|fell|grew|veranderung|anderung|differenz|unterschied)\b.{0,30}?\b(?:from|to|over|compared (?:to|with)|against|vs|gegenuber|zu[mr]?) (?:the |dem |der )?(?:previous|prior|preceding|day before|year before|month before|vorherigen|vorjahr\w*|vormonat\w*|vortag\w*)(?: (?:row|day|week|month|year|quarter|value|one|measurement|reading|entry|record|period|observation))?|(?:day|week|month|year|quarter)[- ](?:over|to|by|on)[- ](?:day|week|month|year|quarter)(?: changes?| differences?)?|(?:change[ds]?|difference|increased?|veranderung|differenz)\b.{0,30}?\b(?:to|from|over|against|compared (?:to|with)|zu[mr]?) (?:the )?(?:day|week|month|year|quarter|one|row|value) before)\b/,
  ],
]

/** "a rank by price", "rank column", "rank the samples by mass within each species" */
const rankWords =
  /\b(?:a|the|their|its) rank(?:ing)?\b(?! of)|\brank(?:ing)? (?:column|number|position)\b|\brank\b(?=.{1,60}\b(?:within|in each|inside each|per|for each)\b)/

/** Reads the rank of each row by a column, within groups. */
function readRank(segment: Segment, query: TableQuery): boolean {
  const { tokens, folded } = segment
  const match = rankWords.exec(folded)
  if (!match || findMeasures(folded).length > 0) return false
  const isColumn = (token: Token): boolean => token.start > match.index && token.column !== undefined
  const by = tokens.find(
    (token) =>
      isColumn(token) &&
      isMeasurable(token.column!) &&
      /\b(?:by|on|nach)\b/.test(folded.slice(match.index, token.start)),
  )
  if (!by) return false
  const within = tokens.filter(
    (token, index) =>
      isColumn(token) &&
      !isMeasurable(token.column!) &&
      tokens
        .slice(Math.max(0, index - 3), index)
        .some((word) => /^(?:within|each|inside|per|every|je|pro)$/.test(word.folded)),
  )
  const isAscending =
    /\b(?:ascending|lowest first|smallest first|1 (?:=|is|for) (?:the )?(?:low|small|fast|short|cheap)\w*)/.test(folded)
  query.window = {
    kind: 'rank',
    column: by.column!.name,
    within: within.map(({ column }) => column!.name),
    isAscending,
  }
  const last = Math.max(by.end, ...within.map(({ end }) => end))
  useText(segment, match.index, last)
  for (const note of folded.matchAll(/\b1 (?:=|is|for) (?:the )?\w+/g))
    useText(segment, note.index, note.index + note[0].length)
  return true
}

/** Reads a value that is computed from previous rows: "the running total", "the change from the previous month". */
export function readWindow(segment: Segment, query: TableQuery): void {
  if (readRank(segment, query)) return
  for (const [kind, words] of windowWords) {
    const match = words.exec(segment.folded)
    if (!match) continue
    const inside = segment.tokens.filter(
      (token) => token.start >= match.index && token.end <= match.index + match[0].length,
    )
    const named =
      inside.find(({ column }) => column && isMeasurable(column) && !isYearColumn(column)) ??
      segment.tokens.findLast(
        (token) =>
          token.end <= match.index && match.index - token.end < 3 && token.column && isMeasurable(token.column),
      ) ??
      segment.tokens.find(
        (token) => token.start >= match.index + match[0].length && token.column && isMeasurable(token.column),
      )
    // "how much the price changed"
    const asked = segment.folded.slice(0, match.index).lastIndexOf('how much')
    if (asked >= 0 && match.index - asked < 40) useText(segment, asked, asked + 8)
    const number =
      inside.find((token) => token.kind === 'number') ??
      segment.tokens.findLast((token) => token.end <= match.index && token.kind === 'number')
    const rows = kind === 'moving' && number ? { rows: Number(number.value) } : {}
    const period = /\b(?:day|week|month|quarter|year)\b/.exec(match[0])?.[0]
    query.window = {
      kind,
      ...(named?.column ? { column: named.column.name } : {}),
      ...rows,
      ...(period === undefined ? {} : { period }),
    }
    use(segment, ...inside.filter(({ column }) => !column), kind === 'moving' ? number : undefined)
    return
  }
}
