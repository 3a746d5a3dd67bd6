import type { LoadPreview } from '@aw-flow/schema'
import type { LoadPlanStrings } from '../load-plan/load-plan-strings.ts'
import { tableLines, textLines } from './source-regions.ts'

/** The user's changes of the table's lines; physical lines, from 1. @public */
export interface SettledLines {
  firstLine?: number
  lastLine?: number
  headerLines?: number
  /** Another table of the text, by its number from 1. */
  table?: number
}

/** A limit of the table, which is below `at` lines of the text. */
export interface TableLimit {
  limit: 'begin' | 'header' | 'end'
  at: number
  /** The allowed range of `at`. */
  min: number
  max: number
}

/** Maximum number of header lines. */
const maxHeaderLines = 20

/** The limits of the table in a text; its end only if the complete text is known. */
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

/** The change that moves a limit below `at` lines. */
export function settleLimit(limit: TableLimit['limit'], at: number, preview: LoadPreview): SettledLines {
  if (limit === 'begin') return { firstLine: at + 1 }
  if (limit === 'end') return { lastLine: at }
  return { headerLines: at - tableLines(preview).first + 1 }
}

/** The choices in a line's menu: the table or its header starts or ends there, or its table is the one to read. */
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
