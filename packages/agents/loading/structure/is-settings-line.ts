import type { SourceRecord } from '../detect/read-records.ts'

/** Number of lines that settings may occur in above a table. */
export const maxSettingsLines = 3
const maxExaminedCharacters = 1000
const minSettings = 2

/**
 * Returns whether a line sets values of the program that reads the file (`track type=bedGraph name="Coverage"`). Such
 * lines are above a table and contain neither its names nor its cells.
 */
export function isSettingsLine({ cells }: SourceRecord): boolean {
  const line = cells.join(' ').slice(0, maxExaminedCharacters)
  return (line.match(/(?<![^\s"])[A-Za-z_]\w{0,40}=(?=[^\s=])/g)?.length ?? 0) >= minSettings
}
