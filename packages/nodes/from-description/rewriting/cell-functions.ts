import type { Column } from '@aw-flow/schema'
import type { ColumnValues } from '../link-values.ts'

/** A text style: trimming or a letter case. */
export type Style = 'trim' | 'upper' | 'lower' | 'title'

const styles: readonly (readonly [Style, RegExp])[] = [
  [
    'trim',
    /\b(?:trim\w*|(?:strip\w*|remove|delete|cut|drop|without|no|get rid of|clear|entfern\w*|ohne|losch\w*)\s+(?:(?:off|the|all|any|extra|those|these|die|alle) )?(?:(?:leading|trailing|surrounding|outer|stray|superfluous|uberflussige|fuhrende|white)(?: (?:and|or|und) (?:leading|trailing))? ?)?(?:white ?spaces?|spaces?|blanks?|leerzeichen)|(?:white ?spaces?|spaces?|blanks?|leerzeichen)\b(?=[^,;.]*\b(?:around|entfern\w*|weg|abschneiden|removed|out|off|away)\b))/g,
  ],
  [
    'upper',
    /\b(?:(?:all )?(?:in )?upper[ -]?case|(?:in |all )+(?:capitals|caps)|capital letters|grosbuchstaben|gros ?schreiben|grosgeschrieben)\b/g,
  ],
  [
    'title',
    /\b(?:title[ -]?case|proper[ -]?case|capitali[sz]e\w*|first letter (?:in )?(?:upper|capital)\w*|(?:with )?(?:a )?capital first letters?|anfangsbuchstaben? gros\w*)\b/g,
  ],
  [
    'lower',
    /\b(?:(?:all )?(?:in )?(?:lower|small)[ -]?case|small letters|kleinbuchstaben|klein ?schreiben|kleingeschrieben)\b/g,
  ],
]

/** Words that request a uniform spelling of values. */
export const uniformWords =
  /\b(?:consistent\w*|uniform\w*|the same (?:way|spelling)|one spelling|standardi[sz]e\w*|normali[sz]e\w*|unif(?:y|ied)|harmoni[sz]e\w*|einheitlich\w*|vereinheitlich\w*|normalisier\w*)\b/g

/** Finds the styles that folded text requests, and the positions of their words. */
export function findStyles(folded: string): { readonly style: Style; readonly start: number; readonly end: number }[] {
  return styles.flatMap(([style, words]) =>
    [...folded.matchAll(words)].map((match) => ({ style, start: match.index, end: match.index + match[0].length })),
  )
}

const styleOrder: readonly Style[] = ['trim', 'upper', 'lower', 'title']

/** Returns a JSONata expression that applies styles to a cell. */
export function applyStyles(
  cell: string,
  requestedStyles: ReadonlySet<Style>,
  column: Column,
  values: ColumnValues,
): string {
  return styleOrder
    .filter((style) => requestedStyles.has(style))
    .reduce((text, style) => {
      if (style === 'trim') return `$replace(${text}, /^\\s+|\\s+$/, "")`
      if (style === 'upper') return `$uppercase(${text})`
      if (style === 'lower') return `$lowercase(${text})`
      return capitalizeWords(text, countMaxWords(values[column.name] ?? []))
    }, cell)
}

/** Returns the largest number of words in a value, limited to between 1 and 4. */
const countMaxWords = (values: readonly string[]): number =>
  Math.min(4, Math.max(1, ...values.map((value) => value.trim().split(/\s+/).length)))

const capitalizeWord = (text: string): string =>
  `$uppercase($substring(${text}, 0, 1)) & $lowercase($substring(${text}, 1))`

/** Returns a JSONata expression that capitalizes the first words of a value. */
function capitalizeWords(text: string, wordCount: number): string {
  if (wordCount < 2) return capitalizeWord(text)
  const rest = capitalizeWords(`$substringAfter(${text}, " ")`, wordCount - 1)
  return `$contains(${text}, " ") ? ${capitalizeWord(`$substringBefore(${text}, " ")`)} & " " & (${rest}) : ${capitalizeWord(text)}`
}
