import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minCanonicalShare = 0.5
const minCells = 3
const maxItemLength = 40
const separators = ['; ', ', ', ' | ', ' / ', ';', ',', '|', '/']

/** Splits a list at a separator. Returns `undefined` if the text is not a list or also contains other separators. */
function splitList(text: string, separator: string): string[] | undefined {
  const items = text.split(separator)
  const isList = items.length > 1 && items.every((item) => item !== '' && item === item.trim() && !/[;,|/]/.test(item))
  return isList && items.every(({ length }) => length <= maxItemLength) ? items : undefined
}

/**
 * Finds lists whose separator differs from that of most lists in the column, such as "red, blue" in a column with "red;
 * green". All items must also occur in lists with the usual separator, so that names with commas are not changed.
 */
export function findListInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const total = countCells(values)
  if (countCells(values.filter(({ text }) => /[;,|/]/.test(text))) < minCanonicalShare * total) return undefined
  for (const separator of separators) {
    const usualItems = values.flatMap((entry) => splitList(entry.text, separator) ?? [])
    const usualCellCount = countCells(values.filter(({ text }) => splitList(text, separator)))
    if (usualCellCount < minCanonicalShare * total) continue
    const items = new Set(usualItems)
    const rewrites = new Map<string, Rewrite>()
    let changedCellCount = 0
    for (const { text, cellCount: count } of values) {
      if (splitList(text, separator)) continue
      const otherItems = separators.map((other) => splitList(text, other)).find((list) => list !== undefined)
      if (!otherItems || !otherItems.every((item) => items.has(item))) continue
      rewrites.set(text, { replacement: otherItems.join(separator), logOdds: 3 })
      changedCellCount += count
    }
    const [example] = rewrites
    if (!example || changedCellCount < minCells) return undefined
    return { kind: 'variant', params: { example: example[0], canonical: example[1].replacement ?? '' }, rewrites }
  }
  return undefined
}
