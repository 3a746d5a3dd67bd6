import type { Json } from '@aw-flow/schema'
import type { ClauseWords } from './clauses.ts'
import { stemColumnName, stem } from './stem.ts'
import type { Token } from './words.ts'

/** Words that rules can interpret: complete words and prefixes. */
export interface Vocabulary {
  readonly words: ReadonlySet<string>
  readonly prefixes: readonly string[]
}

/** Returns whether a folded word carries no meaning by itself. */
export const isStopWord = (folded: string): boolean => stopWords.has(folded)

/** Stop words, and nouns for parts of tables and files, in English and German. */
const stopWords = new Set(
  `a about above actually anything basically currently everything exactly hello hey hi instead interested kind kinds lot lots onward onwards overall altogether really simply thank thanks thx tell through today tomorrow also quick quickly  again all also an and any are as at be been but by can cell cells column columns could data dataset did do does done each else end entries entry ever every excel file files first following for format found from get gets give gives go got had has have her here his how if in into is it item items its just last least less let like line lines list make makes many may me more most must my named need needs new next no not now number of off on once one ones only or other our out over own per please put rather record records remaining report resulting result results row rows same say see set shall should show shows since sheet so some sort spreadsheet still such table tables take than that the their them then there these they this those to together too under up us use used using between positive negative summary value values very via view want wanted was way we well were what when where whether which while who whole whose will with within would you your
ab alle allem angegeben danke hallo lag liegen mal mich passiert reichen reicht sollte wurde wurden zwar  allen aller alles als also am an auch auf aus bei beim bis bitte da dabei damit dann das dass datei dateien daten datensatz datensatze davon dem den denen der deren des dessen die dies diese diesem diesen dieser dieses dort du durch ein eine einem einen einer eines einmal er erst erste ersten es etwa fur gib gibt haben hat ich ihr ihre im in ins ist ja je jede jedem jeden jeder jedes kann kein keine keinen konnen man mehr mein meine mir mit muss nach nachher neu neue neuen neuer nicht noch nun nur ob oder ohne pro schon sehr sein seine sich sie sind so sodass soll sollen spalte spalten tabelle tabellen und uns unter viele zwischen positiv negativ vom von vor wann war was weiter wenn werden wert werte wie wieder will wird wo zeile zeilen zu zuerst zuletzt zum zur zwischen darin darunter daraus danach ergebnis ergebnisse mache machen brauche`.split(
    /\s+/,
  ),
)

/** Nouns for amounts. They never refer to the rows of a table. */
const amountNouns =
  /^(?:revenues?|turnover|umsatz|umsatze|erlose?|profits?|gewinne?|costs?|kosten|prices?|preise?|incomes?|salar(?:y|ies)|gehalt|gehalter|wages?|spend|spending|amounts?|betrage?|quantity|menge|duration|dauer|average|percentage)$/

/** Words that can precede a noun for the rows: "count the orders", "all orders", "wie viele Bestellungen". */
const rowCueWords = new Set(
  `the all many number count counts keep show shows list display remove drop delete filter only which those these first last top every each any sort sorted rank order exclude most fewest sample random take find out away
  alle allen aller die der den viele anzahl zahle behalte behalten zeige entferne losche nur welche jede jeder meisten wenigsten sortiere ersten letzten`.split(
    /\s+/,
  ),
)

/**
 * Extracts the words of regular expressions, such as "sort" and the prefix "sortier" from `\b(?:sort|sortier\w*)\b`.
 */
export function readVocabulary(patterns: readonly RegExp[], phrases: readonly string[]): Vocabulary {
  const words = new Set<string>(phrases)
  const prefixes = new Set<string>()
  for (const { source } of patterns) {
    const pattern = source.replaceAll(/\\[bsdpP](?:\{\w+\})?|\(\?<?[:=!]?/g, ' ')
    for (const [, word = '', suffix = ''] of pattern.matchAll(/([a-z]{2,})(\\w\*|\?|\[\w+\])?/g)) {
      if (suffix === '\\w*') prefixes.add(word)
      else {
        words.add(word)
        // "days?" also matches "day".
        if (suffix === '?') words.add(word.slice(0, -1))
      }
    }
  }
  return { words, prefixes: [...prefixes].filter((prefix) => prefix.length > 2) }
}

/**
 * Finds the words of a clause that none of its steps uses: values, numbers, columns and unknown words. A noun for the
 * rows, such as "orders" in "count the orders", is not reported.
 *
 * @param configs - Settings of the steps.
 * @param usedTokens - Tokens that the steps use, but not as a setting value.
 */
export function findUnusedWords(
  { tokens, columns }: Pick<ClauseWords, 'tokens' | 'columns'>,
  configs: readonly Json[],
  { words, prefixes }: Vocabulary,
  usedTokens: ReadonlySet<Token> = new Set(),
): string[] {
  const values = new Set<string>()
  for (const config of configs) collectValues(config, values)
  const settingsText = [...values].join('\n').toLowerCase()
  const usedStems = new Set(settingsText.split(/[^\p{L}\p{N}]+/u).map(stem))
  // "orders" refers to the rows of a table that has an `order_id`.
  const columnStems = new Set(columns.flatMap(({ name }) => stemColumnName(name)))
  const isUsed = ({ folded, raw }: Token): boolean =>
    usedStems.has(stem(folded)) || (folded.length > 3 && settingsText.includes(raw.toLowerCase()))
  const isKnown = (token: Token): boolean =>
    usedTokens.has(token) ||
    token.folded.length < 3 ||
    stopWords.has(token.folded) ||
    words.has(token.folded) ||
    prefixes.some((prefix) => token.folded.startsWith(prefix)) ||
    columnStems.has(stem(token.folded)) ||
    isUsed(token)

  const unusedTokens: { readonly token: Token; readonly index: number }[] = []
  let rowNoun: string | undefined
  for (const [index, token] of tokens.entries()) {
    const previousToken = tokens[index - 1]
    if (usedTokens.has(token)) continue
    const isIntroduced =
      previousToken === undefined ||
      rowCueWords.has(previousToken.folded) ||
      previousToken.kind === 'number' ||
      previousToken.cell !== undefined
    if (token.kind === 'number' || token.kind === 'text') {
      const value = String(token.value ?? token.raw)
      const ratio = Number(value) / 100
      const isUsedRatio = [ratio, 1 - ratio].some((fraction) => values.has(String(Number(fraction.toPrecision(9)))))
      if (
        !isUsedRatio &&
        !isPeriodUsed(value, settingsText) &&
        !values.has(value) &&
        !settingsText.includes(value.toLowerCase()) &&
        !settingsText.includes(token.raw.toLowerCase())
      )
        unusedTokens.push({ token, index })
    } else if (token.kind === 'column') {
      const isNoun = isIntroduced || previousToken?.folded === 'of'
      if (
        !values.has(token.column!.name) &&
        !settingsText.includes(token.column!.name.toLowerCase()) &&
        !isNoun &&
        !token.isPartial
      )
        unusedTokens.push({ token, index })
    } else if (token.kind === 'word' && !isKnown(token)) {
      const next = tokens[index + 1]
      // The last of several unknown words is the noun: "German orders".
      const isNoun = !(next?.kind === 'word' && !isKnown(next))
      // "downtime per reason" is not a count of rows.
      const isUncounted =
        previousToken === undefined &&
        /^(?:per|by|je|pro)$/.test(next?.folded ?? '') &&
        !/(?:s|people|men|children|staff|personnel|e|en|er|el)$/.test(token.folded)
      const startsNoun = isIntroduced || unusedTokens.at(-1)?.index === index - 1
      if (
        isNoun &&
        startsNoun &&
        !amountNouns.test(token.folded) &&
        !isUncounted &&
        (rowNoun === undefined || rowNoun === stem(token.folded))
      )
        rowNoun = stem(token.folded)
      else if (stem(token.folded) !== rowNoun) unusedTokens.push({ token, index })
    }
  }
  return joinAdjacentWords(unusedTokens)
}

/** Returns whether the settings contain the exclusive end of a year or month: "2011-01-01" for "2010-12". */
function isPeriodUsed(value: string, settingsText: string): boolean {
  const [, year, month] = /^(\d{4})-(\d{2})$/.exec(value) ?? []
  if (year === undefined) return /^(?:19|20)\d{2}$/.test(value) && settingsText.includes(`${Number(value) + 1}-01-01`)
  const next = Number(month) === 12 ? `${Number(year) + 1}-01` : `${year}-${String(Number(month) + 1).padStart(2, '0')}`
  return settingsText.includes(`${next}-01`)
}

function joinAdjacentWords(unusedTokens: readonly { readonly token: Token; readonly index: number }[]): string[] {
  const phrases: string[] = []
  for (const [position, { token, index }] of unusedTokens.entries()) {
    const isAdjacent = unusedTokens[position - 1]?.index === index - 1
    if (isAdjacent) phrases.push(`${phrases.pop()!} ${token.raw}`)
    else phrases.push(token.raw)
  }
  return phrases
}

/** Collects all scalar values of a step's settings as strings. */
function collectValues(value: Json, values: Set<string>): void {
  if (Array.isArray(value)) for (const each of value) collectValues(each, values)
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) collectValues(each, values)
  else if (value !== null) values.add(String(value))
}
