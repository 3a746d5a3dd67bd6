import { stripEndings } from './strip-endings.ts'

/** Folds case and diacritics without changing the length, so that positions stay valid: "Größer" becomes "groser". */
export const fold = (text: string): string => (/^[ -~]*$/.test(text) ? text.toLowerCase() : foldCharacters(text))

const foldCharacters = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => {
    const character = text[index]!
    return character === 'ß' ? 's' : (character.normalize('NFD')[0] ?? character).toLowerCase().slice(0, 1)
  }).join('')

/** German words for frequent column names. */
const translations: Readonly<Record<string, string>> = {
  abteilung: 'department',
  alter: 'age',
  anzahl: 'count',
  bestand: 'stock',
  bestellung: 'order',
  betrag: 'amount',
  bezeichnung: 'title',
  datum: 'date',
  filiale: 'store',
  gehalt: 'salary',
  gallone: 'gallon',
  gewicht: 'weight',
  jahr: 'year',
  kategorie: 'category',
  kosten: 'cost',
  kunde: 'customer',
  land: 'country',
  meile: 'mile',
  menge: 'quantity',
  monat: 'month',
  note: 'grade',
  preis: 'price',
  pro: 'per',
  produkt: 'product',
  stadt: 'city',
  stuckzahl: 'quantity',
  tag: 'day',
  temperatur: 'temperature',
  umsatz: 'revenue',
  verkauf: 'sales',
  vorname: 'firstname',
  wert: 'value',
}

const stems = new Map(
  Object.entries(translations).map(([german, english]) => [stripEndings(german), stripEndings(english)]),
)

/** Cached stems: a request needs those of the same words thousands of times. */
const knownStems = new Map<string, string>()
const maxKnownStems = 50_000

/** Returns the same stem for the forms of a word: "prices", "price" and "Preise" are equal. */
export function stem(word: string): string {
  const known = knownStems.get(word)
  if (known !== undefined) return known
  if (knownStems.size >= maxKnownStems) knownStems.clear()
  const result = computeStem(word)
  knownStems.set(word, result)
  return result
}

function computeStem(word: string): string {
  const plain = stripEndings(
    fold(word)
      .replace(/(?<=\w\w)ies$/, 'y')
      .replace(/(?<=\w{3})ium$/, 'ia'),
  )
  return stems.get(plain) ?? plain
}

/** Returns the words of a column name: "orderDate" and "order_date" are "order" and "date". */
export const splitColumnName = (name: string): string[] =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(stem)

/** Whether "date of death" names a column `death_date`. */
export const isReversedName = (name: string, first: string, last: string): boolean => {
  const words = splitColumnName(name)
  return words.length === 2 && words[0] === stem(last) && words[1] === stem(first)
}
