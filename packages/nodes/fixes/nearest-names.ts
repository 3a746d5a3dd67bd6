import { findNearestName } from '@aw-flow/engine'

const normalizeName = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

const sortLetters = (name: string): string => [...name.toLowerCase()].sort().join('')

/**
 * Lists the names that were probably intended: names that differ only in case, spaces, and punctuation; or else names
 * with transposed letters; or else the name with the fewest different letters.
 */
export function findNearestNames(name: string, names: readonly string[]): string[] {
  const others = names.filter((candidate) => candidate !== name)
  const equal = others.filter(
    (candidate) => normalizeName(candidate) === normalizeName(name) && normalizeName(name) !== '',
  )
  if (equal.length > 0) return equal
  const transposed = others.filter((candidate) => name.length > 2 && sortLetters(candidate) === sortLetters(name))
  if (transposed.length > 0) return transposed
  const nearest = name.length < 2 ? undefined : findNearestName(name, others)
  return nearest === undefined ? [] : [nearest]
}
