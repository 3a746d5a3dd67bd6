import type { Example } from './example.ts'

/** Search strings and their replacements, which are applied one after another. */
export type Replacements = readonly (readonly [search: string, by: string])[]

const maxTokens = 60

/**
 * Finds replacements that turn cells into outputs, based on the words, numbers and punctuation marks that differ.
 * Returns one set of replacements per example and, if the examples do not contradict each other, a combined set.
 */
export function findReplacements(
  values: readonly (string | undefined)[],
  examples: readonly Example[],
): Replacements[] {
  const combinedChanges = new Map<string, string>()
  const sets: Replacements[] = []
  let isConsistent = true
  values.forEach((value, index) => {
    if (value === undefined) return
    const changes = findDifferences(value, examples[index]!.output)
    if (!changes) {
      isConsistent = false
      return
    }
    if (changes.length > 0) sets.push(changes)
    for (const [search, replacement] of changes) {
      if ((combinedChanges.get(search) ?? replacement) !== replacement) isConsistent = false
      combinedChanges.set(search, replacement)
    }
  })
  if (isConsistent && sets.length > 1) sets.push([...combinedChanges])
  return sets
}

const tokenize = (text: string): string[] => text.match(/\p{L}+|[0-9]+|[^\p{L}0-9]/gu) ?? []

/**
 * Returns the parts of two strings that differ. Returns `undefined` if less than a third of the first string remains,
 * if a part is inserted without replacing anything, or if there are too many changes.
 */
function findDifferences(source: string, target: string): Replacements | undefined {
  const [a, b] = [tokenize(source), tokenize(target)]
  if (a.length > maxTokens || b.length > maxTokens) return undefined
  /**
   * Number of characters in the longest common subsequence of the remaining tokens, indexed by the positions in `a` and
   * `b`.
   */
  const lengths = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i]![j] =
        a[i] === b[j] ? lengths[i + 1]![j + 1]! + a[i]!.length : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!)
  if (3 * lengths[0]![0]! < source.length) return undefined
  const changes: [string, string][] = []
  let [i, j, search, replacement] = [0, 0, '', '']
  const finishChange = (): boolean => {
    if (search === '' && replacement !== '') return false
    if (search !== '') changes.push([search, replacement])
    search = replacement = ''
    return true
  }
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      if (!finishChange()) return undefined
      i++
      j++
    } else if (j >= b.length || (i < a.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) search += a[i++]!
    else replacement += b[j++]!
  }
  return finishChange() && changes.length <= 4 ? changes : undefined
}
