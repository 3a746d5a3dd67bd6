/** ISO 4217 codes, keyed by currency sign or abbreviation. */
const currencyBySign: Record<string, string> = {
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '￥': 'JPY',
  '₹': 'INR',
  '₽': 'RUB',
  '₺': 'TRY',
  '₩': 'KRW',
  '₴': 'UAH',
  '₪': 'ILS',
  '₫': 'VND',
  '₦': 'NGN',
  '₱': 'PHP',
  '₸': 'KZT',
  US$: 'USD',
  R$: 'BRL',
  C$: 'CAD',
  CA$: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  S$: 'SGD',
  MX$: 'MXN',
  zł: 'PLN',
  Kč: 'CZK',
  Ft: 'HUF',
  lei: 'RON',
  'лв.': 'BGN',
  лв: 'BGN',
  'руб.': 'RUB',
  руб: 'RUB',
  'р.': 'RUB',
  грн: 'UAH',
  'грн.': 'UAH',
  TL: 'TRY',
  Rs: 'INR',
  'Rs.': 'INR',
  Rp: 'IDR',
  RM: 'MYR',
  'SFr.': 'CHF',
  'Fr.': 'CHF',
  Sfr: 'CHF',
  元: 'CNY',
  円: 'JPY',
  원: 'KRW',
}
const currencyCodes = new Set(
  'AED ARS AUD BAM BDT BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HRK HUF IDR ILS INR ISK JPY KES KRW KZT MAD MKD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD UYU VND XAF XOF ZAR'.split(
    ' ',
  ),
)
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
