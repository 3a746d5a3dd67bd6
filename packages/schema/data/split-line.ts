import type { Dialect } from './load-plan.ts'

/** Splits a line into fixed-width columns and trims the cells. Column starts are in code points. @internal */
export function splitAtStarts(line: string, starts: readonly number[]): string[] {
  const characters = /[\uD800-\uDBFF]/.test(line) ? [...line] : undefined
  const slice = (from: number, to: number | undefined): string =>
    characters ? characters.slice(from, to).join('') : line.slice(from, to)
  return starts.map((start, index) => slice(index === 0 ? 0 : start, starts[index + 1]).trim())
}

/** Splits a line at runs of a delimiter, as for `repeated` dialects. A blank line has one empty cell. @internal */
export function splitAtRuns(line: string, delimiter: string): string[] {
  const cells = delimiter === '' ? [line] : line.split(delimiter).filter((cell) => cell !== '')
  return cells.length === 0 ? [''] : cells
}

/**
 * Splits a line that is enclosed in quotes (`"a,b"`, with inner quotes doubled) or delimiters (`|a|b|`, with whitespace
 * around cells as padding). A separator line ("-----") has one empty cell. A line without enclosing quotes is split
 * unchanged.
 *
 * @internal
 */
export function splitEnclosed(line: string, enclosure: 'quotes' | 'delimiters', delimiter: string): string[] {
  const text = line.trim()
  if (enclosure === 'quotes') {
    const inner = /^"(?:[^"]|"")*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : line
    return splitAtUnquoted(inner, delimiter)
  }
  if (isSeparatorLine(text)) return ['']
  if (!text.startsWith(delimiter)) return [text]
  const end = text.length > delimiter.length && text.endsWith(delimiter) ? -delimiter.length : undefined
  return text
    .slice(delimiter.length, end)
    .split(delimiter)
    .map((cell) => cell.trim())
}

/** Returns whether a line is a separator that consists of dashes and similar characters. @internal */
export const isSeparatorLine = (line: string): boolean =>
  (/[-=_]{3}/.test(line) && /^[\s\-=_+|]*$/.test(line)) || isMarkdownSeparator(line)

/** Returns whether a line is the separator line of a Markdown table with alignment marks: `|---|:-:|`. */
function isMarkdownSeparator(line: string): boolean {
  if (!/^\s*\|[\s\-:|]*$/.test(line)) return false
  const cells = line.split('|').map((cell) => cell.trim())
  const end = cells.findIndex((cell, index) => index > 0 && !/^-+$/.test(cell))
  return end > 0 && end < cells.length - 1 && /^(?::-+:?|-+:)$/.test(cells[end] ?? '')
}

/** Splits a line at delimiters outside quotes. An unclosed quote is treated as text. */
function splitAtUnquoted(line: string, delimiter: string): string[] {
  const cells: string[] = []
  let rest = line
  for (;;) {
    const quotedCell = /^\s*"((?:[^"]|"")*)"\s*/.exec(rest)
    const remainder = quotedCell ? rest.slice(quotedCell[0].length) : ''
    if (quotedCell && (remainder === '' || remainder.startsWith(delimiter))) {
      cells.push((quotedCell[1] as string).replaceAll('""', '"'))
      if (remainder === '') return cells
      rest = remainder.slice(delimiter.length)
      continue
    }
    const end = rest.indexOf(delimiter)
    if (end < 0) return [...cells, rest]
    cells.push(rest.slice(0, end))
    rest = rest.slice(end + delimiter.length)
  }
}

/**
 * Returns whether the line at an offset in a string is a comment. Whitespace can precede the comment prefix.
 *
 * @internal
 */
export function isCommentAt(
  text: string,
  offset: number,
  { comment, delimiter }: Pick<Dialect, 'comment' | 'delimiter'>,
): boolean {
  if (comment === undefined) return false
  const whitespace = delimiter === '\t' ? ' ' : ' \t'
  let start = offset
  while (whitespace.includes(text[start] ?? '\n')) start++
  return text.startsWith(comment, start)
}
