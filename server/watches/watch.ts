import type { Problem } from '@aw-flow/schema'

/** The folder or bucket whose files are watched. */
export type WatchSource =
  /** A folder within `AW_FILES`; an empty path means `AW_FILES` itself. `recursive`: whether to include subfolders. */
  | { kind: 'folder'; path: string; recursive?: boolean | undefined }
  /**
   * `url`: endpoint and bucket. `secret`: name of a secret whose value is `KEY_ID:SECRET` and which is bound to the
   * host.
   */
  | { kind: 's3'; url: string; prefix: string; region: string; secret: string }

/** The user-defined properties of a watch. */
export interface WatchDefinition {
  /** Name of the watch, unique within the workspace. It is the subject of the watch's events: `file.created:NAME`. */
  name: string
  source: WatchSource
  /** Pattern for file names, in which `*` matches any text and `?` matches any single character. */
  pattern: string
  intervalSeconds: number
  enabled: boolean
}

/** A watched folder or S3 prefix. Times are ISO 8601 strings in UTC. */
export interface Watch extends WatchDefinition {
  id: string
  workspace: string
  checkedAt?: string
  /** Why the last check failed. */
  problem?: Problem
  createdAt: string
  updatedAt: string
}

/** A file found by a watch. */
export interface WatchFile {
  key: string
  version: string
  foundAt: string
  /** The event published for the file; absent if the file already existed when the watch was added. */
  eventId?: string
  /** Why no event was published. */
  problem?: Problem
}

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
