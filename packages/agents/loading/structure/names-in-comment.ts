import type { SourceRecord } from '../detect/read-records.ts'

/** Counts the leading comment records. Returns 0 if such lines occur throughout the file as data. */
export function countLeadingComments(records: readonly SourceRecord[], width: number): number {
  const isComment = (record: SourceRecord): boolean =>
    /^(?:#+(?:\s|[A-Za-z]|$)|\/\/|%+(?:\s|[A-Za-z])|!(?=[A-Za-z]))/.test(record.cells[0] ?? '') && !record.quoted[0]
  // After a comment, a value followed by a comment ("3.5 # rate a year") is not part of the table.
  const first = records.findIndex(
    (record, at) => !isComment(record) && !(at > 0 && /^\s*[^\s"]+\s+#\s+\p{L}/u.test(record.cells[0] ?? '')),
  )
  if (first <= 0) return 0
  const laterComments = records
    .slice(first)
    .filter((record) => record.cells.length === width && isComment(record)).length
  return laterComments > 0.1 * (records.length - first) ? 0 : first
}

/** Joins names with those of the comment line above, if both have a name for every column ("#YY MM" above "#yr mo"). */
export function joinCommentNames(
  above: SourceRecord | undefined,
  header: { names: string[]; line: number },
  width: number,
) {
  const names = namesInComment(above, width)
  if (!above || names?.length !== width || header.names.length !== width || above.line !== header.line - 1)
    return header
  if (!/^[#%]\p{L}/u.test(above.cells[0] ?? '') || !names.every((name) => !/\s/.test(name))) return header
  return { names: names.map((name, column) => `${name} ${header.names[column] ?? ''}`), line: above.line }
}

/** Returns the column names in a comment. Up to two may be missing, since lines may end with delimiters. */
export function namesInComment(comment: SourceRecord | undefined, width: number): string[] | undefined {
  if (!comment || width < 2) return undefined
  const [first = '', ...others] = comment.cells
  if (!/^\s*(?:#|\/\/|%|!)/.test(first)) return undefined
  const withoutMark = first.replace(/^(?:#|\/\/|%|!)+\s*/, '')
  // A key-value pair ("Date: 2012-05-14", "@missing: 0") is a note.
  if (/^@?[\w-]+:\s+\S*\d/.test(withoutMark)) return undefined
  // With spaces as delimiter, a comment mark may be a cell.
  const markIsCell = withoutMark === '' && others.length === width
  const cells = (markIsCell ? others : [withoutMark, ...others]).map((cell) => cell.trim())
  if (cells.length > width || cells.length < Math.max(2, width - 2)) return undefined
  if (cells.some((cell) => /^[-+]?\d+(?:\.\d+)?$/.test(cell) && !/^(?:19|20)\d\d$/.test(cell))) return undefined
  return cells.every((cell) => cell !== '') ? cells.map((cell) => cell.replace(/^(["'])(.*)\1$/, '$2')) : undefined
}
