import type { LoadPreview, RegionKind, SourceLine } from '@aw-flow/schema/internal'

/** Returns the role of a line; `undefined` if the text has no line roles, such as JSON. */
export type RegionLookup = (line: number) => RegionKind | undefined

/** Creates a lookup for line roles, based on the loader's regions or, if there are none, on the plan. */
export function createRegionLookup(preview: LoadPreview): RegionLookup {
  const { plan, regions, lines, rejects } = preview
  if (!plan.dialect && !regions) return () => undefined
  const kinds = new Map<number, RegionKind>()
  if (regions) {
    const lastLine = lines.at(-1)?.line ?? 0
    for (const { kind, from, to } of regions.list)
      for (let line = from; line <= Math.min(to, lastLine); line++) kinds.set(line, kind)
  }
  const rejectedLines = new Set(rejects.map(({ line }) => line))
  const lastHeaderLine = plan.skippedLines + plan.headerLines
  const lineCount = countTotalLines(preview)
  const lastTableLine = lineCount === undefined ? Infinity : lineCount - (plan.trailingLines ?? 0)
  const otherTables = plan.otherTables ?? []
  return (line) => {
    const region = kinds.get(line)
    if (region) return region
    if (lines[line - 1]?.text.trim() === '') return 'blank'
    if (otherTables.some(({ lines: [from, to] }) => line >= from && line <= to)) return 'other-table'
    if (line <= plan.skippedLines) return 'preamble'
    if (line <= lastHeaderLine) return 'header'
    if (line > lastTableLine) return 'note'
    return rejectedLines.has(line) ? 'reject' : 'record'
  }
}

/** Returns the number of physical lines in the text; `undefined` if only the start of the text was read. */
export function countTotalLines({ regions, lines, whole }: LoadPreview): number | undefined {
  if (!whole) return undefined
  const lastLine = regions?.complete ? regions.list.at(-1)?.to : undefined
  if (lastLine !== undefined) return lastLine
  if (lines.length >= maxPreviewLines) return undefined
  return getTextLines({ lines, whole }).length
}

/** Maximum number of lines in a preview. */
export const maxPreviewLines = 300

/**
 * Returns the 1-based physical line numbers of the table's first and last lines, and the number of header lines. `last`
 * is `undefined` if it is unknown.
 */
export function findTableLines(preview: LoadPreview): { first: number; header: number; last: number | undefined } {
  const { skippedLines, headerLines, trailingLines = 0 } = preview.plan
  const lineCount = countTotalLines(preview)
  return {
    first: skippedLines + 1,
    header: headerLines,
    last: lineCount === undefined ? undefined : lineCount - trailingLines,
  }
}

/** Returns the lines of a preview without the empty line that follows a final line break. */
export const getTextLines = ({ lines, whole }: Pick<LoadPreview, 'lines' | 'whole'>): readonly SourceLine[] =>
  whole && lines.length < maxPreviewLines && lines.at(-1)?.text === '' ? lines.slice(0, -1) : lines
