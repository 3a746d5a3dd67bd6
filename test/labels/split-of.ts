import { createHash } from 'node:crypto'

/**
 * Returns the half of a labeled file by its name: the first byte of the SHA-256 of the name (UTF-8) is even for `tune`
 * (rules may be derived from it), odd for `judge` (only totals may be inspected).
 */
export function splitOf(name: string): 'tune' | 'judge' {
  const [first = 0] = createHash('sha256').update(name, 'utf8').digest()
  return first % 2 === 0 ? 'tune' : 'judge'
}
