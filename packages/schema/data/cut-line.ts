/** The cells of a line of fixed columns (`columnStarts`), without the blanks around them. Places are code points. */
export function cutAtStarts(line: string, starts: readonly number[]): string[] {
  const characters = /[\uD800-\uDBFF]/.test(line) ? [...line] : undefined
  const slice = (from: number, to: number | undefined): string =>
    characters ? characters.slice(from, to).join('') : line.slice(from, to)
  return starts.map((start, index) => slice(index === 0 ? 0 : start, starts[index + 1]).trim())
}

/** The cells of a line between runs of a delimiter (`repeated`); one empty cell where there is nothing else. */
export function cutAtRuns(line: string, delimiter: string): string[] {
  const cells = delimiter === '' ? [line] : line.split(delimiter).filter((cell) => cell !== '')
  return cells.length === 0 ? [''] : cells
}

/**
 * The cells of a line that as a whole stands between quotes (`"a,b"`, quotes inside doubled) or between delimiters
 * (`|a|b|`, blanks around cells are padding). A line that is drawn ("-----") has one empty cell, one that does not stand
 * so is cut as it is.
 */
export function cutEnclosed(line: string, enclosed: 'quotes' | 'delimiters', delimiter: string): string[] {
  const text = line.trim()
  if (enclosed === 'quotes') {
    const inner = /^"(?:[^"]|"")*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : line
    return cutQuoted(inner, delimiter)
  }
  if (isDrawn(text)) return ['']
  if (!text.startsWith(delimiter)) return [text]
  const end = text.length > delimiter.length && text.endsWith(delimiter) ? -delimiter.length : undefined
  return text
    .slice(delimiter.length, end)
    .split(delimiter)
    .map((cell) => cell.trim())
}

/** True for a line of dashes and the like, with no word in it. */
export const isDrawn = (line: string): boolean => /[-=_]{3}/.test(line) && /^[\s\-=_+|]*$/.test(line)

/** Cells between delimiters, of which some stand in quotes; a quote that has no end is text. */
function cutQuoted(line: string, delimiter: string): string[] {
  const cells: string[] = []
  let rest = line
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*/.exec(rest)
    const behind = quoted ? rest.slice(quoted[0].length) : ''
    if (quoted && (behind === '' || behind.startsWith(delimiter))) {
      cells.push((quoted[1] as string).replaceAll('""', '"'))
      if (behind === '') return cells
      rest = behind.slice(delimiter.length)
      continue
    }
    const end = rest.indexOf(delimiter)
    if (end < 0) return [...cells, rest]
    cells.push(rest.slice(0, end))
    rest = rest.slice(end + delimiter.length)
  }
}
