/** How numbers are written in a column. */
export interface NumberFormat {
  type: 'BIGINT' | 'DOUBLE'
  decimal: '.' | ','
  thousands: string
  /** What stands before or after the digits and is no part of the number: currency, percent sign, blanks. */
  strip: string[]
  /** Which texts are no number in this format, by their index. */
  misfits: number[]
  /** True where the marks could as well mean the other thing ("1,234") and only other columns can tell. */
  ambiguous: boolean
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
export type KeptAsText = 'leading zeros' | 'more digits than a number holds' | 'a plus sign, as in telephone numbers'

const currency =
  /^(?:\p{Sc}|[A-Z]{1,3}\p{Sc}|USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|PLN|CZK|INR|CNY|BRL|kr\.?|zł|Kč|Ft|Rs\.?)$/u
const affixed =
  /^([+-]?)([^\d+\-.,\s()]{0,4})(\s*)([+-]?[\d.,][\d.,'’ \u00a0\u202f]*?(?:[eE][+-]?\d+)?)(\s*)([^\d+\-.,\s()]{0,4})$/u
const bareNumber = /^[+-]?\d[\d.,]*$/
const infinite = /^[+-]?inf(?:inity)?$/i

const groupMarks = [',', '.', ' ', '\u00a0', '\u202f', "'", '’']

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
  for (const text of texts) {
    const core = splitAffixes(text)
    if (!core && ++without > tolerated) return undefined
    cores.push(core)
  }
  const strip = commonAffixes(cores, tolerated)
  if (strip === undefined) return undefined
  const digits = cores.map((core) => core?.text)
  const kept = keptAsText(digits)
  if (kept) return kept
  const formats = candidateFormats(digits)
    .map((format) => ({ ...format, misfits: misfitsOf(digits, format, tolerated) }))
    .filter(({ misfits }) => misfits.length <= tolerated)
  if (formats.length === 0) return undefined
  const { best, ambiguous } = choose(formats, digits, habits)
  const fits = digits.filter((text, index) => text !== undefined && !best.misfits.includes(index)) as string[]
  if (!fits.some((text) => !infinite.test(text))) return undefined
  const isWhole = fits.every((text) => !infinite.test(text) && !/[eE]/.test(text) && !text.includes(best.decimal))
  const shown = fits.some((text) => text.includes(best.decimal))
  return {
    type: isWhole ? 'BIGINT' : 'DOUBLE',
    decimal: best.decimal,
    thousands: best.thousands,
    strip,
    misfits: best.misfits,
    ambiguous,
    ...(shown && !ambiguous ? { certainDecimal: best.decimal } : {}),
  }
}

function splitAffixes(text: string): Core | undefined {
  if (bareNumber.test(text) || infinite.test(text)) return { text, affixes: [] }
  const match = affixed.exec(text)
  if (!match) return undefined
  const [, sign = '', before = '', gapBefore = '', digits = '', gapAfter = '', after = ''] = match
  if (sign !== '' && /^[+-]/.test(digits)) return undefined
  const affixes: string[] = []
  for (const affix of [before, after]) {
    if (affix === '') continue
    if (!currency.test(affix) && affix !== '%') return undefined
    affixes.push(affix)
  }
  if (before === '%' || (before !== '' && after !== '')) return undefined
  if (gapBefore !== '') affixes.push(gapBefore)
  if (gapAfter !== '') affixes.push(gapAfter)
  return { text: sign + digits.trimEnd(), affixes }
}

/** The one currency or the percent sign of a column; `undefined` where units are mixed, since they are part of the value. */
function commonAffixes(cores: readonly (Core | undefined)[], tolerated: number): string[] | undefined {
  const units = new Set<string>()
  const blanks = new Set<string>()
  let percents = 0
  for (const core of cores) {
    for (const affix of core?.affixes ?? []) {
      if (affix.trim() === '') blanks.add(affix[0] as string)
      else units.add(affix)
      if (affix === '%') percents++
    }
  }
  if (units.size > 1) return undefined
  if (percents > 0 && percents < cores.length - tolerated) return undefined
  return [...units, ...blanks]
}

function keptAsText(digits: readonly (string | undefined)[]): KeptAsText | undefined {
  for (const text of digits) {
    if (text === undefined) continue
    if (/^[+-]?0\d+$/.test(text)) return 'leading zeros'
    if (text.length < 9) continue
    if (
      text.length >= 16 &&
      /^[+-]?\d{16,}/.test(text.replace(/[.,](?=\d{3})/g, '')) &&
      /^[+-]?\d{16,}$/.test(text.replace(/[., '’].*$/, ''))
    )
      return 'more digits than a number holds'
    if (/^\+\d{8,}$/.test(text)) return 'a plus sign, as in telephone numbers'
  }
  return undefined
}

interface Marks {
  decimal: '.' | ','
  thousands: string
}

function candidateFormats(digits: readonly (string | undefined)[]): Marks[] {
  const used = groupMarks.filter((mark) => digits.some((text) => text?.includes(mark)))
  const formats: Marks[] = []
  for (const decimal of ['.', ','] as const) {
    formats.push({ decimal, thousands: '' })
    for (const thousands of used) if (thousands !== decimal) formats.push({ decimal, thousands })
  }
  return formats
}

function pattern({ decimal, thousands }: Marks): RegExp {
  const point = decimal === '.' ? '\\.' : ','
  const group = thousands === '.' ? '\\.' : thousands
  const fraction = `(?:${point}\\d*)?`
  const plain = `(?:\\d+${fraction}|${point}\\d+)(?:[eE][+-]?\\d+)?`
  const grouped = thousands === '' ? '' : `|[1-9]\\d{0,2}(?:${group}\\d{3})+${fraction}`
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
 * decides; without it a point is a decimal point, and a comma what is usual beside this delimiter.
 */
function choose(formats: readonly Candidate[], digits: readonly (string | undefined)[], habits: NumberHabits) {
  const fewest = Math.min(...formats.map(({ misfits }) => misfits.length))
  const equal = formats.filter(({ misfits }) => misfits.length === fewest)
  const point = equal.find(({ decimal }) => decimal === '.')
  const comma = equal.find(({ decimal }) => decimal === ',')
  const only = (best: Candidate, ambiguous = false) => ({ best, ambiguous })
  if (!point || !comma) return only((point ?? comma) as Candidate)
  const hasPoint = digits.some((text) => text?.includes('.') === true)
  const hasComma = digits.some((text) => text?.includes(',') === true)
  if (!hasPoint && !hasComma) return only(point)
  if (habits.decimal !== undefined) return only(habits.decimal === '.' ? point : comma)
  if (hasPoint) return only(point, true)
  if (habits.comma === undefined) return only(point, true)
  return only(habits.comma === 'thousands' ? point : comma, true)
}
