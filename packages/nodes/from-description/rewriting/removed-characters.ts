import type { StepDraft } from '../step.ts'
import { quoteName } from '../step.ts'
import type { PhraseWords } from './read-rewrites.ts'

const characterNames: readonly (readonly [words: RegExp, character: string])[] = [
  [/^(?:(?:white)?spaces?|blanks?|leerzeichen|leerstellen?)$/, ' '],
  [/^(?:hyphens?|dash(?:es)?|bindestriche?)$/, '-'],
  [/^(?:commas?|kommas?|kommata)$/, ','],
  [/^(?:underscores?|unterstriche?)$/, '_'],
  [/^(?:dots?|periods?|points?|punkte?)$/, '.'],
  [/^(?:slash(?:es)?|schragstriche?)$/, '/'],
  [/^(?:semicolons?|semikolons?|strichpunkte?)$/, ';'],
  [/^(?:colons?|doppelpunkte?)$/, ':'],
  [/^(?:apostrophes?)$/, "'"],
]

/** Returns the character that a word names. */
export const toCharacter = (folded: string): string | undefined =>
  characterNames.find(([words]) => words.test(folded))?.[1]

const verb =
  /\b(?:strip|remove|delete|take|drop|cut|get rid|throw|without|replace|swap|change|exchange|entferne\w*|losche\w*|streiche\w*|ersetze\w*|ohne)\b/
const replaceVerb = /\b(?:replace|swap|change|exchange|ersetze\w*)\b/
const numberWords = /\b(?:numbers?|numeric|zahl(?:en)?|numerisch)\b/

/**
 * Reads requests to remove or replace characters, or to remove units from numbers: "strip spaces and hyphens out of the
 * phone", "replace the underscores by spaces", "the amount as a number without EUR".
 */
export function readRemovedCharacters({
  folded,
  tokens,
  namedColumns,
  values,
  antecedents,
}: PhraseWords): readonly StepDraft[] | undefined {
  if (/\b(?:duplicat\w*|rows?|zeilen?|dublett\w*)\b/.test(folded)) return undefined
  const convertsToNumber = numberWords.test(folded)
  const match = verb.exec(folded)
  const textColumns = namedColumns.filter(({ type }) => type === 'VARCHAR')
  const targets = textColumns.length > 0 ? textColumns : namedColumns.length === 0 ? antecedents.slice(0, 1) : []
  if (targets.length === 0 || !match) return undefined
  const followingTokens = tokens.filter(({ start }) => start > match.index)
  const characters = followingTokens.flatMap(({ folded: word, kind, raw, value, cell, start }) => {
    // Matches "remove "Inc"", but not "without a member get "guest"".
    const isNear = String(value).length < 4 || start - match.index < match[0].length + 6
    const isQuoted = kind === 'text' && !cell && isNear && !/^(?:without|ohne)/.test(match[0])
    const isSymbol = kind === 'operator' && raw.length === 1
    const character = isQuoted ? String(value) : isSymbol ? raw : toCharacter(word)
    return character === undefined ? [] : [character]
  })
  const columnNames = targets.map(({ name }) => name)
  if (replaceVerb.test(match[0])) {
    const [oldCharacter, newCharacter] = characters
    if (oldCharacter === undefined || newCharacter === undefined || characters.length !== 2) return undefined
    return columnNames.map((name) => toDraft(name, [[oldCharacter, newCharacter]], false))
  }
  // Words that occur in values with digits are units: "272.81 EUR".
  const units = convertsToNumber
    ? followingTokens.flatMap(({ raw, folded: word }) => {
        const sample = values[targets[0]!.name] ?? []
        const isUnit = word.length > 0 && sample.some((value) => /\d/.test(value) && value.includes(raw))
        return isUnit ? [raw] : []
      })
    : []
  const removesAllSpaces =
    characters.some((character) => character !== ' ') ||
    /\b(?:all|every|any|alle) (?:the )?(?:white)?(?:spaces?|leerzeichen)\b|\b(?:spaces?|leerzeichen)\b.{0,12}\b(?:inside|within|between)\b/.test(
      folded,
    )
  const removedStrings = [...new Set([...characters, ...units])]
  if (removedStrings.length === 0 || (!removesAllSpaces && units.length === 0)) return undefined
  const removesCharacters = removedStrings.some((each) => each !== ' ' || removesAllSpaces)
  return removesCharacters
    ? columnNames.map((name) =>
        toDraft(
          name,
          removedStrings.map((each) => [each, '']),
          convertsToNumber,
        ),
      )
    : undefined
}

function toDraft(
  name: string,
  replacements: readonly (readonly [string, string])[],
  convertsToNumber: boolean,
): StepDraft {
  const text = replacements.reduce(
    (cell, [from, to]) => `$replace(${cell}, ${JSON.stringify(from)}, ${JSON.stringify(to)})`,
    quoteName(name),
  )
  return { type: 'derive_column', config: { column: name, expression: convertsToNumber ? `$number(${text})` : text } }
}
