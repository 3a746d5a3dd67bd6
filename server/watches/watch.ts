import type { RowOf } from '../store/database/workspace-rows.ts'

/** The folder or bucket whose files are watched. */
export type WatchSource =
  /** A folder within `AW_FILES`; an empty path means `AW_FILES` itself. `recursive`: whether to include subfolders. */
  | { kind: 'folder'; path: string; recursive?: boolean | undefined }
  /**
   * `url`: endpoint and bucket. `secret`: name of a secret whose value is `KEY_ID:SECRET` and which is bound to the
   * host.
   */
  | { kind: 's3'; url: string; prefix: string; region: string; secret: string }

/** A row of a watched folder or S3 prefix. */
export type Watch = RowOf<'watches'>

/** Parses the source in a row. */
export const parseWatchSource = (source: string): WatchSource => JSON.parse(source) as WatchSource

/** Returns the source that identifies a watch in its events. */
export const toEventSource = (watchId: string): string => `/watches/${watchId}`

/**
 * Returns whether a name matches a pattern with `*` and `?`. Takes time proportional to the product of their lengths.
 *
 * @example
 * matchesPattern('orders-*.csv', 'orders-2026.csv') // true
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const patternCharacters = [...pattern]
  const characters = [...name]
  let [patternIndex, nameIndex] = [0, 0]
  /** Index after the last `*` in the pattern, and the index in the name at which to retry the rest of the pattern. */
  let [afterStarIndex, retryIndex] = [-1, 0]
  while (nameIndex < characters.length) {
    const expected = patternCharacters[patternIndex]
    if (expected === '*') {
      afterStarIndex = ++patternIndex
      retryIndex = nameIndex
    } else if (expected !== undefined && (expected === '?' || expected === characters[nameIndex])) {
      patternIndex++
      nameIndex++
    } else if (afterStarIndex >= 0) {
      patternIndex = afterStarIndex
      nameIndex = ++retryIndex
    } else return false
  }
  return patternCharacters.slice(patternIndex).every((character) => character === '*')
}
