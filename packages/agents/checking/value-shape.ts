/** A text with digits as `9`, letters as `a` (or `A` where capitals tell values apart), all else as it is. */
export const exactShape = (text: string): string =>
  (isImpossibleDate(text) ? 'impossible ' : '') +
  text
    .replace(/\d/g, '9')
    .replace(/\p{Lu}/gu, 'A')
    .replace(/\p{Ll}|\p{Lo}|\p{Lm}/gu, 'a')

/** True for a text written as a date or time that there is none of: a 13th month, a 32nd day, a 61st minute. */
export function isImpossibleDate(text: string): boolean {
  const found = /^(\d{4})([-/.])(\d{2})\2(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?.*)?$/.exec(text)
  if (!found) return false
  const [year, month, day, hour, minute, second] = [1, 3, 4, 5, 6, 7].map((at) => Number(found[at] ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const days =
    month === 2
      ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
        ? 29
        : 28
      : [4, 6, 9, 11].includes(month)
        ? 30
        : 31
  return month < 1 || month > 12 || day < 1 || day > days || hour > 24 || minute > 59 || second > 60
}

const hexWord = /^(?:[0-9a-f]+|[0-9A-F]+)$/
const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? []

/** A text with the words that are hexadecimal numbers as digits. */
const asHexadecimal = (text: string): string =>
  text.replace(/[\p{L}\p{N}]+/gu, (word) => (hexWord.test(word) ? '9'.repeat(word.length) : word))

/** So many of the six letters, and orders of letters and digits, are found in hexadecimal numbers only. */
const leastLetters = 5
const leastOrders = 4
const allHexadecimal = 0.95

/**
 * True where words with digits in them are hexadecimal numbers: of no other letters, which stand before and behind digits
 * as it comes. Codes have their letters at one place.
 */
function areHexadecimal(values: readonly (readonly [string, number])[], all: number): boolean {
  const letters = new Set<string>()
  const orders = new Set<string>()
  let cells = 0
  for (const [text, count] of values) {
    const numbers = wordsOf(text).filter((word) => /\d/.test(word))
    const mixed = numbers.filter((word) => /\p{L}/u.test(word))
    if (numbers.every((word) => hexWord.test(word))) cells += count
    for (const word of mixed) {
      for (const letter of word.match(/[a-f]/gi) ?? []) letters.add(letter.toLowerCase())
      orders.add(looseShape(word))
    }
  }
  return cells >= allHexadecimal * all && letters.size >= leastLetters && orders.size >= leastOrders
}

const thousands = /(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)/g

/** The same with runs of letters and digits as one, and digits in groups of three as one run. */
export const looseShape = (text: string): string =>
  text
    .replace(thousands, '9')
    .replace(/\p{L}+/gu, 'a')
    .replace(/\d+/g, '9')

/** What shapes a column's values have, at the finest grain at which few shapes hold almost all of them. */
export interface ShapeModel {
  shapeOf: (text: string) => string
  /** The shapes that have more than a fiftieth of the cells. */
  usual: readonly string[]
  /** The probability that a further cell has this shape; 1 where the column has no shapes worth the name. */
  probability(text: string): number
  /** The shapes are kinds of numbers, of any length. */
  isOfNumbers?: boolean
}

const shapeless: ShapeModel = { shapeOf: () => '', usual: [], probability: () => 1 }

export const isNumber = (text: string): boolean => /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text)

/**
 * Looks at values with how many cells hold them. Only shapes with digits in them are worth the name: of words there are
 * always further ones. `numeric`: the values are numbers, of which only those of one width have a shape.
 */
export function modelShapes(values: readonly (readonly [text: string, cells: number])[], numeric: boolean): ShapeModel {
  const all = values.reduce((sum, [, cells]) => sum + cells, 0)
  if (all < 20) return shapeless
  if (!numeric && areHexadecimal(values, all))
    return (
      shapesBy((text) => exactShape(asHexadecimal(text)), values, all, 3, 0.95) ??
      shapesBy((text) => looseShape(asHexadecimal(text)), values, all, 4, 0.95) ??
      shapeless
    )
  const few = numeric && values.length < fewNumbers
  return (
    (few || (numeric && goesOn(values))
      ? undefined
      : shapesBy(exactShape, values, all, numeric ? 1 : 3, numeric ? 0.98 : 0.95)) ??
    (numeric ? numberShapes(values, all) : shapesBy(looseShape, values, all, 4, 0.95)) ??
    shapeless
  )
}

/** So many numbers just beyond a power of ten, and this share of those just within it: they go on. */
const leastBeyond = 5
const goesOnFrom = 0.1

/**
 * True where numbers thin out towards a power of ten and go on beyond it, so that the longer ones are the end of the others;
 * codes of one width end there.
 */
function goesOn(values: readonly (readonly [string, number])[]): boolean {
  const widths = new Map<number, number>()
  const sizes = values.flatMap(([text, cells]) => (isNumber(text) ? [[Math.abs(Number(text)), cells] as const] : []))
  const widthOf = (size: number): number => (size < 1 ? 0 : Math.floor(Math.log10(size) + 1e-12) + 1)
  for (const [size, cells] of sizes) widths.set(widthOf(size), (widths.get(widthOf(size)) ?? 0) + cells)
  const [[width] = [0]] = [...widths].sort((a, b) => b[1] - a[1])
  const cellsIn = (from: number, to: number): number =>
    sizes.reduce((sum, [size, cells]) => sum + (size >= from && size < to ? cells : 0), 0)
  const most = 10 ** width
  const within = cellsIn(0.8 * most, most)
  const beyond = cellsIn(most, 1.2 * most)
  return within > 0 && beyond >= leastBeyond && beyond >= goesOnFrom * within
}

/** So few different numbers may have one width by chance. */
const fewNumbers = 100
/** So many numbers that begin with a zero are no slips, where so many of all cells differ. */
const leastCoded = 2
const differing = 0.95
/** So few numbers tell nothing of how many decimals they have. */
const leastMeasured = 20

/**
 * Among numbers all that is none is odd; and, where hardly any is so, numbers as no program writes them ("007", ".5"), with
 * more decimals than the others, of the other sign, or far beyond all others.
 */
function numberShapes(values: readonly (readonly [string, number])[], all: number): ShapeModel {
  const share = (is: (text: string) => boolean): number =>
    values.reduce((sum, [text, cells]) => sum + (isNumber(text) && is(text) ? cells : 0), 0) / all
  const oddities: [name: string, is: (text: string) => boolean][] = []
  const add = (name: string, is: (text: string) => boolean, below: number): void => {
    if (share(is) < below) oddities.push([name, is])
  }
  // Zeros before numbers that are all different tell them apart.
  const coded = values.filter(([text]) => /^0\d+$/.test(text)).length
  const areCodes = coded >= leastCoded && values.length >= differing * all
  add(
    'a number with needless or missing zeros',
    (text) => !plainNumber.test(text) && !(areCodes && /^0\d+$/.test(text)),
    0.03,
  )
  // A zero is often written without decimals.
  const measured = values.filter(([text]) => isNumber(text) && Number(text) !== 0)
  const measuredCells = measured.reduce((sum, [, cells]) => sum + cells, 0)
  if (measuredCells >= leastMeasured) {
    const decimals = decimalsOf(measured)
    const same = measured.reduce((sum, [text, cells]) => sum + (countDecimals(text) === decimals ? cells : 0), 0)
    if (same >= 0.5 * measuredCells)
      add('a number with more decimals', (text) => countDecimals(text) > decimals, 0.02 * (measuredCells / all))
    add('a number with fewer decimals', (text) => countDecimals(text) < decimals, 0.03)
  }
  add('a negative number', (text) => text.startsWith('-'), 0.002)
  add('a number that is not negative', (text) => !text.startsWith('-'), 0.02)
  const [low, high] = farBounds(values, all)
  add(far, (text) => Number(text) < low || Number(text) > high, 0.01)
  const shapeOf = (text: string): string =>
    isNumber(text) ? (oddities.find(([, is]) => is(text))?.[0] ?? 'a number') : 'no number'
  const farValues = values.filter(([text]) => shapeOf(text) === far).length
  // What many are that are no numbers is another way of writing.
  const others = new Map<string, number>()
  for (const [text, cells] of values)
    if (!isNumber(text)) others.set(looseShape(text), (others.get(looseShape(text)) ?? 0) + cells)
  return {
    shapeOf,
    usual: ['a number'],
    probability(text) {
      const shape = shapeOf(text)
      if (shape === 'a number') return 1
      // Several that are far are the end of the others.
      if (shape === far) return Math.max(0.0005, (farValues - 1) / values.length)
      return Math.max(0.0005, ((others.get(looseShape(text)) ?? 1) - 1) / all)
    },
    isOfNumbers: true,
  }
}

const far = 'a number far from all others'

const countDecimals = (text: string): number => /\.(\d*)$/.exec(text)?.[1]?.length ?? 0

/** The most decimals that more than one value in fifty has. */
function decimalsOf(values: readonly (readonly [string, number])[]): number {
  const counts = new Map<number, number>()
  let all = 0
  for (const [text, cells] of values) {
    counts.set(countDecimals(text), (counts.get(countDecimals(text)) ?? 0) + cells)
    all += cells
  }
  return Math.max(0, ...[...counts].filter(([, cells]) => cells > all / 50).map(([decimals]) => decimals))
}

/** Beyond these a number is far: three times as far from the middle as all but one in a hundred. */
function farBounds(values: readonly (readonly [string, number])[], all: number): [number, number] {
  const sorted = values
    .filter(([text]) => isNumber(text))
    .map(([text, cells]) => [Number(text), cells] as const)
    .sort((a, b) => a[0] - b[0])
  const at = (share: number): number => {
    let sum = 0
    for (const [number, cells] of sorted) if ((sum += cells) >= share * all) return number
    return sorted.at(-1)?.[0] ?? 0
  }
  const [least, middle, most] = [at(0.02), at(0.5), at(0.97)]
  // Amounts and sizes have a long tail, which is as short as the other end where they are counted in powers.
  if (least > 0 && most - middle > skewed * (middle - least)) {
    const factor = Math.max(most / middle, Math.sqrt(middle / least))
    return [least / factor ** farFactor, middle * factor ** farFactor]
  }
  if (most - middle > skewed * (middle - least) || middle - least > skewed * (most - middle))
    return [-Infinity, Infinity]
  return [middle - farFactor * (middle - least), middle + farFactor * (most - middle)]
}

const skewed = 4
const farFactor = 3

const plainNumber = /^[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/

function shapesBy(
  shapeOf: (text: string) => string,
  values: readonly (readonly [string, number])[],
  all: number,
  most: number,
  least: number,
): ShapeModel | undefined {
  const cells = new Map<string, number>()
  for (const [text, count] of values) {
    const shape = shapeOf(text)
    cells.set(shape, (cells.get(shape) ?? 0) + count)
  }
  const sorted = [...cells].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const usual = sorted.filter(([, count]) => count > all / 50).slice(0, most)
  const covered = usual.reduce((sum, [, count]) => sum + count, 0)
  if (covered < least * all || usual.some(([shape]) => !shape.includes('9'))) return undefined
  // Numbers within texts have any length.
  if (new Set(usual.map(([shape]) => shape.replace(/9+/g, '9'))).size < usual.length) return undefined
  const rare = sorted.filter(([, count]) => count <= 2).length
  return {
    shapeOf,
    usual: usual.map(([shape]) => shape),
    probability(text) {
      const count = (cells.get(shapeOf(text)) ?? 1) - 1
      return count > 0 ? count / all : Math.max(0.3, rare * 0.1) / all
    },
  }
}
