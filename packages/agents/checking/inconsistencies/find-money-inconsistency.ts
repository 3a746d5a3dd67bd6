import {
  countCells,
  groupValues,
  parseValues,
  type Inconsistency,
  type Rewrite,
  type DistinctValue,
} from './inconsistency.ts'
import { groupThousands } from './plain-number.ts'

const minMoneyShare = 0.9
const minCanonicalShare = 0.5
const minCells = 3
/**
 * Matches an amount: the sign, a currency symbol or code, the integer part, the fraction, and a trailing symbol or
 * code.
 */
const amountPattern =
  /^(-?)(?:([$€£¥])\s?|(USD|EUR|GBP|JPY|US\$)\s?)?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:\s?(USD|EUR|GBP|JPY|[€$£]))?$/u
const currencyPattern = /[$€£¥]|USD|EUR|GBP|JPY/u
const symbolByCode: Readonly<Record<string, string>> = { USD: '$', US$: '$', EUR: '€', GBP: '£', JPY: '¥' }

interface Amount {
  readonly sign: string
  /** The currency symbol, or `undefined` if the amount has no currency. */
  readonly symbol: string | undefined
  readonly integerPart: string
  readonly fraction: string
}

function parseAmount(text: string): Amount | undefined {
  const [match, sign = '', symbol, code, integerPart = '', fraction = '', suffix] =
    amountPattern.exec(text.trim()) ?? []
  if (match === undefined || ((symbol ?? code) !== undefined && suffix !== undefined)) return undefined
  const currency = symbol ?? code ?? suffix
  return {
    sign,
    symbol: currency && (symbolByCode[currency] ?? currency),
    integerPart: integerPart.replaceAll(',', ''),
    fraction,
  }
}

/**
 * Returns the format of an amount, with 9 instead of the number: "$9", "9 €". Returns `undefined` if there is no
 * currency.
 */
const detectFormat = (text: string): string | undefined => {
  const amount = parseAmount(text)
  return amount?.symbol === undefined
    ? undefined
    : text
        .trim()
        .replace(/^-/, '')
        .replace(/\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?/, '9')
}

/**
 * Finds amounts in a single currency that are written in several formats: "$1234.50", "1,234.50", "USD 1234.50". The
 * most frequent format is canonical.
 */
export function findMoneyInconsistency(values: readonly DistinctValue[]): Inconsistency | undefined {
  if (!values.some(({ text }) => currencyPattern.test(text))) return undefined
  const total = countCells(values)
  const amounts = parseValues(values, minMoneyShare, parseAmount)
  if (!amounts?.some(({ symbol }) => symbol !== undefined)) return undefined
  const [mainGroup] = groupValues(amounts, detectFormat)
  if (!mainGroup || mainGroup.cellCount < minCanonicalShare * total) return undefined
  const symbols = new Set(amounts.flatMap(({ symbol }) => symbol ?? []))
  if (symbols.size > 1) return undefined
  const largeAmounts = mainGroup.values.filter(({ text }) => /\d,?\d{3}(?!\d)/.test(text.replace(/\.\d+/, '')))
  const isGrouped = countCells(largeAmounts.filter(({ text }) => text.includes(','))) > 0.5 * countCells(largeAmounts)
  const decimalsGroup = groupValues(mainGroup.values, (text) => String(parseAmount(text)?.fraction.length ?? 0))[0]
  const hasFixedDecimals = decimalsGroup !== undefined && decimalsGroup.cellCount >= 0.95 * mainGroup.cellCount
  const rewrites = new Map<string, Rewrite>()
  let changedCellCount = 0
  for (const { text, sign, integerPart, fraction, cellCount: count } of amounts) {
    const digits = isGrouped ? groupThousands(integerPart) : integerPart
    const paddedFraction =
      hasFixedDecimals && fraction === '' && decimalsGroup.key !== '0'
        ? `.${'0'.repeat(Number(decimalsGroup.key) - 1)}`
        : fraction
    const replacement = `${sign}${mainGroup.key.replace('9', () => `${digits}${paddedFraction}`)}`
    if (replacement === text) continue
    rewrites.set(text, { replacement, logOdds: 4 })
    changedCellCount += count
  }
  if (changedCellCount < minCells) return undefined
  const [example] = rewrites
  return {
    kind: 'number-format',
    params: { example: example?.[0] ?? '', canonical: example?.[1].replacement ?? '' },
    rewrites,
  }
}
