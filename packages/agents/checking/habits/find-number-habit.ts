import { cellsOf, type Habit, type Rewrite, type WrittenText } from './habit.ts'
import { plainNumber } from './plain-number.ts'

const minNumbers = 0.9
const minCanonical = 0.5
const minCells = 3
const plain = /^[-+]?(?:\d+(?:\.\d+)?|\.\d+)$/
const grouped = /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/
const decimalComma = /^[-+]?\d+,\d+$/
const currency = /^([$€£¥]\s?|[A-Z]{3}\s)(\d[\d.,]*)$|^(\d[\d.,]*)(\s?[€$£])$/u
const trailing = /^[-+]?\d+\.0+$/
const remark = /^([-+]?\d[\d.,]*)\s*(?:\*+|[†‡]|\[\w{1,3}\]|\((?:[^\d()]{1,20}|\w{1,2})\)|~|\?|\+\/-.*)$/u
const approximate = /^(?:~|ca?\.\s?|approx\.?\s|about\s|≈\s?|circa\s|est\.?\s)([-+]?\d[\d.,]*)$/iu

const scaled = /^([-+]?\d+(?:\.\d+)?)\s?(k|m|mn|b|bn|thousand|million|billion)$/i
const powers: Readonly<Record<string, number>> = { k: 3, t: 3, m: 6, b: 9 }
/** Maximum share of cells with rounding errors for these to be unusual. */
const maxNoise = 0.2
/** From this number of distinct numbers with rounding errors, the column may have been computed. */
const minComputed = 4
/** Minimum share of numbers with a rounding error whose exact number is in another cell. */
const minPairedNoise = 0.5
/** Maximum ratio between the median of numbers with a magnitude and that of plain numbers. */
const maxScaledRatio = 1000

type Form = 'plain' | 'scaled' | 'grouped' | 'comma' | 'currency' | 'zeros' | 'remark' | 'blank'

/**
 * Finds numbers in several forms: with thousands separators, a decimal comma, a currency, trailing zeros or remarks.
 */
export function findNumberHabit(texts: readonly WrittenText[]): Habit | undefined {
  const all = cellsOf(texts)
  const read = texts.flatMap((entry) => {
    const found = readNumber(entry.text)
    return found ? [{ ...entry, ...found }] : []
  })
  if (cellsOf(read) < minNumbers * all) return undefined
  const cells = (form: Form): number => cellsOf(read.filter((entry) => entry.form === form))
  const whole = cellsOf(read.filter(({ form, text }) => form === 'plain' && /^[-+]?\d+$/.test(text)))
  const plainCells = cells('plain')
  const zeros = cells('zeros')
  // In a column of fractions, trailing zeros are the canonical form.
  const isWhole = whole >= minCanonical * (whole + zeros) && cells('plain') === whole
  const canonicalPlain = plainCells + (isWhole ? 0 : zeros)
  if (canonicalPlain < minCanonical * all) return undefined
  // Numbers below 1,000 have no separator in either form.
  const isUngrouped =
    cellsOf(read.filter(({ form, text }) => form === 'plain' && /^[-+]?\d{4,}/.test(text))) >= 2 * cells('grouped')
  const middle = (of: Form): number =>
    read.flatMap(({ form, number }) => (form === of ? [Number(number)] : [])).toSorted((a, b) => a - b)[
      Math.floor(read.filter(({ form }) => form === of).length / 2)
    ] ?? 0
  const ratio = middle('scaled') / Math.max(1, middle('plain'))
  const areScaled = ratio > 1 / maxScaledRatio && ratio < maxScaledRatio
  const noisy = new Set(read.filter(({ form, text }) => form === 'plain' && hasRoundingError(text)))
  // Where many numbers have rounding errors, or no other cell has the exact number, the column was computed.
  const known = new Set(texts.map(({ text }) => text))
  const paired = [...noisy].filter(({ text }) => known.has(plainNumber(text)))
  const isNoiseUnusual =
    noisy.size < minComputed ||
    (cellsOf([...noisy]) <= maxNoise * all && cellsOf(paired) >= minPairedNoise * cellsOf([...noisy]))
  const rewrites = new Map<string, Rewrite>()
  let changed = 0
  for (const entry of read) {
    const { text, form, number, cells: count } = entry
    if (form === 'grouped' && !isUngrouped) continue
    if (form === 'scaled' && !areScaled) continue
    const isNoise = isNoiseUnusual && noisy.has(entry)
    if (form === 'plain' && !isNoise) continue
    if (form === 'zeros' && !isWhole) continue
    if (form === 'comma' && cells('grouped') > 0) continue
    const to = form === 'zeros' || isNoise ? plainNumber(number) : number
    if (to === text) continue
    rewrites.set(text, { to, odds: 4 })
    changed += count
  }
  if (changed < minCells) return undefined
  return {
    kind: 'number-format',
    params: { example: [...rewrites.keys()][0] ?? '', canonical: [...rewrites.values()][0]?.to ?? '' },
    rewrites,
  }
}

/** Whether a number has the rounding error of a computation. Programs also export exact numbers with 17 digits. */
const hasRoundingError = (text: string): boolean =>
  /\d{15}/.test(text.replace('.', '')) && plainNumber(text) !== text && !isExport(text)

/** Whether a number is longer than the shortest form of the same DOUBLE. */
const isExport = (text: string): boolean => String(Number(text)).length < text.length - 1

function readNumber(text: string): { form: Form; number: string } | undefined {
  const bare = text.trim()
  if (trailing.test(bare)) return { form: 'zeros', number: bare }
  if (plain.test(bare)) return bare === text ? { form: 'plain', number: bare } : { form: 'blank', number: bare }
  if (grouped.test(bare)) return { form: 'grouped', number: bare.replaceAll(',', '') }
  if (decimalComma.test(bare)) return { form: 'comma', number: bare.replace(',', '.') }
  const money = currency.exec(bare)
  if (money) return { form: 'currency', number: (money[2] ?? money[3] ?? '').replaceAll(',', '') }
  const [, factor, magnitude = ''] = scaled.exec(bare) ?? []
  const power = powers[magnitude.charAt(0).toLowerCase()]
  if (factor !== undefined && power !== undefined) return { form: 'scaled', number: String(Number((Number(factor) * 10 ** power).toPrecision(12))) } // oxfmt-ignore
  const noted = (remark.exec(bare) ?? approximate.exec(bare))?.[1]
  if (noted !== undefined) return { form: 'remark', number: noted.replaceAll(',', '') }
  return undefined
}
