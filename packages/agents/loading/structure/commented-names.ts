import type { SourceRecord } from '../detect/read-records.ts'

/** How many records at the top are comments; none where such lines are found all over the file, as data. */
export function leadingComments(records: readonly SourceRecord[], width: number): number {
  const isComment = (record: SourceRecord): boolean =>
    /^(?:#+(?:\s|[A-Za-z]|$)|\/\/|%+(?:\s|[A-Za-z])|!(?=[A-Za-z]))/.test(record.cells[0] ?? '') && !record.quoted[0]
  // Below a comment, a value with a comment behind it ("3.5 # rate a year") is none of the table's.
  const first = records.findIndex(
    (record, at) => !isComment(record) && !(at > 0 && /^\s*[^\s"]+\s+#\s+\p{L}/u.test(record.cells[0] ?? '')),
  )
  if (first <= 0) return 0
  const later = records.slice(first).filter((record) => record.cells.length === width && isComment(record)).length
  return later > 0.1 * (records.length - first) ? 0 : first
}

/** With the names of a comment above that has as many, where both begin with a mark and a name ("#YY MM" above "#yr mo"). */
export function withNamesAbove(
  above: SourceRecord | undefined,
  found: { names: string[]; line: number },
  width: number,
) {
  const names = commentedNames(above, width)
  if (!above || names?.length !== width || found.names.length !== width || above.line !== found.line - 1) return found
  if (!/^[#%]\p{L}/u.test(above.cells[0] ?? '') || !names.every((name) => !/\s/.test(name))) return found
  return { names: names.map((name, column) => `${name} ${found.names[column] ?? ''}`), line: above.line }
}

/** The cells of a comment that has (nearly) as many as the table: two may be missing where lines end in delimiters. */
export function commentedNames(comment: SourceRecord | undefined, width: number): string[] | undefined {
  if (!comment || width < 2) return undefined
  const [first = '', ...others] = comment.cells
  if (!/^\s*(?:#|\/\/|%|!)/.test(first)) return undefined
  const bare = first.replace(/^(?:#|\/\/|%|!)+\s*/, '')
  // A word with its value ("Date: 2012-05-14", "@missing: 0") is a note, unless it says that names follow.
  if (/^@?[\w-]+:\s+\S*\d/.test(bare)) return undefined
  // A mark that stands alone is a cell of its own where blanks cut the line.
  const isAlone = bare === '' && others.length === width
  const cells = (isAlone ? others : [bare, ...others]).map((cell) => cell.trim())
  if (cells.length > width || cells.length < Math.max(2, width - 2)) return undefined
  if (cells.some((cell) => /^[-+]?\d+(?:\.\d+)?$/.test(cell) && !/^(?:19|20)\d\d$/.test(cell))) return undefined
  return cells.every((cell) => cell !== '') ? cells.map((cell) => cell.replace(/^(["'])(.*)\1$/, '$2')) : undefined
}
