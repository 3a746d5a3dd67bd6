import type { Column } from '@aw-flow/schema'
import { collectColumns } from '../clauses.ts'
import { isStopWord } from '../find-unused-words.ts'
import type { ColumnValues } from '../link-values.ts'
import { findMeasures } from '../query/measures.ts'
import { fold } from '../stem.ts'
import { quoteName, type StepDraft } from '../step.ts'
import { trimEnd } from '../trim-end.ts'
import { tokenize, type Token } from '../words.ts'
import { findStyles, uniformWords, applyStyles, type Style } from './cell-functions.ts'
import { readFill } from './fill.ts'
import { splitIntoPhrases, type Phrase } from './phrases.ts'
import { readDroppedSources, readJoinedText } from './joined-text.ts'
import { readRecoding } from './recoding.ts'
import { readRemovedCharacters } from './removed-characters.ts'
import { readTextSplit } from './text-split.ts'

/** Steps that rewrite cells, and the part of the description that requests them. */
export interface Rewrite {
  readonly start: number
  readonly end: number
  readonly text: string
  /** Empty for a remark such as "the names are a mess". */
  readonly drafts: readonly StepDraft[]
  /** Words in that part that were not used. */
  readonly ignored: readonly string[]
  /** Whether the cells of both files are rewritten. */
  readonly appliesToBothFiles: boolean
}

/** A tokenized phrase, and the columns to which pronouns in it refer (`antecedents`). */
export interface PhraseWords {
  readonly text: string
  readonly folded: string
  readonly tokens: readonly Token[]
  readonly namedColumns: readonly Column[]
  readonly columns: readonly Column[]
  readonly values: ColumnValues
  readonly antecedents: readonly Column[]
  /** The text from the end of the phrase to the end of its sentence. */
  readonly restOfSentence: string
}

const remarkPattern =
  /\b(?:is|are|was|were|ist|sind|looks?|has|have|contains?)\b.{0,30}\b(?:mess\w*|spelled|spelt|written|inconsistent\w*|dirty|chaos|chaotic|all over|ugly|unclean|mixed|different (?:ways|spellings|cases?)|text|uneinheitlich\w*|durcheinander|geschrieben)\b/
const pronounPattern =
  /\b(?:it|them|they|both|these|those|this|that|each|all|its|their|sie|ihn|es|beide\w*|diese\w*|everything|alle\w*)\b/
const everyTextColumnPattern =
  /\b(?:all|every|each|any|alle[nr]?|jede[nrs]?)\b.{0,20}\b(?:text|string|columns?|fields?|cells?|spalten|textspalten|felder)\b|\beverywhere\b|\buberall\b/
/** Matches a heading that introduces rewrites: "Tidy the list: …". */
const headingWords = /^(?:please )?(?:clean|tidy|prepare|fix|check|bereinig\w*|saubere\w*|raume)\b/
const checkHeading = /\bcheck(?:s|ing|ed)?(?: (?:the|my|our|all|these) \w+)?$|(?:prüfung|kontrolle|check)$/i
const pronounRemoval =
  /^(?:please |so )*(?:throw|drop|remove|delete|take|leave|kick|get rid of)\b ?(?:it|them|this|that|those|this column|that column|those columns)\b(?: out| away| off)?(?: please)?$/
const separateWords =
  /\b(?:in|into|as) (?:\w+ )?(?:separate|different|own) (?:columns|fields)\b|\bgetrennte\w* spalten\b/
const bothFilesPattern =
  /\b(?:in|of|for|on|to|in) (?:the )?(?:both|beiden) (?:files?|lists?|tables?|sheets?|dateien|listen|tabellen)\b/

/**
 * Reads phrases that rewrite cells: whitespace and letter case, removed or replaced characters, new values, and splits.
 * A phrase refers to the columns that it names or, if it names none, to those of the preceding phrases.
 */
export function readRewrites(
  description: string,
  columns: readonly Column[],
  values: ColumnValues,
): readonly Rewrite[] {
  const rewrites: Rewrite[] = []
  let antecedents: readonly Column[] = []
  let heading: Rewrite | undefined
  let joinedColumnNames: readonly string[] = []
  let previousColumns: readonly Column[] = []
  let previousStart = 0
  let end = 0
  for (const phrase of splitIntoPhrases(description)) {
    if (phrase.start < end) continue
    const words = readPhrase(description, phrase, columns, values, antecedents)
    if (checkHeading.test(words.text) && /^:\s+\S/.test(description.slice(phrase.end))) {
      rewrites.push({
        start: phrase.start,
        end: phrase.end,
        text: words.text,
        drafts: [],
        ignored: [words.text],
        appliesToBothFiles: false,
      })
      continue
    }
    // "The comment column is useless, throw it out."
    const uselessColumns = pronounRemoval.test(phrase.folded.trim()) && !phrase.startsSentence ? previousColumns : []
    const dropDrafts =
      readDroppedSources(words, joinedColumnNames) ??
      (uselessColumns.length > 0
        ? [{ type: 'select', config: { columns: uselessColumns.map(({ name }) => name), how: 'drop' } }]
        : undefined)
    const rewriteStart = uselessColumns.length > 0 ? Math.max(end, previousStart) : phrase.start
    previousStart = phrase.start
    previousColumns = /\b(?:columns?|fields?|spalten?)\b/.test(phrase.folded) ? words.namedColumns : []
    const joinDrafts = readJoinedText(words)
    if (joinDrafts)
      joinedColumnNames = words.namedColumns.filter(({ type }) => type === 'VARCHAR').map(({ name }) => name)
    const columnDrafts = joinDrafts ?? dropDrafts
    // An example belongs to the concatenated text: ", like "Rome, IT"".
    const rewrite = columnDrafts
      ? {
          start: rewriteStart,
          end: phrase.end,
          text: words.text,
          drafts: columnDrafts,
          ignored: [],
          appliesToBothFiles: false,
        }
      : (readRewrite(words, phrase) ?? readListedFill(description, phrase, columns, values))
    const namedTextColumns = words.namedColumns.filter(({ type }) => type === 'VARCHAR')
    if (rewrite) {
      const followsHeading =
        heading &&
        phrase.start - heading.end < 3 &&
        (description[heading.end] === ':' || (separateWords.test(fold(heading.text)) && rewrite.drafts.length === 2))
      rewrites.push(...(followsHeading ? [heading!] : []), rewrite)
      end = rewrite.end
    } else if ((headingWords.test(phrase.folded) && words.tokens.length < 8) || separateWords.test(phrase.folded))
      heading = {
        start: phrase.start,
        end: phrase.end,
        text: words.text,
        drafts: [],
        ignored: [],
        appliesToBothFiles: false,
      }
    const changedColumns =
      rewrite?.drafts.flatMap(({ config }) => columns.filter(({ name }) => name === config.column)) ?? []
    if (namedTextColumns.length + changedColumns.length > 0)
      antecedents = changedColumns.length > 0 ? [...new Set(changedColumns)] : namedTextColumns
  }
  // A remark alone is not a request. A check heading is kept, because no other rule reads its words: "Plausibility
  // check: keep …".
  return rewrites.some(({ drafts }) => drafts.length > 0)
    ? rewrites
    : rewrites.filter(({ text }) => checkHeading.test(text))
}

/** Reads a request between commas: "total minutes per reason, empty reasons called 'unknown'". */
function readListedFill(
  description: string,
  phrase: Phrase,
  columns: readonly Column[],
  values: ColumnValues,
): Rewrite | undefined {
  if (!phrase.folded.includes(',')) return undefined
  let start = phrase.start
  for (const part of phrase.folded.split(/(?<=,\s)/)) {
    const folded = trimEnd(part, /[,\s]/)
    const end = start + folded.length
    const drafts = readFill(readPhrase(description, { ...phrase, start, end, folded }, columns, values, []))
    if (drafts)
      return { start, end, text: description.slice(start, end), drafts, ignored: [], appliesToBothFiles: false }
    start += part.length
  }
  return undefined
}

function readPhrase(
  description: string,
  phrase: Phrase,
  columns: readonly Column[],
  values: ColumnValues,
  antecedents: readonly Column[],
): PhraseWords {
  const text = description.slice(phrase.start, phrase.end)
  const tokens = tokenize(text, columns, values)
  const nestedRanges = [...text.matchAll(/\([^()]*\)/g)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  )
  const outerTokens = tokens.filter(({ start }) =>
    nestedRanges.every(([rangeStart, rangeEnd]) => start < rangeStart || start >= rangeEnd),
  )
  return {
    text,
    folded: phrase.folded,
    tokens: outerTokens,
    namedColumns: collectColumns(outerTokens.filter(({ cell }) => !cell)),
    columns,
    values,
    antecedents,
    restOfSentence: description.slice(phrase.end, phrase.sentenceEnd),
  }
}

function readRewrite(words: PhraseWords, phrase: Phrase): Rewrite | undefined {
  const { text, namedColumns, columns, values, antecedents, folded, tokens } = words
  const toRewrite = (drafts: readonly StepDraft[], length = text.length, ignored: readonly string[] = []): Rewrite => ({
    start: phrase.start,
    end: phrase.start + length,
    text: text.trim(),
    drafts,
    ignored,
    appliesToBothFiles: bothFilesPattern.test(folded),
  })
  const textSplit = readTextSplit(words)
  if (textSplit) return toRewrite(textSplit.drafts, textSplit.length)
  const recoding = readRecoding(
    `${text}${continuesList(words.restOfSentence) ? words.restOfSentence : ''}`,
    namedColumns.find(({ type }) => type === 'VARCHAR') ??
      (pronounPattern.test(folded) || namedColumns.length === 0 ? antecedents[0] : undefined),
    columns,
    values,
  )
  if (recoding)
    return toRewrite(
      recoding.drafts,
      Math.max(
        text.length,
        recoding.end + /^["”)]*/.exec(`${text}${words.restOfSentence}`.slice(recoding.end))![0].length,
      ),
    )
  const fillDrafts = readFill(words)
  if (fillDrafts) return toRewrite(fillDrafts)
  if (findMeasures(folded).length > 0) return undefined
  const removalDrafts = readRemovedCharacters(words)
  if (removalDrafts) return toRewrite(removalDrafts)
  const foundStyles = findStyles(folded)
  const uniformMatches = [...folded.matchAll(uniformWords)]
  if (
    remarkPattern.test(folded) &&
    namedColumns.length > 0 &&
    !/\b(?:should|must|make|please|soll\w*)\b/.test(folded) &&
    !tokens.some(({ kind }) => kind === 'number')
  )
    return toRewrite([], text.length, [text.trim()])
  if (foundStyles.length + uniformMatches.length === 0) return undefined
  const requestedStyles = new Set(foundStyles.map(({ style }) => style))
  // "Normalize the email (trim, lowercase)", "written consistently (Tea, Coffee …)"
  const nestedText = Array.from(text.matchAll(/\(([^()]*)\)/g), (match) => match[1]!).join('') || text
  if (uniformMatches.length > 0) {
    for (const { style } of findStyles(fold(nestedText === text ? '' : nestedText))) requestedStyles.add(style)
    if (![...requestedStyles].some((style) => style !== 'trim'))
      requestedStyles.add(findExampleStyle(nestedText === text ? text : nestedText))
    requestedStyles.add('trim')
  }
  const textColumns = namedColumns.filter(({ type }) => type === 'VARCHAR')
  const targetColumns =
    textColumns.length > 0
      ? textColumns
      : everyTextColumnPattern.test(folded)
        ? columns.filter(({ type }) => type === 'VARCHAR')
        : namedColumns.length === 0 && (pronounPattern.test(folded) || !phrase.startsSentence || antecedents.length > 0)
          ? antecedents
          : []
  const selectedColumns =
    targetColumns.length > 0
      ? targetColumns
      : /\b(?:spaces|leerzeichen)\b/.test(folded)
        ? columns.filter(({ type }) => type === 'VARCHAR')
        : []
  if (selectedColumns.length === 0) return undefined
  const isUnusedWord = (token: Token): boolean =>
    token.kind === 'word' &&
    token.folded.length > 3 &&
    !token.column &&
    !isStopWord(token.folded) &&
    !ordinaryWords.test(token.folded) &&
    ![
      ...foundStyles,
      ...uniformMatches.map((match) => ({ start: match.index, end: match.index + match[0].length })),
    ].some(({ start, end }) => token.start >= start && token.end <= end)
  const drafts = selectedColumns.flatMap((column) => toStyleDrafts(column, requestedStyles, values))
  return toRewrite(
    drafts,
    text.length,
    tokens.filter((token) => isUnusedWord(token)).map(({ raw }) => raw),
  )
}

/** Ordinary words about cells and their spelling. They do not add information. */
const ordinaryWords =
  /^(?:columns?|names?|values?|spell\w*|spelt|writ\w*|convert\w*|turn\w*|text\w*|letters?|strip\w*|remove\w*|cells?|fields?|around|from|bring\w*|lists?|files?|bitte|leerzeichen|schreib\w*|mach\w*|namen|spaces?|blanks?|form\w*|format\w*|case|ways?|everywhere|case|trim\w*|that|thats)$/

const toStyleDrafts = (
  column: Column,
  requestedStyles: ReadonlySet<Style>,
  values: ColumnValues,
): readonly StepDraft[] => {
  const cell = quoteName(column.name)
  const toDraft = (styles: readonly Style[]): StepDraft => ({
    type: 'derive_column',
    config: { column: column.name, expression: applyStyles(cell, new Set(styles), column, values) },
  })
  // The expression for title case repeats the cell, so it becomes a separate step.
  return requestedStyles.has('title') && requestedStyles.size > 1
    ? [toDraft([...requestedStyles].filter((style) => style !== 'title')), toDraft(['title'])]
    : [toDraft([...requestedStyles])]
}

/** Returns the letter case of the listed examples: uppercase for "(EUR, USD)". */
function findExampleStyle(text: string): Style {
  const examples = text.match(/(?<!\p{L})\p{L}{2,}(?= ?(?:[,)/]|\.\.|…|$))/gu) ?? []
  if (examples.length > 1 && examples.every((word) => word === word.toUpperCase())) return 'upper'
  if (examples.length > 2 && examples.slice(-2).every((word) => word === word.toLowerCase())) return 'lower'
  return 'title'
}

/** Whether the text after a phrase continues a list of new values: ", maxda -> mazda", "; empty -> unknown". */
const continuesList = (rest: string): boolean => /->|→|=>|\b(?:becomes?|should be)\b/.test(rest)
