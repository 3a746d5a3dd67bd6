import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A pattern that does not take linear time, and the reason why it cannot take long. */
export interface BoundedPattern {
  pattern: string
  /** Files with the pattern. */
  files: readonly string[]
  /** Maximum length of the text, in characters; `undefined` if users do not enter the text. */
  maxCharacters?: number
  reason: string
}

/** A file that builds patterns from parts. */
export interface ConstructedPatterns {
  file: string
  /** Number of places in the file. */
  count: number
  /** Description of the parts, or the reason why the pattern cannot harm. */
  reason: string
  /** Patterns of each place with usual parts, which must be linear. */
  examples: readonly string[]
}

/**
 * The bounded patterns take quadratic time, except one that takes at least cubic time, as `recheck` found by fuzzing with
 * 500 characters, and a few patterns of descriptions for which `recheck` did not end.
 */
export const { bounded: boundedPatterns, constructed: constructedPatterns } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'bounded-patterns.json'), 'utf8'),
) as { bounded: readonly BoundedPattern[]; constructed: readonly ConstructedPatterns[] }
