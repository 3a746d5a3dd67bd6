import { isNumber } from '@aw-flow/engine'
import { quoteName } from '../step.ts'
import type { Token } from '../words.ts'
import { isMeasurable } from './measures.ts'
import type { DescribedColumn } from './place-columns.ts'
import { isKnownName } from './computed-names.ts'
import { findTokenIndex, isUnused, type Segment } from './segment.ts'
import type { TableQuery } from './table-query.ts'

const binNouns =
  'bins?|bands?|buckets?|brackets?|intervals?|ranges|steps?|classes|increments?|chunks?|slots?|schritten?|klassen|intervallen?|stufen'

/** "steps of 5", "10-year bands", "buckets of width 100" */
const binWords = new RegExp(
  String.raw`\b(?:in(?:to)? |by |per |of |with |for each |every |each )?(?:(?:${binNouns}|groups|gruppen) (?:of|a|by|von|zu|mit) (?:width |size |breite |about )?(\d[\d.,]*)(?: wide)?|(?:width|bin width|bin size|bucket size) (?:of )?(\d[\d.,]*)|(\d[\d.,]*)[- ]?(?:wide )?(?:\w{1,12}[- ]){0,3}?(?:${binNouns}|groups|gruppen))\b`,
  'g',
)

/** Reads bins of equal width: "bin the length into steps of 5", "per 10-year age band". */
export function readBins(segment: Segment, query: TableQuery): DescribedColumn | undefined {
  const { tokens, folded } = segment
  if (/\bhistogram/.test(folded)) return undefined
  for (const match of folded.matchAll(binWords)) {
    const [firstIndex, endIndex] = [
      findTokenIndex(segment, match.index),
      findTokenIndex(segment, match.index + match[0].length),
    ]
    const numberToken = tokens
      .slice(firstIndex, endIndex)
      .find((token) => token.kind === 'number' && isUnused(segment, token))
    const width = Math.abs(Number(numberToken?.value))
    if (!numberToken || !(width > 0) || /^(?:19|20)\d\d$/.test(numberToken.raw)) continue
    const columnIndex = findBinnedColumn(segment, firstIndex, endIndex)
    if (columnIndex === undefined) continue
    const { column } = tokens[columnIndex]!
    const cell = quoteName(column!.name)
    const name = `${column!.name}_bin`
    if (isKnownName(query, name)) return undefined
    return {
      column: { name, type: 'DOUBLE', expression: `$floor(${cell} / ${width}) * ${width}`, isClass: true },
      start: tokens[Math.min(firstIndex, columnIndex)]!.start,
      end: tokens[Math.max(endIndex - 1, columnIndex)]!.end,
      isGroupKey: true,
    }
  }
  return undefined
}

/** Returns the token index of the numeric column nearest to the words for bins. */
function findBinnedColumn(segment: Segment, firstIndex: number, endIndex: number): number | undefined {
  const { tokens } = segment
  const isBinned = (token: Token | undefined): boolean =>
    isUnused(segment, token) && token.column !== undefined && isNumber(token.column.type) && isMeasurable(token.column)
  for (let index = firstIndex; index < endIndex; index++) if (isBinned(tokens[index])) return index
  for (let distance = 1; distance < 6; distance++) {
    if (isBinned(tokens[firstIndex - distance])) return firstIndex - distance
    if (isBinned(tokens[endIndex + distance - 1])) return endIndex + distance - 1
  }
  return undefined
}
