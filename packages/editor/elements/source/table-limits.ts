import type { LoadPreview } from '@aw-flow/schema'
import type { LoadPlanStrings } from '../load-plan/load-plan-strings.ts'
import { tableLines, textLines } from './source-regions.ts'

/** What a person says of where the table stands; lines are physical ones, from 1. */
export interface SettledLines {
  firstLine?: number
  lastLine?: number
  headerLines?: number
  /** Another table of the text, by its order in it from 1. */
  table?: number
}

/** One of the table's limits, which lies below `at` lines of the text. */
export interface TableLimit {
  limit: 'begin' | 'header' | 'end'
  at: number
  /** Below how many lines it may lie. */
  min: number
  max: number
}

/** A header has no more lines than a person could want. */
const maxHeaderLines = 20

/** The table's limits in a text; its end only where the whole text is known. */
export function tableLimits(preview: LoadPreview): TableLimit[] {
  const { first, header, last } = tableLines(preview)
  const shown = textLines(preview).length
  const end = last ?? shown
  return [
    { limit: 'begin', at: first - 1, min: 0, max: end - 1 },
    { limit: 'header', at: first - 1 + header, min: first - 1, max: Math.min(end, first - 1 + maxHeaderLines) },
    ...(last === undefined
      ? []
      : [{ limit: 'end' as const, at: last, min: first - 1 + Math.max(1, header), max: Math.max(last, shown) }]),
  ]
}

/** What it means that a limit was moved below `at` lines. */
export function settleLimit(limit: TableLimit['limit'], at: number, preview: LoadPreview): SettledLines {
  if (limit === 'begin') return { firstLine: at + 1 }
  if (limit === 'end') return { lastLine: at }
  return { headerLines: at - tableLines(preview).first + 1 }
}

/** What can be said of a line: that the table or its header begins or ends there, or that its table is the one. */
export function lineActions(
  line: number,
  preview: LoadPreview,
  strings: LoadPlanStrings,
): { word: string; lines: SettledLines }[] {
  const { first, header, last } = tableLines(preview)
  const others = preview.plan.otherTables ?? []
  const other = others.findIndex(({ lines: [from, to] }) => line >= from && line <= to)
  const above = others.filter(({ lines: [from] }) => from < first).length
  const inHeader = line - first + 1
  return [
    ...(other < 0 ? [] : [{ word: strings.loadThisTable, lines: { table: other + 1 + (other >= above ? 1 : 0) } }]),
    ...(line !== first && (last === undefined || line <= last)
      ? [{ word: strings.beginHere, lines: { firstLine: line } }]
      : []),
    ...(inHeader >= 1 && inHeader <= maxHeaderLines && inHeader !== header
      ? [{ word: strings.headerHere, lines: { headerLines: inHeader } }]
      : []),
    ...(line === first && header > 0 ? [{ word: strings.noHeaderHere, lines: { headerLines: 0 } }] : []),
    ...(last !== undefined && line !== last && line >= first + header
      ? [{ word: strings.endHere, lines: { lastLine: line } }]
      : []),
  ]
}
