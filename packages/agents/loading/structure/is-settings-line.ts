import type { SourceRecord } from '../detect/read-records.ts'

/** Maximum number of lines that settings may occur in above a table. */
export const maxSettingsLines = 3
const maxExaminedCharacters = 1000
const minSettings = 2

/** Usual names of program settings. One of them is required, because columns can be named `city=Oslo`. */
const settingName = /^(?:type|name|title|description|label|colou?r|format|version|encoding|visibility|units?|style)$/i

/**
 * Returns whether a line sets values of the program that reads the file (`track type=bedGraph name="Coverage"`): at
 * most one word, then different names with values. Such lines are above a table and contain neither its names nor its
 * cells.
 */
export function isSettingsLine({ cells }: SourceRecord): boolean {
  const line = cells.join(' ').slice(0, maxExaminedCharacters)
  const settings = [...line.matchAll(/(?<![^\s"])([A-Za-z_]\w{0,40})=(?=[^\s=])/g)]
  const names = new Set(settings.map(([, name]) => name))
  const start = line.slice(0, settings[0]?.index).trim()
  return (
    settings.length >= minSettings &&
    names.size === settings.length &&
    !/\s/.test(start) &&
    [...names].some((name) => settingName.test(name!))
  )
}
