import { isMeasurable } from './measures.ts'
import { use, useText, type Segment } from './segment.ts'
import type { RowWindow, TableQuery } from './table-query.ts'

const windowWords: readonly (readonly [RowWindow['kind'], RegExp])[] = [
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
    /\b(?:(?:changed?|changes|difference|increased?|rose|fell|grew|veranderung|anderung|differenz|unterschied)\b.{0,30}?\b(?:from|to|over|compared (?:to|with)|against|vs|gegenuber|zu[mr]?) (?:the |dem |der )?(?:previous|prior|preceding|day before|year before|month before|vorherigen|vorjahr\w*|vormonat\w*|vortag\w*)(?: (?:row|day|week|month|year|quarter|value|one|measurement|reading|entry|record|period|observation))?|(?:day|week|month|year)[- ]over[- ](?:day|week|month|year)(?: change| difference)?|year on year|month on month)\b/,
  ],
]

/** Reads a value that is computed from previous rows: "the running total", "the change from the previous month". */
export function readWindow(segment: Segment, query: TableQuery): void {
  for (const [kind, words] of windowWords) {
    const match = words.exec(segment.folded)
    if (!match) continue
    const inside = segment.tokens.filter(
      (token) => token.start >= match.index && token.end <= match.index + match[0].length,
    )
    const named =
      inside.find(({ column }) => column && isMeasurable(column)) ??
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
    query.window = { kind, ...(named?.column ? { column: named.column.name } : {}), ...rows }
    use(segment, ...inside.filter(({ column }) => !column), kind === 'moving' ? number : undefined)
    return
  }
}
