import { createHash } from 'node:crypto'

/**
 * Which half a labelled file belongs to, by its name alone: the first byte of the SHA-256 of the name (UTF-8), even =
 * `tune` (may be looked at while rules are made), odd = `judge` (only its total may be looked at).
 */
export function splitOf(name: string): 'tune' | 'judge' {
  const [first = 0] = createHash('sha256').update(name, 'utf8').digest()
  return first % 2 === 0 ? 'tune' : 'judge'
}
