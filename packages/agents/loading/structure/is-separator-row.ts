/** Returns whether a line is a visual separator, such as "-----" or "=====". The separator may span several cells. */
export const isSeparatorRow = (cells: readonly string[]): boolean =>
  cells.some((cell) => /[-=_]{3}/.test(cell)) && cells.every((cell) => /^[\s\-=_+|]*$/.test(cell))
