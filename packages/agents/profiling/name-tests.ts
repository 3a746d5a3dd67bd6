import type { SemanticType } from '@aw-flow/schema'
import { isIdName, nameWords } from '../column-meaning.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Words in column names that indicate a semantic type. */
const byWord: readonly (readonly [SemanticType, ReadonlySet<string>])[] = [
  ['email', words('email emails mail courriel correo')],
  ['url', words('url urls uri link href website homepage webpage image img thumbnail avatar')],
  ['ip-address', words('ip ipaddress ipv4 ipv6')],
  ['phone', words('phone telephone tel telefon telefono téléphone fax mobile cell phonenumber handy')],
  ['postal-code', words('zip zipcode postcode postalcode postal plz cep pincode cap')],
  ['country', words('country countries nation nationality land pays pais país paese iso2 iso3 countrycode cca2 cca3')],
  ['currency', words('currency ccy währung devise moneda')],
  ['latitude', words('lat latitude breitengrad')],
  ['longitude', words('lon lng long longitude längengrad')],
  ['coordinates', words('coordinates coords latlng latlon location geom geometry point position')],
  ['year', words('year yr jahr année annee año ano yyyy anno')],
  ['quarter', words('quarter qtr quartal trimestre')],
  ['month', words('month monat mois mes mese mm')],
  ['weekday', words('weekday dow wochentag dayofweek')],
  ['day', words('day tag jour dd dayofmonth dom dayofyear doy')],
  ['hour', words('hour hr stunde heure hora hh')],
]

/**
 * The semantic type that a column name indicates, mostly by its last word: `Home Phone` a phone, `birth_year` a year.
 */
export function meaningOfName(name: string): SemanticType | undefined {
  const all = nameWords(name)
  const last = all.at(-1) ?? ''
  const joined = all.join('')
  const found =
    byWord.find(([, set]) => set.has(joined)) ??
    byWord.find(([, set]) => set.has(last)) ??
    (last === 'code' || last === 'number' || last === 'no' || last === 'address' || /^\d$/.test(last)
      ? byWord.find(([, set]) => all.slice(0, -1).some((word) => set.has(word)))
      : undefined)
  if (found) return /^(?:day of week|day week)/.test(all.join(' ')) ? 'weekday' : found[0]
  return isIdName(name) ? 'id' : undefined
}
