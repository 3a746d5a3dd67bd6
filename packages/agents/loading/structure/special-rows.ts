const typePattern =
  /^(?:bool(?:ean)?|categorical|char(?:acter)?|date(?:time)?|decimal|double|factor|float|int(?:eger)?|logical|nominal|number|numeric|object|real|str(?:ing)?|text|timestamp|varchar)$/i

/**
 * Returns whether a line below the column names contains the type of each column. At least two types are required. The
 * first cell may be a marker, such as "#q2:types" or "#type".
 */
export function isTypeRow(cells: readonly string[]): boolean {
  const types = /^\s*#\S*types?\s*$/i.test(cells[0] ?? '') ? cells.slice(1) : cells
  return types.length >= 2 && types.every((cell) => typePattern.test(cell.trim()))
}

/** Returns whether a line is a visual separator, such as "-----" or "=====". The separator may span several cells. */
export const isSeparatorRow = (cells: readonly string[]): boolean =>
  cells.some((cell) => /[-=_]{3}/.test(cell)) && cells.every((cell) => /^[\s\-=_+|]*$/.test(cell))

/** Returns whether a line describes each column for a program, as in exports of Qualtrics. */
export const isDescriptionRow = (cells: readonly string[]): boolean =>
  cells.length >= 2 && cells.every((cell) => /^\s*\{\s*["']ImportId["']\s*:.*\}\s*$/s.test(cell))
