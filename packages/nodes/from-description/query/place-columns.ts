import type { Token } from '../words.ts'
import { readBins } from './read-bins.ts'
import { addGroup, groupWords } from './read-groups.ts'
import { readTextPart } from './read-text-parts.ts'
import { markUsed, type Segment } from './segment.ts'
import type { ComputedColumn, TableQuery } from './table-query.ts'

/** A computed column and the position of the words that describe it. */
export interface DescribedColumn {
  readonly column: ComputedColumn
  readonly start: number
  readonly end: number
  /** Whether the words only define the column and have no other purpose in the query. */
  readonly isDefinition?: boolean
  /** Whether rows are grouped by the column. */
  readonly isGroupKey?: boolean
}

/** Maximum number of described columns per segment. */
const maxDescribedColumns = 4

/**
 * Replaces the words that describe a computed column with one token for it, so that it can be used like any other
 * column: "per first letter of the name", "sorted by the length of the title", "whose last digit is 0".
 */
export function replaceDescribedColumns(initialSegment: Segment, query: TableQuery): Segment {
  let segment = initialSegment
  for (let count = 0; count < maxDescribedColumns; count++) {
    const describedColumn = readTextPart(segment, query) ?? readBins(segment, query)
    if (!describedColumn) return segment
    query.computedColumns.push(describedColumn.column)
    segment = replaceTokens(segment, describedColumn)
    if (describedColumn.isGroupKey)
      addGroup(query, { name: describedColumn.column.name, type: describedColumn.column.type })
  }
  return segment
}

function replaceTokens(segment: Segment, { column, start, end, isDefinition, isGroupKey }: DescribedColumn): Segment {
  const { name, type } = column
  const token: Token = {
    kind: 'column',
    raw: segment.folded.slice(start, end),
    folded: name.toLowerCase(),
    start,
    end,
    column: { name, type },
  }
  const isInside = (other: Token): boolean => other.start >= start && other.end <= end
  const firstIndex = segment.tokens.findIndex(isInside)
  const tokens = segment.tokens.filter((other) => !isInside(other)).toSpliced(firstIndex, 0, token)
  const textBefore = segment.folded.slice(Math.max(0, start - 30), start)
  const isComputed = /\b(?:add|new|extra|compute|create|extract|column|derive|make)\b/.test(textBefore)
  // "by first letter" keeps its token, because the group needs it.
  if (isDefinition || isGroupKey || (isComputed && !groupWords.test(textBefore))) markUsed(segment, token)
  const folded = segment.folded.slice(0, start) + 'x'.repeat(end - start) + segment.folded.slice(end)
  return { ...segment, tokens, folded, columns: [...segment.columns, { name, type }] }
}
