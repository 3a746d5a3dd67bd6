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
