import { message, type Message } from '@aw-flow/messages'
import { currencyOf } from './currencies.ts'

/** How numbers are written in a column. */
export interface NumberFormat {
  /** DECIMAL only where a DOUBLE would change a digit that is written. */
  type: 'BIGINT' | 'DOUBLE' | `DECIMAL(${number},${number})`
  decimal: '.' | ','
  thousands: string
  /** What stands before or after the digits and is no part of the number: currency, percent sign, blanks. */
  strip: string[]
  /** The currency or sign (%, ‰) of all of them. */
  unit?: string
  /** What stands for a minus sign, where it is another character. */
  minus?: string
  /** The minus sign stands behind the digits, as accounting programs write it. */
  minusBehind?: true
  /** Which texts are no number in this format, by their index. */
  misfits: number[]
  /** True where the marks could as well mean the other thing ("1,234") and only other columns can tell. */
  ambiguous: boolean
  /** True where only the shape of the numbers tells: all marked groups have three digits, small numbers have no mark. */
  byShape: boolean
  /** A mark that this column shows beyond doubt, for the ambiguous ones beside it. */
  certainDecimal?: '.' | ','
}

/** What is known of the file's numbers beside this column. */
export interface NumberHabits {
  /** The decimal mark that other columns show beyond doubt. */
  decimal?: '.' | ','
  /** What a comma in a number usually is beside the file's delimiter. */
  comma?: 'decimal' | 'thousands'
}

/** Why numbers must stay texts: converting them would lose what is written. */
export interface KeptAsText {
  keptBecause: Message
}

const affixed =
  /^([+\-\u2212]?)([^\d+\-\u2212.,\s()]{1,4}\.?|)(\s*)([+\-\u2212]?[\d.,][\d.,'’ \u00a0\u2007\u2009\u202f]*?(?:[eE][+\-\u2212]?\d+)?)(\s*)([^\d+\-\u2212.,\s()]{1,4}\.?|)$/u
const bareNumber = /^[+-]?\d[\d.,]*$/
const infinite = /^[+-]?inf(?:inity)?$/i

/** What sets thousands off; blanks of several widths and both apostrophes are one mark. */
const groupMarks = [',', '.', ' \u00a0\u2007\u2009\u202f', "'’"]
const percents = new Set(['%', '‰', '٪'])

interface Core {
  text: string
  affixes: string[]
}

/**
 * Finds one way of writing in which (nearly) all texts are numbers: decimal mark, thousands mark, one currency or the
 * percent sign around them. `tolerated` texts may be none. `undefined` where there is no such way; the reason where the
 * texts are digits and must stay texts nevertheless.
 */
export function findNumberFormat(
  texts: readonly string[],
  tolerated: number,
  habits: NumberHabits = {},
): NumberFormat | KeptAsText | undefined {
  const cores: (Core | undefined)[] = []
  let without = 0
  const minusBehind = isMinusBehind(texts)
  for (const text of texts) {
    const core = splitAffixes(minusBehind ? text.replace(minusEnd, '-$1') : text)
    if (!core && ++without > tolerated) return undefined
    cores.push(core)
  }
  const affixes = commonAffixes(cores, tolerated)
  if (affixes === undefined || 'keptBecause' in affixes) return affixes
  const digits = cores.map((core) => core?.text)
  const kept = keptAsText(digits)
  if (kept) return kept
  const formats = candidateFormats(digits)
    .map((format) => ({ ...format, misfits: misfitsOf(digits, format, tolerated) }))
    .filter(({ misfits }) => misfits.length <= tolerated)
  if (formats.length === 0) return undefined
  const { best, ambiguous, byShape } = choose(formats, digits, habits)
  const fits = digits.filter((text, index) => text !== undefined && !best.misfits.includes(index)) as string[]
  if (!fits.some((text) => !infinite.test(text))) return undefined
  const isWhole = fits.every((text) => !infinite.test(text) && !/[eE]/.test(text) && !text.includes(best.decimal))
  const shown = fits.some((text) => text.includes(best.decimal))
  return {
    type: isWhole ? 'BIGINT' : fractionType(fits, best),
    decimal: best.decimal,
    thousands: usedOf(best.thousands, fits),
    strip: affixes.strip,
    ...(affixes.unit === undefined ? {} : { unit: affixes.unit }),
    ...(texts.some((text) => text.includes('\u2212')) ? { minus: '\u2212' } : {}),
    ...(minusBehind ? { minusBehind } : {}),
    misfits: best.misfits,
    ambiguous,
    byShape,
    ...(shown && !ambiguous && !byShape ? { certainDecimal: best.decimal } : {}),
  }
}

const minusEnd = /^\s*([^\s\-\u2212].*\d) ?[-\u2212]\s*$/

/** True for "12,50-" among amounts: never for whole numbers ("1995-" is a span of years), nor beside a minus in front. */
function isMinusBehind(texts: readonly string[]): boolean {
  const behind = texts.filter((text) => /[-\u2212]/.test(text.trimEnd().at(-1) ?? '') && minusEnd.test(text))
  return (
    behind.length > 0 &&
    behind.every((text) => /[.,]\d/.test(text)) &&
    !texts.some((text) => /^\s*[-\u2212]\s?\d/.test(text))
  )
}

/** Of a mark with several forms those that occur. */
const usedOf = (mark: string, texts: readonly string[]): string =>
  [...mark].filter((form) => texts.some((text) => text.includes(form))).join('')

const mostDigits = 38

/** DOUBLE, but where it would give back other digits than those that are written: DECIMAL with as many as there are. */
function fractionType(texts: readonly string[], { decimal, thousands }: Marks): NumberFormat['type'] {
  let before = 1
  let behind = 0
  let isLost = false
  for (const text of texts) {
    if (infinite.test(text) || /[eE]/.test(text)) return 'DOUBLE'
    const bare =
      thousands === ''
        ? text
        : [...text].filter((character) => !thousands.includes(character) || character === decimal).join('')
    const [whole = '', fraction = ''] = bare.replace(/^[+-]/, '').split(decimal)
    before = Math.max(before, whole.replace(/^0+/, '').length)
    behind = Math.max(behind, fraction.length)
    if (!isLost && whole.length + fraction.length > 15) isLost = !isExact(whole, fraction)
  }
  return isLost && before + behind <= mostDigits ? `DECIMAL(${mostDigits},${behind})` : 'DOUBLE'
}

/** True where the double nearest to a number is written with the same digits. */
function isExact(whole: string, fraction: string): boolean {
  const shortest = String(Number(`${whole === '' ? '0' : whole}.${fraction === '' ? '0' : fraction}`))
  if (shortest.includes('e')) return false
  const [one = '', other = ''] = shortest.split('.')
  return one === (whole.replace(/^0+(?=\d)/, '') || '0') && other === fraction.replace(/0+$/, '')
}

function splitAffixes(text: string): Core | undefined {
  if (bareNumber.test(text) || infinite.test(text)) return { text, affixes: [] }
  const match = affixed.exec(text)
  if (!match) return undefined
  const [, sign = '', before = '', gapBefore = '', digits = '', gapAfter = '', after = ''] = match
  if (sign !== '' && /^[+\-\u2212]/.test(digits)) return undefined
  const affixes: string[] = []
  for (const affix of [before, after]) {
    if (affix === '') continue
    if (currencyOf(affix) === undefined && !percents.has(affix)) return undefined
    affixes.push(affix)
  }
  if (before !== '' && after !== '') return undefined
  if (gapBefore !== '') affixes.push(gapBefore)
  if (gapAfter !== '') affixes.push(gapAfter)
  return { text: (sign + digits.trimEnd()).replaceAll('\u2212', '-'), affixes }
}

/** The one currency or the percent sign of a column; what they are where they are mixed, since then they are part of the value. */
function commonAffixes(
  cores: readonly (Core | undefined)[],
  tolerated: number,
): { strip: string[]; unit?: string } | KeptAsText | undefined {
  const written = new Set<string>()
  const units = new Set<string>()
  const blanks = new Set<string>()
  let percent = 0
  for (const core of cores) {
    for (const affix of core?.affixes ?? []) {
      if (affix.trim() === '') for (const blank of affix) blanks.add(blank)
      else {
        written.add(affix)
        units.add(currencyOf(affix) ?? affix)
        if (percents.has(affix)) percent++
      }
    }
  }
  if (units.size > 1) return { keptBecause: message('loading.keeps-units', { units: [...units].sort().slice(0, 5) }) }
  if (percent > 0 && percent < cores.length - tolerated) return undefined
  const [unit] = units
  return { strip: [...written, ...blanks], ...(unit === undefined ? {} : { unit }) }
}

function keptAsText(digits: readonly (string | undefined)[]): KeptAsText | undefined {
  for (const text of digits) {
    if (text === undefined) continue
    if (/^[+-]?0\d+$/.test(text)) return { keptBecause: message('loading.keeps-leading-zeros', {}) }
    if (text.length < 9) continue
    if (
      text.length >= 16 &&
      !/^[+-]?\d+[.,]\d+$/.test(text) &&
      /^[+-]?\d{16,}/.test(text.replace(/[.,](?=\d{3})/g, '')) &&
      /^[+-]?\d{16,}$/.test(text.replace(/[., '’].*$/, ''))
    )
      return { keptBecause: message('loading.keeps-digits', {}) }
    if (/^\+\d{8,}$/.test(text)) return { keptBecause: message('loading.keeps-plus', {}) }
  }
  return undefined
}

interface Marks {
  decimal: '.' | ','
  thousands: string
}

function candidateFormats(digits: readonly (string | undefined)[]): Marks[] {
  const used = groupMarks.filter((mark) =>
    digits.some((text) => [...mark].some((form) => text?.includes(form) === true)),
  )
  const formats: Marks[] = []
  for (const decimal of ['.', ','] as const) {
    formats.push({ decimal, thousands: '' })
    for (const thousands of used) if (thousands !== decimal) formats.push({ decimal, thousands })
  }
  return formats
}

function pattern({ decimal, thousands }: Marks): RegExp {
  const point = decimal === '.' ? '\\.' : ','
  const group = `[${thousands}]`
  const fraction = `(?:${point}\\d*)?`
  const plain = `(?:\\d+${fraction}|${point}\\d+)(?:[eE][+-]?\\d+)?`
  // In threes, or as in India: the last three digits and pairs before them.
  const groups = `(?:[1-9]\\d{0,2}(?:${group}\\d{3})+|[1-9]\\d?(?:${group}\\d{2})+${group}\\d{3})`
  const grouped = thousands === '' ? '' : `|${groups}${fraction}`
  return new RegExp(`^[+-]?(?:${plain}${grouped}|inf(?:inity)?)$`, 'i')
}

/** Looks no further than one beyond what is tolerated. */
function misfitsOf(digits: readonly (string | undefined)[], marks: Marks, tolerated: number): number[] {
  const rule = pattern(marks)
  const misfits: number[] = []
  for (const [index, text] of digits.entries()) {
    if ((text === undefined || !rule.test(text)) && misfits.push(index) > tolerated) break
  }
  return misfits
}

type Candidate = Marks & { misfits: number[] }

/**
 * The format with the fewest misfits. Where the same texts can be read both ways ("1,234"), what the file shows for sure
 * decides, then the shape of the numbers; without either a point is a decimal point, and a comma what is usual beside
 * this delimiter.
 */
function choose(formats: readonly Candidate[], digits: readonly (string | undefined)[], habits: NumberHabits) {
  const fewest = Math.min(...formats.map(({ misfits }) => misfits.length))
  const equal = formats.filter(({ misfits }) => misfits.length === fewest)
  const point = equal.find(({ decimal }) => decimal === '.')
  const comma = equal.find(({ decimal }) => decimal === ',')
  const only = (best: Candidate, ambiguous = false, byShape = false) => ({ best, ambiguous, byShape })
  if (!point || !comma) return only((point ?? comma) as Candidate)
  const hasPoint = digits.some((text) => text?.includes('.') === true)
  const hasComma = digits.some((text) => text?.includes(',') === true)
  if (!hasPoint && !hasComma) return only(point)
  if (habits.decimal !== undefined) return only(habits.decimal === '.' ? point : comma)
  if (isThousandsByShape(digits)) return only(hasPoint ? comma : point, false, true)
  if (hasPoint) return only(point, true)
  if (habits.comma === undefined) return only(point, true)
  return only(habits.comma === 'thousands' ? point : comma, true)
}

/**
 * True for numbers that have a mark where they are above 999 and none where they are below: fractions of three digits
 * would stand behind small numbers too, and be shorter here and there where zeros are left out.
 */
function isThousandsByShape(digits: readonly (string | undefined)[]): boolean {
  let marked = 0
  let small = 0
  for (const text of digits) {
    if (text === undefined) continue
    if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text)) marked++
    else if (/^[+-]?(?:0|[1-9]\d{0,2})$/.test(text)) small++
    else return false
  }
  return marked >= 2 && small >= 1 && marked + small >= 4
}
