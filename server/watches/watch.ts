import type { Problem } from '@aw-flow/schema'

/** Where a watch finds files. */
export type WatchSource =
  /** A folder below `AW_FILES`; an empty path is that folder itself. */
  | { kind: 'folder'; path: string }
  /** `url`: endpoint and bucket. `secret`: name of a secret `KEY_ID:SECRET` that is bound to the host. */
  | { kind: 's3'; url: string; prefix: string; region: string; secret: string }

/** The definition of a watch. */
export interface WatchDefinition {
  /** Unique in the workspace. Events have it as their subject: `file.created:NAME`. */
  name: string
  source: WatchSource
  /** File names, with `*` for any text and `?` for one character. */
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
  /** Why it published none. */
  problem?: Problem
}

/** Returns the source of the events of a watch. */
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
  let [at, position] = [0, 0]
  /** Position after the last `*`, and the position in the name that it is tried from. */
  let [star, retry] = [-1, 0]
  while (position < characters.length) {
    const expected = patternCharacters[at]
    if (expected === '*') {
      star = ++at
      retry = position
    } else if (expected !== undefined && (expected === '?' || expected === characters[position])) {
      at++
      position++
    } else if (star >= 0) {
      at = star
      position = ++retry
    } else return false
  }
  return patternCharacters.slice(at).every((character) => character === '*')
}
