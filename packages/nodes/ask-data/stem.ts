/**
 * Converts text to lowercase and removes diacritics. The length does not change, so that positions remain valid:
 * "Größer" becomes "groser".
 */
export const fold = (text: string): string => (/^[ -~]*$/.test(text) ? text.toLowerCase() : foldCharacters(text))

const foldCharacters = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => {
    const character = text[index]!
    return character === 'ß' ? 's' : (character.normalize('NFD')[0] ?? character).toLowerCase().slice(0, 1)
  }).join('')

const endings = ['ern', 'ing', 'en', 'er', 'es', 'ed', 'em', 'e', 'n', 's']

/** Repeatedly removes English and German endings from a folded word: "prices" becomes "pric". */
const stripEndings = (word: string): string => {
  // "shipped" becomes "ship".
  const undoubled = word.replace(/(?<=[a-z]{2})([bdgmnprt])\1(?:ed|ing)$/, '$1')
  const ending = endings.find((each) => undoubled.endsWith(each) && undoubled.length - each.length >= 3)
  return ending === undefined ? undoubled : stripEndings(undoubled.slice(0, -ending.length))
}

/** English equivalents of German words that are common in column names. */
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
  gewicht: 'weight',
  jahr: 'year',
  kategorie: 'category',
  kosten: 'cost',
  kunde: 'customer',
  land: 'country',
  menge: 'quantity',
  monat: 'month',
  note: 'grade',
  preis: 'price',
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

const translatedStems = new Map(
  Object.entries(translations).map(([german, english]) => [stripEndings(german), stripEndings(english)]),
)

/** Caches stems, because a request needs the stems of the same words thousands of times. */
const cachedStems = new Map<string, string>()
const maxCachedStems = 50_000

/** Returns the stem of a word, which is the same for all its forms: "prices", "price" and "Preise" have equal stems. */
export function stem(word: string): string {
  const cachedStem = cachedStems.get(word)
  if (cachedStem !== undefined) return cachedStem
  if (cachedStems.size >= maxCachedStems) cachedStems.clear()
  const result = computeStem(word)
  cachedStems.set(word, result)
  return result
}

function computeStem(word: string): string {
  const wordStem = stripEndings(
    fold(word)
      .replace(/(?<=\w\w)ies$/, 'y')
      .replace(/(?<=\w{3})ium$/, 'ia'),
  )
  return translatedStems.get(wordStem) ?? wordStem
}

/** Returns the stems of the words in a column name: "orderDate" and "order_date" both consist of "order" and "date". */
export const stemColumnName = (name: string): string[] =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(stem)
