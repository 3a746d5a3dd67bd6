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
