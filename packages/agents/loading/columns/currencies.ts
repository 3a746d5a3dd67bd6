/** How amounts name their currency, beside the symbols of Unicode: the sign or code and the ISO 4217 code that it means. */
const signs: Record<string, string> = {
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
const codes = new Set(
  'AED ARS AUD BAM BDT BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HRK HUF IDR ILS INR ISK JPY KES KRW KZT MAD MKD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD UYU VND XAF XOF ZAR'.split(
    ' ',
  ),
)
const anySign = /^(?:\p{Sc}|[A-Z]{1,3}\p{Sc})$/u
/** Signs of several currencies: what they stand for is not known, only that it is one. */
const shared = /^(?:kr\.?|\$)$/i

/** The currency that a sign beside a number means: an ISO 4217 code where the sign has only one, the sign itself where it has several; `undefined` where it is none. */
export function currencyOf(sign: string): string | undefined {
  if (codes.has(sign)) return sign
  const known = Object.hasOwn(signs, sign) ? signs[sign] : undefined
  return known ?? (shared.test(sign) || anySign.test(sign) ? sign : undefined)
}
