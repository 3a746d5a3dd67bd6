import type { Problem } from '@aw-flow/schema'

/** The source of a watch's files. */
export type WatchSource =
  /** A folder below `AW_FILES`; an empty path is that folder itself. `recursive`: with its subfolders. */
  | { kind: 'folder'; path: string; recursive?: boolean | undefined }
  /** `url`: endpoint and bucket. `secret`: name of a secret `KEY_ID:SECRET` that is bound to the host. */
  | { kind: 's3'; url: string; prefix: string; region: string; secret: string }

/** The definition of a watch. */
export interface WatchDefinition {
  /** Name of the watch, unique in the workspace. It is the subject of its events: `file.created:NAME`. */
  name: string
  source: WatchSource
  /** Pattern of file names, with `*` for any text and `?` for one character. */
  pattern: string
  intervalSeconds: number
  enabled: boolean
}

/** A watched folder or S3 prefix. Times in ISO 8601, UTC. */
export interface Watch extends WatchDefinition {
  id: string
  workspace: string
  checkedAt?: string
  /** Why the last check failed. */
  problem?: Problem
  createdAt: string
  updatedAt: string
}

/** A file that a watch found. */
export interface WatchFile {
  key: string
  version: string
  foundAt: string
  /** The event that it published; absent for files that were present when the watch was added. */
  eventId?: string
  /** Why it published no event. */
  problem?: Problem
}

/** Returns the event source of a watch. */
export const toEventSource = (watch: string): string => `/watches/${watch}`

/**
 * Returns whether a name matches a pattern with `*` and `?`, in time proportional to the product of their lengths.
 *
 * @example
 * matchesPattern('orders-*.csv', 'orders-2026.csv') // true
 */
export function matchesPattern(pattern: string, name: string): boolean {
  const patternCharacters = [...pattern]
  const characters = [...name]
  let [patternIndex, nameIndex] = [0, 0]
  /** Index after the last `*` in the pattern, and the index in the name from which to continue after it. */
  let [afterStar, retryIndex] = [-1, 0]
  while (nameIndex < characters.length) {
    const expected = patternCharacters[patternIndex]
    if (expected === '*') {
      afterStar = ++patternIndex
      retryIndex = nameIndex
    } else if (expected !== undefined && (expected === '?' || expected === characters[nameIndex])) {
      patternIndex++
      nameIndex++
    } else if (afterStar >= 0) {
      patternIndex = afterStar
      nameIndex = ++retryIndex
    } else return false
  }
  return patternCharacters.slice(patternIndex).every((character) => character === '*')
}
