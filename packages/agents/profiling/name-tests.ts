import type { SemanticType } from '@aw-flow/schema/internal'
import { isIdName, splitNameWords } from '../column-meaning.ts'

const toWordSet = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Words in column names that indicate semantic types. */
const wordsByType: readonly (readonly [SemanticType, ReadonlySet<string>])[] = [
  ['email', toWordSet('email emails mail courriel correo')],
  ['url', toWordSet('url urls uri link href website homepage webpage image img thumbnail avatar')],
  ['ip-address', toWordSet('ip ipaddress ipv4 ipv6')],
  ['phone', toWordSet('phone telephone tel telefon telefono téléphone fax mobile cell phonenumber handy')],
  ['postal-code', toWordSet('zip zipcode postcode postalcode postal plz cep pincode cap')],
  [
    'country',
    toWordSet('country countries nation nationality land pays pais país paese iso2 iso3 countrycode cca2 cca3'),
  ],
  ['currency', toWordSet('currency ccy währung devise moneda')],
  ['latitude', toWordSet('lat latitude breitengrad')],
  ['longitude', toWordSet('lon lng long longitude längengrad')],
  ['coordinates', toWordSet('coordinates coords latlng latlon location geom geometry point position')],
  ['year', toWordSet('year yr jahr année annee año ano yyyy anno')],
  ['quarter', toWordSet('quarter qtr quartal trimestre')],
  ['month', toWordSet('month monat mois mes mese mm')],
  ['weekday', toWordSet('weekday dow wochentag dayofweek')],
  ['day', toWordSet('day tag jour dd dayofmonth dom dayofyear doy')],
  ['hour', toWordSet('hour hr stunde heure hora hh')],
]

/**
 * Returns the semantic type that a column name indicates. Usually the last word is decisive: `Home Phone` is a phone
 * number, and `birth_year` is a year.
 */
export function findTypeByName(name: string): SemanticType | undefined {
  const nameWords = splitNameWords(name)
  const lastWord = nameWords.at(-1) ?? ''
  const joinedWords = nameWords.join('')
  const match =
    wordsByType.find(([, words]) => words.has(joinedWords)) ??
    wordsByType.find(([, words]) => words.has(lastWord)) ??
    (lastWord === 'code' ||
    lastWord === 'number' ||
    lastWord === 'no' ||
    lastWord === 'address' ||
    /^\d$/.test(lastWord)
      ? wordsByType.find(([, words]) => nameWords.slice(0, -1).some((word) => words.has(word)))
      : undefined)
  if (match) return /^(?:day of week|day week)/.test(nameWords.join(' ')) ? 'weekday' : match[0]
  return isIdName(name) ? 'id' : undefined
}
