import { countCells, type Inconsistency, type Rewrite, type DistinctValue } from './inconsistency.ts'

const minCells = 2
/** If a larger share of cells is encoded, this is the format of the column. */
const maxEncodedShare = 0.5
/** Matches a tag. Entities next to tags are part of the markup. */
const tagPattern = /<\/?[a-z][^<>]*>/i
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }
const entityPattern = /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{2,5})|#x([0-9a-f]{2,4}));?/gi
/** Matches UTF-8 text that was decoded as Windows-1252 (mojibake). */
const mojibakePattern =
  /[ÂÃÄÅ][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u203A\u20AC\u2122]|â€/
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/**
 * Finds encoding errors: HTML entities in text without markup, and UTF-8 text that was decoded as Windows-1252.
 */
export function findEncodingInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const { text, cellCount: count } of values) {
    const replacement = tagPattern.test(text) ? text : decodeText(text)
    if (replacement === text) continue
    rewrites.set(text, { replacement, logOdds: 5 })
    changedCellCount += count
  }
  if (changedCellCount > maxEncodedShare * countCells(values)) return undefined
  if (changedCellCount < minCells) return undefined
  return {
    kind: 'encoding',
    params: { example: [...rewrites.keys()][0] ?? '', canonical: [...rewrites.values()][0]?.replacement ?? '' },
    rewrites,
  }
}

function decodeText(text: string): string {
  const unescaped = text.includes('&')
    ? text.replace(entityPattern, (_, name?: string, decimal?: string, hex?: string) =>
        name === undefined
          ? String.fromCodePoint(decimal === undefined ? parseInt(hex as string, 16) : Number(decimal))
          : (entities[name.toLowerCase()] as string),
      )
    : text
  return mojibakePattern.test(unescaped) ? (decodeAsUtf8(unescaped) ?? unescaped) : unescaped
}

function decodeAsUtf8(text: string): string | undefined {
  const bytes: number[] = []
  for (const character of text) {
    const codePoint = character.codePointAt(0) as number
    const highIndex = windows1252.indexOf(character)
    if (highIndex >= 0) bytes.push(0x80 + highIndex)
    else if (codePoint <= 0xff) bytes.push(codePoint)
    else return undefined
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes))
  } catch {
    return undefined
  }
}
