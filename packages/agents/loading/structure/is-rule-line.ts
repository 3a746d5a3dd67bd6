/** Returns whether a line is a visual separator, such as "-----" or "=====". It may span several cells. */
export const isRuleLine = (cells: readonly string[]): boolean =>
  cells.some((cell) => /[-=_]{3}/.test(cell)) && cells.every((cell) => /^[\s\-=_+|]*$/.test(cell))
