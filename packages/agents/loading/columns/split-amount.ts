import { resolveCurrency } from './currencies.ts'

/** A number split into its digits and its affixes, such as a currency or percent sign. */
export interface SplitAmount {
  /** The digits with separators, exponent and a leading sign. The sign is a hyphen, wherever the cell has it. */
  text: string
  /** The currency or percent sign, and the blanks beside it. */
  affixes: string[]
  /** The currency or percent sign, if there is one. */
  unit?: string
  /** How the cell shows that the number is negative, unless it is a sign before the digits. */
  minus?: 'trailing' | 'brackets'
}

/** Characters that are written for the minus sign, as the content of a character class: hyphens, dashes and the sign. */
export const dashes = '\\-\u2010-\u2013\u2212\ufe63\uff0d'
export const percentSymbols: ReadonlySet<string> = new Set(['%', '‰', '٪'])
export const infinityPattern = /^[+-]?inf(?:inity)?$/i

/** Maximum length of a number. For longer strings, the patterns would take quadratic time. */
const maxNumberLength = 1_000
const bareNumberPattern = /^[+-]?\d[\d.,]*$/
/**
 * Groups: 1 the text before the digits, 2 digits with separators and exponent, 3 the text after them. A period belongs
 * to the text before the digits if it ends an abbreviation.
 */
const amountPattern =
  /^((?:\p{L}\.|[^\d.,])*)([\d.,](?:[\d.,'’ \u00a0\u2007\u2009\u202f]*[\d.,])?(?:[eE][+\-\u2212]?\d+)?)(\D*)$/u
/** Groups: 1 blanks, 2 sign, opening or closing bracket, 3 a currency or percent sign. */
const affixPattern = new RegExp(`(\\s+)|([+()${dashes}])|([^\\s+()${dashes}]{1,5})`, 'gu')
const dashPattern = new RegExp(`[${dashes}]`, 'g')

/**
 * Splits a cell such as `-5`, `- $220.00`, `$+1500`, `12,50- €` or `€(63,12)`: one number, at most one currency or
 * percent sign on either side, and at most one sign or pair of brackets, which may enclose the currency or not. Returns
 * `undefined` for other cells.
 */
export function splitAmount(text: string): SplitAmount | undefined {
  if (text.length > maxNumberLength) return undefined
  if (bareNumberPattern.test(text) || infinityPattern.test(text)) return { text, affixes: [] }
  const match = amountPattern.exec(text)
  if (!match) return undefined
  const [, before = '', digits = '', after = ''] = match
  const affixes: string[] = []
  const signs: string[] = []
  let unit: string | undefined
  for (const part of [before, after]) {
    for (const [, blanks, sign, affix] of part.matchAll(affixPattern)) {
      if (blanks !== undefined) affixes.push(blanks)
      if (sign !== undefined) signs.push(part === before ? `${sign}0` : `0${sign}`)
      if (affix === undefined) continue
      if (unit !== undefined || (resolveCurrency(affix) === undefined && !percentSymbols.has(affix))) return undefined
      affixes.push(affix)
      unit = affix
    }
  }
  const shape = signs.join('').replaceAll(dashPattern, '-')
  const number = digits.replaceAll('\u2212', '-')
  const base = unit === undefined ? { affixes } : { affixes, unit }
  if (shape === '' || shape === '+0') return { ...base, text: shape === '' ? number : `+${number}` }
  if (shape === '-0') return { ...base, text: `-${number}` }
  if (shape === '0-') return { ...base, text: `-${number}`, minus: 'trailing' }
  return shape === '(00)' ? { ...base, text: `-${number}`, minus: 'brackets' } : undefined
}
