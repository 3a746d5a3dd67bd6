/** Returns whether a line is only a visual separator ("-----", "====="), possibly in several cells. */
export const isRuleLine = (cells: readonly string[]): boolean =>
  cells.some((cell) => /[-=_]{3}/.test(cell)) && cells.every((cell) => /^[\s\-=_+|]*$/.test(cell))
