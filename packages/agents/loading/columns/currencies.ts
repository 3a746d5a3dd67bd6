import table from './currencies.json' with { type: 'json' }

/** ISO 4217 codes, keyed by currency sign or abbreviation. */
const currencyBySign: Readonly<Record<string, string>> = table.signs
const currencyCodes: ReadonlySet<string> = new Set(table.codes)
const anySignPattern = /^(?:\p{Sc}|[A-Z]{1,3}\p{Sc})$/u
/** Matches signs that several currencies share, so that no ISO 4217 code can be derived from them. */
const ambiguousSignPattern = /^(?:kr\.?|\$)$/i

/**
 * Returns the ISO 4217 code for a currency sign. If the sign's currency is unknown or ambiguous, returns the sign
 * itself. Returns `undefined` if the string is not a currency sign.
 */
export function resolveCurrency(sign: string): string | undefined {
  if (currencyCodes.has(sign)) return sign
  const code = Object.hasOwn(currencyBySign, sign) ? currencyBySign[sign] : undefined
  return code ?? (ambiguousSignPattern.test(sign) || anySignPattern.test(sign) ? sign : undefined)
}
