/** Only this many characters at the start of a name are examined. */
const maxNameLength = 500

/** Splits a name into lowercase words: `userId`, `user_id` and `User ID` all become `['user', 'id']`. */
export const splitNameWords = (name: string): string[] =>
  name
    .slice(0, maxNameLength)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

const idWords = new Set([
  'id',
  'ids',
  'identifier',
  'identification',
  'uuid',
  'guid',
  'oid',
  'fid',
  'gid',
  'pk',
  'ident',
])

/**
 * Returns whether a column name indicates an ID, such as `id`, `item_id`, `userId`, `Candidate_Identification` or
 * `uuid`.
 *
 * @internal
 */
export const isIdName = (name: string): boolean => {
  const words = splitNameWords(name)
  return (
    idWords.has(words.at(-1) ?? '') ||
    idWords.has(words[0] ?? '') ||
    (/^[a-z]{2,}(?:id|guid|uuid)$/i.test(name) && /(?:ID|Id|guid|uuid)$/.test(name))
  )
}

const codeWords = new Set([
  'code',
  'codes',
  'zip',
  'zipcode',
  'postcode',
  'postal',
  'plz',
  'fips',
  'iata',
  'icao',
  'iso',
  'isbn',
  'issn',
  'ean',
  'upc',
  'sku',
  'gtin',
  'ssn',
  'iban',
  'phone',
  'telephone',
  'tel',
  'fax',
  'mobile',
  'ip',
  'serial',
  'barcode',
  'vin',
  'npi',
  'ein',
  'cusip',
  'isin',
  'naics',
  'nuts',
  'geoid',
])

/**
 * Returns whether a column name indicates a code, whose digits are not a quantity, such as a ZIP code, phone number or
 * SKU.
 *
 * @internal
 */
export const isCodeName = (name: string): boolean => splitNameWords(name).some((word) => codeWords.has(word))

const rankWords = new Set([
  'rank',
  'ranking',
  'index',
  'idx',
  'row',
  'rownum',
  'rownumber',
  'position',
  'pos',
  'order',
  'nr',
  'no',
  'number',
  'num',
  'seq',
  'sequence',
  'line',
  'key',
  'rn',
])

/** Returns whether a column name indicates a row number or rank. */
export const isRankName = (name: string): boolean => {
  const words = splitNameWords(name)
  const lastWord = words.at(-1) ?? ''
  return (
    rankWords.has(lastWord) &&
    (words.length === 1 ||
      /^(?:row|line|record|sort|serial|seq|sequence)$/.test(words[0] ?? '') ||
      lastWord === 'rank' ||
      lastWord === 'index')
  )
}

const calendarWords = new Set([
  'year',
  'yr',
  'jahr',
  'annee',
  'month',
  'monat',
  'mois',
  'day',
  'tag',
  'jour',
  'week',
  'weekday',
  'quarter',
  'decade',
  'date',
  'datum',
  'time',
  'timestamp',
  'datetime',
  'epoch',
  'updated',
  'created',
  'modified',
  'tz',
  'timezone',
])
const standaloneCalendarWords = new Set(['hour', 'minute', 'second', 'years', 'yyyy', 'mm', 'dd'])

/**
 * Returns whether a column name indicates a date, a time or a part of one, whose numbers are not measurements. Returns
 * `false` for durations such as "Running Time min".
 *
 * @internal
 */
export const isCalendarName = (name: string): boolean => {
  const words = splitNameWords(name)
  return calendarWords.has(words.at(-1) ?? '') || (words.length === 1 && standaloneCalendarWords.has(words[0] ?? ''))
}

const dateWords = new Set(
  'date dates datum datums fecha fechas data dato dátum datas päivämäärä päiväys kuupäev datums дата tarih tarihi ημερομηνία 日付 年月日 日期 날짜 day tag jour day dob birthday birthdate geburtsdatum naissance nacimiento nascita nascimento timestamp datetime zeitstempel zeitpunkt created updated modified start end beginn ende début fin since until from when mday yyyymmdd'.split(
    ' ',
  ),
)

/**
 * Returns whether a column name indicates a date, in many languages: `date`, `Fecha`, `date of birth`, `created_at`.
 */
export const isDateName = (name: string): boolean =>
  splitNameWords(name).some((word) => dateWords.has(word) || /(?:datum|date)$/.test(word)) ||
  /日付|年月日|日期/.test(name)

const locationWords = new Set([
  'lat',
  'latitude',
  'lon',
  'lng',
  'longitude',
  'northing',
  'easting',
  'bearing',
  'azimuth',
  'angle',
  'direction',
  'dir',
  'heading',
])

/** Returns whether a column name indicates a coordinate or direction, whose numbers are not quantities. */
export const isLocationName = (name: string): boolean => splitNameWords(name).some((word) => locationWords.has(word))

const linkWords = new Set(['source', 'target', 'src', 'dst', 'parent', 'child', 'origin', 'destination'])

/** Returns whether a column name indicates the endpoint of a link, which refers to another row. */
export const isLinkName = (name: string): boolean =>
  linkWords.has(splitNameWords(name).at(-1) ?? '') || /^(?:from|to)$/i.test(name)
