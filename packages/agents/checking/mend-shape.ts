import type { ColumnModel } from './column-model.ts'
import type { ErrorRates } from './error-rates.ts'
import type { Proposal } from './propose-value.ts'

const mostTried = 40
/** What is written so more often is no slip: in so many cells, or this share of them. */
const mostAlike = 2
const mostAlikeShare = 0.002
const everywhere = 50
/** A character is strange at its place where fewer values have it there. */
const strangeBelow = 0.002
/** Log of how much likelier the best repair must be than the next. */
const leastMargin = 1
const lookAlikes: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  l: '1',
  I: '1',
  i: '1',
  S: '5',
  s: '5',
  B: '8',
  Z: '2',
  z: '2',
}

/**
 * A text whose characters stand in an order of kinds, or at places, that hardly any value of the column has, where almost all
 * have one of a few; with the slip that is the likeliest to have made it of a likely value, where one is much likelier than
 * all others. The values' likelihood is that of their characters (a noisy channel over the column's own language).
 */
export function mendShape(text: string, model: ColumnModel, rates: ErrorRates): Proposal | undefined {
  const { shapes, column, novelty, filled } = model
  const { usual, shapeOf } = shapes
  if (usual.length === 0 || text.length > mostTried) return undefined
  const cells = column.written[column.codes.get(text) ?? -1] ?? 1
  const isBlotted = rates.blot !== undefined && text.includes(rates.blot.character)
  const shape = shapeOf(text)
  const isUsual = usual.includes(shape)
  // What stands at which place of numbers of any length tells nothing: lines tell of these.
  if (isUsual && shapes.isOfNumbers) return undefined
  if (isUsual && model.texts.leastAt(text) >= strangeBelow) return undefined
  const likely = (value: string): number => {
    if (!usual.includes(shapeOf(value))) return 0
    const known = (column.counts[column.codes.get(value) ?? -1] ?? 0) / filled
    return known + novelty * Math.exp(model.texts.log(value, false)) * shapes.probability(value)
  }
  const found = new Map<string, number>()
  let all = 0
  for (const [value, rate] of slipSources(text, model, rates)) {
    const mass = rate * likely(value)
    if (mass === 0) continue
    all += mass
    found.set(value, (found.get(value) ?? 0) + mass)
  }
  const right =
    (isUsual ? likely(text) : novelty * shapes.probability(text) * Math.exp(model.texts.log(text, true))) * cells
  const garbled = isUsual ? 0 : rates.garbled * Math.exp(model.texts.log(text, true))
  const odds = isUsual
    ? Math.log((all + garbled) / (right + 1e-300))
    : Math.log(
        (all > 0 ? (rates.replace + rates.drop + rates.double + rates.insert + rates.swap) / 2 : rates.garbled) /
          (Math.min(1, novelty) * shapes.probability(text) * cells),
      )
  const [first, second] = [...found].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  // What is written so several times is a slip only of a value that is everywhere.
  const standing = column.counts[column.codes.get(first?.[0] ?? '') ?? -1] ?? 0
  if (
    cells > Math.max(mostAlike, isUsual || !model.numeric ? 0 : mostAlikeShare * filled) &&
    !isBlotted &&
    standing < everywhere * cells
  )
    return undefined
  const isSure = first && Math.log(first[1] / (second?.[1] ?? 1e-300)) >= leastMargin
  const reason = isUsual
    ? 'It has a character where hardly any other value of the column has it.'
    : `It is written ${shape}; almost all values are ${usual.length === 1 ? '' : 'one of '}${usual.join(', ')} (9 a digit, a a letter).`
  return { ...(isSure ? { value: first[0] } : {}), rule: 'pattern', reason, odds }
}

/** What a text may have been before one slip, with how often such a slip is made. */
export function* slipSources(
  text: string,
  { shapes, texts }: ColumnModel,
  rates: ErrorRates,
): Generator<[string, number]> {
  const { usual } = shapes
  const { characters } = texts
  const { length } = text
  const put = (at: number, by: string, taken = 0): string => text.slice(0, at) + by + text.slice(at + taken)
  for (let at = 0; at < length; at++) {
    const isDoubled = at > 0 && text[at] === text[at - 1]
    yield [put(at, '', 1), isDoubled ? rates.double / length : rates.insert / (length * 30)]
    const seen = lookAlikes[text[at] as string]
    if (seen !== undefined) yield [put(at, seen, 1), rates.replace / length / 3]
    for (const other of characters)
      if (other !== text[at]) yield [put(at, other, 1), rates.replace / (length * (/\d/.test(other) ? 9 : 25))]
    if (at + 1 < length && text[at] !== text[at + 1])
      yield [put(at, (text[at + 1] as string) + (text[at] as string), 2), rates.swap / length]
  }
  for (let at = 0; at <= length; at++) for (const other of characters) yield [put(at, other), rates.drop / (length + 1)]
  for (const value of repunctuated(text, usual)) yield [value, rates.format / 8]
}

/** The same letters and digits with the punctuation of a usual shape. */
function repunctuated(text: string, usual: readonly string[]): string[] {
  const bare = [...text.replace(/[^\p{L}\p{N}]/gu, '')]
  return usual.flatMap((shape) => {
    if (shape.replace(/[^9aA]/g, '').length !== bare.length) return []
    let at = 0
    const tried = [...shape].map((mark) => (/[9aA]/.test(mark) ? bare[at++] : mark)).join('')
    return tried === text ? [] : [tried]
  })
}
