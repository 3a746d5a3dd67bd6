import { warning, type Problem } from '@aw-flow/schema'
import { describeDelimiter } from '../dialect/detect-dialect.ts'
import { isProse } from '../records/is-prose.ts'
import type { SourceRecord } from '../records/read-records.ts'

const delimiters = [',', ';', '\t', '|']
const maxLines = 1_000

/**
 * Creates a warning if text is read as one column although its first line looks like delimited column names and most
 * lines contain the same delimiter. This happens if no delimiter splits the lines evenly.
 */
export function createOneColumnWarnings(head: string, isTruncated: boolean): Problem[] {
  const lines = head
    .split(/\r\n|\r|\n/, maxLines + 1)
    .slice(0, isTruncated ? maxLines : undefined)
    .filter((line) => line.trim() !== '')
  const [first = ''] = lines
  if (lines.length < 2) return []
  for (const delimiter of delimiters) {
    const names = first.split(delimiter)
    const isHeader =
      names.length > 1 &&
      new Set(names).size === names.length &&
      names.every((name) => name !== '' && name.trimStart() === name && name.length <= 40)
    const matchingLineCount = lines.filter((line) => line.includes(delimiter)).length
    if (!isHeader || matchingLineCount < 0.6 * lines.length) continue
    return [
      warning(
        'load.one-column',
        {
          names: names.length,
          matches: matchingLineCount,
          lines: lines.length,
          delimiter: describeDelimiter(delimiter),
        },
        { where: { line: 1 } },
      ),
    ]
  }
  return []
}

/** Kinds of lines that are no records, with their patterns. The first pattern that matches a line determines its kind. */
const otherLines = {
  code: /[^\s;][{};]\s*$|^\s*(?:import|from|def|class|function|return|const|let|var|public|private|package|#include|#define)\s+[\w"'<{*]/,
  settings: /^\s*(?:\[[^[\]]+\]\s*$|[#;]\s|-\s+\S|(?:export\s+)?[\p{L}_][\w.-]*\s*(?:=|:(?:\s|$)))/u,
  sentences: /(?:\p{L}[^\s]*\s+){4}\S/u,
}
const minShare = 0.6

/**
 * Creates a warning if most lines of a text that no delimiter splits are settings, program code or sentences, or if the
 * delimiter is only punctuation of sentences.
 *
 * @param records The records of a table without a header.
 */
export function createNoTableWarnings(head: string, width: number, records: readonly SourceRecord[]): Problem[] {
  const sentences = records.filter(isProse).length
  if (width > 1)
    return sentences < minShare * records.length || sentences < 2
      ? []
      : [warnOf('sentences', sentences, records.length)]
  const lines = head
    .split(/\r\n|\r|\n/, maxLines)
    .slice(0, maxLines - 1)
    .filter((line) => line.trim() !== '')
  const kinds = lines.map(
    (line) => Object.entries(otherLines).find(([, pattern]) => pattern.test(line.slice(0, 1_000)))?.[0],
  )
  const matches = kinds.filter((kind) => kind !== undefined).length
  const countKind = (kind: string): number => kinds.filter((other) => other === kind).length
  const [kind = ''] = Object.keys(otherLines).sort((a, b) => countKind(b) - countKind(a))
  // A word above sentences is the name of their column.
  const isColumn = kind === 'sentences' && /^\s*[\p{L}\d_]+\s*$/u.test(lines[0] ?? '')
  return matches < 2 || matches < minShare * lines.length || isColumn ? [] : [warnOf(kind, matches, lines.length)]
}

const warnOf = (kind: string, matches: number, lines: number): Problem =>
  warning('load.not-a-table', { kind, matches, lines }, { where: { line: 1 } })
