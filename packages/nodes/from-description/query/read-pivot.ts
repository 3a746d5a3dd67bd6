import { use, useText, type Segment } from './segment.ts'
import type { TableQuery } from './table-query.ts'

/** Words that place values side by side: "with 1931 and 1932 in separate columns", "one column for Seattle and one for …". */
const sideBySide =
  /\b(?:in|into|as|with) (?:separate|different|their own|its own|own|two|three|four) columns\b|\bside by side\b|\bnext to each other\b|\bnebeneinander\b|\bin (?:eigenen|getrennten|separaten|eigene|getrennte) spalten\b|\b(?:a|one|its own|eine|je eine) (?:separate |own |eigene )?(?:column|spalte) (?:for|of|fur|mit)\b/

/** Finds the words that place values side by side. They do not name columns or groups. */
export function readSideBySide(segment: Segment): RegExpExecArray | null {
  const match = sideBySide.exec(segment.folded)
  if (match && !/^(?:a|one|its|eine|je)\b/.test(match[0])) useText(segment, match.index, match.index + match[0].length)
  return match
}

/**
 * Detects a request for one column per value, and pivots on the first column that a filter restricts to several values.
 */
export function readPivot(segment: Segment, query: TableQuery, match: RegExpExecArray | null): void {
  readColumnPer(segment, query)
  if (!match || query.groups.length === 0 || query.pivot !== undefined) return
  const across = listSelected(query).find(({ count }) => count > 1)?.column
  const rows = query.groups.filter(({ name }) => name !== across)
  if (across === undefined || rows.length === 0) return
  query.pivot = across
  query.groups.splice(0, query.groups.length, ...rows)
  useText(segment, match.index, match.index + match[0].length)
  use(
    segment,
    ...segment.tokens.filter(({ folded }) => /^(?:cells?|zellen?|hold|holds|separate|three|two)$/.test(folded)),
  )
}

const columnPer =
  /\b(?:one|a|an|single|separate|own|eine) (?:separate |own |eigene )?(?:column|spalte) (?:per|for each|for every|for|je|pro|fur jede\w*) /

/** Reads "one column per company": the values of a group become columns. */
function readColumnPer({ tokens, folded }: Segment, query: TableQuery): void {
  const match = columnPer.exec(folded) ?? /\b(?:as|in|across) (?:the )?(?:columns|spalten)\b/.exec(folded)
  if (!match || query.groups.length < 2 || query.pivot !== undefined || query.measures.length !== 1) return
  const isAfter = /(?:per|each|every|for|je|pro|jede\w*) $/.test(match[0])
  const end = match.index + match[0].length
  const across = isAfter
    ? tokens.find((token) => token.column !== undefined && token.start >= end)?.column
    : tokens.findLast((token) => token.column !== undefined && token.end <= match.index)?.column
  const rows = query.groups.filter(({ name }) => name !== across?.name)
  if (!across || rows.length === query.groups.length) return
  query.pivot = across.name
  query.groups.splice(0, query.groups.length, ...rows)
}

/** Lists the columns that a query filters, with the number of values that each filter selects. */
function listSelected({ filters }: TableQuery): { readonly column: string; readonly count: number }[] {
  type Condition = { readonly column: string; readonly is: string; readonly value: unknown }
  return filters.flatMap(({ config }) =>
    (Array.isArray(config.conditions) ? (config.conditions as unknown as Condition[]) : []).map(
      ({ column, is, value }) => ({
        column,
        count: is === 'is-one-of' && Array.isArray(value) ? value.length : 1,
      }),
    ),
  )
}
