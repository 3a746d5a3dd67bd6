import type { LoadPreview } from '@aw-flow/schema/internal'
import type { LoadPlanStrings } from '../load-plan/load-plan-strings.ts'
import { findTableLines, getTextLines } from './source-regions.ts'

/** Changes to the lines that form the table. Line numbers are 1-based and count physical lines. @public */
export interface TableLineChanges {
  /** First line of the table, including the header. */
  firstLine?: number
  /** Last line of the table. */
  lastLine?: number
  /** Number of header lines. */
  headerLines?: number
  /** Number of the table to load, starting at 1, if the text contains several tables. */
  table?: number
}

/** A boundary of the table or its header. `position` is the number of lines above it. */
export interface TableBoundary {
  limit: 'begin' | 'header' | 'end'
  position: number
  /** Minimum `position`. */
  min: number
  /** Maximum `position`. */
  max: number
}

/** Maximum number of header lines that users can set by moving the header boundary. */
const maxHeaderLines = 20

/** Returns the boundaries of the table. The end is included only if the end of the text is known. */
export function findTableBoundaries(preview: LoadPreview): TableBoundary[] {
  const { first, header, last } = findTableLines(preview)
  const lineCount = getTextLines(preview).length
  const end = last ?? lineCount
  return [
    { limit: 'begin', position: first - 1, min: 0, max: end - 1 },
    { limit: 'header', position: first - 1 + header, min: first - 1, max: Math.min(end, first - 1 + maxHeaderLines) },
    ...(last === undefined
      ? []
      : [
          {
            limit: 'end' as const,
            position: last,
            min: first - 1 + Math.max(1, header),
            max: Math.max(last, lineCount),
          },
        ]),
  ]
}

/** Returns the change that moves a boundary to `position`. */
export function moveBoundary(kind: TableBoundary['limit'], position: number, preview: LoadPreview): TableLineChanges {
  if (kind === 'begin') return { firstLine: position + 1 }
  if (kind === 'end') return { lastLine: position }
  return { headerLines: position - findTableLines(preview).first + 1 }
}

/**
 * Returns the actions in a line's menu: start or end the table at the line, end the header there, or load the other
 * table that contains the line.
 */
export function listLineActions(
  line: number,
  preview: LoadPreview,
  strings: LoadPlanStrings,
): { label: string; lines: TableLineChanges }[] {
  const { first, header, last } = findTableLines(preview)
  const otherTables = preview.plan.otherTables ?? []
  const otherIndex = otherTables.findIndex(({ lines: [from, to] }) => line >= from && line <= to)
  const tableCountAbove = otherTables.filter(({ lines: [from] }) => from < first).length
  const headerLineCount = line - first + 1
  return [
    ...(otherIndex < 0
      ? []
      : [{ label: strings.loadThisTable, lines: { table: otherIndex + 1 + (otherIndex >= tableCountAbove ? 1 : 0) } }]),
    ...(line !== first && (last === undefined || line <= last)
      ? [{ label: strings.startTableHere, lines: { firstLine: line } }]
      : []),
    ...(headerLineCount >= 1 && headerLineCount <= maxHeaderLines && headerLineCount !== header
      ? [{ label: strings.endHeaderHere, lines: { headerLines: headerLineCount } }]
      : []),
    ...(line === first && header > 0 ? [{ label: strings.noHeaderHere, lines: { headerLines: 0 } }] : []),
    ...(last !== undefined && line !== last && line >= first + header
      ? [{ label: strings.endTableHere, lines: { lastLine: line } }]
      : []),
  ]
}
