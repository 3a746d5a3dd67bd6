import type { SourceRecord } from '../records/read-records.ts'

/** Maximum number of settings lines at the start of a file. */
export const maxSettingsLines = 3
const maxExaminedCharacters = 1000
const minSettings = 2

/** Matches common names of settings. One of them is required, because column names can look like `city=Oslo`. */
const settingNamePattern =
  /^(?:type|name|title|description|label|colou?r|format|version|encoding|visibility|units?|style)$/i

/**
 * Returns whether a line contains settings for the program that reads the file, for example `track type=bedGraph
 * name="Coverage"`. Such a line consists of at most one word and distinct names with values. It precedes a table and
 * contains neither column names nor cells.
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
    [...names].some((name) => settingNamePattern.test(name!))
  )
}
