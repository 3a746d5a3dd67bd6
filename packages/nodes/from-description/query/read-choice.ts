import { isStopWord } from '../find-unused-words.ts'
import type { Token } from '../words.ts'
import { isArticle } from './read-groups.ts'
import { markUsed, type Segment } from './segment.ts'
import type { TableQuery } from './table-query.ts'

/** Words used in requests that list result columns: "I only need the name and the city". */
export const selectionWords =
  /^(?:only|just|nur|need|needed|want|like|interested|enough|sufficient|suffice\w*|care|columns?|fields?|brauche\w*|mochte|reich(?:t|en)|genug(?:t|en)|spalten?|davon|zeig\w*|show|list|give|display|keep|return|output|see|with|for|select|mit|tell|include|including|behalt\w*|nimm|plus|and|und|please|bitte|end|final|result|figure|figures|me|each|them)$/
const exclusionPattern =
  /\b(?:do not|dont|not|isnt|never) (?:really )?(?:be )?(?:need|want|care about|needed|required|interested)\b|\bno need for\b|\b(?:brauche\w*|benotige\w*|will|mochte|kann|konnen)\b.*\b(?:nicht|keine?n?|weg)\b|\b(?:drop|remove|delete|without|ohne|leave out|exclude|omit|entferne\w*|losche\w*|weglassen)\b/
const separatorWords =
  /^(?:where|whose|which|that|bei|wo|deren|dessen|by|per|nach|je|pro|when|if|wenn|is|are|was|were|ist|sind)$/
const positionWords = /^(?:position|positions|coordinates|koordinaten|location)$/

/**
 * Reads lists of result columns that have no other purpose in the query: "name and city only". A list is a run of
 * unused words. It may contain unknown words, such as "code" in "iata code", but at most as many as columns.
 */
export function readSelection(segment: Segment, query: TableQuery): void {
  let wasAccepted = false
  for (const run of splitRuns(segment)) {
    wasAccepted = readColumnRun(segment, query, run, wasAccepted)
  }
}

/** Splits the tokens into runs of unused words. */
function splitRuns(segment: Segment): Token[][] {
  const runs: Token[][] = []
  let run: Token[] = []
  for (const [index, token] of segment.tokens.entries()) {
    if (isListed(segment, index)) {
      run.push(token)
      continue
    }
    const endsWithEnough =
      /^(?:is|are|ist|sind)$/.test(token.folded) &&
      /^\s*(?:enough|sufficient|fine|genug)/.test(segment.folded.slice(token.end))
    const endsRun =
      (segment.usedTokens.has(token) && token.kind !== 'comma') ||
      (token.kind === 'word' && separatorWords.test(token.folded) && !endsWithEnough)
    if (endsRun) {
      if (run.length > 0) runs.push(run)
      run = []
    } else run.push(token)
  }
  return run.length > 0 ? [...runs, run] : runs
}

const connectorPattern = /^(?:and|und|&|sowie)$/

/** Returns whether a used token is also a list item, such as "cost" in "date, city and total cost". */
function isListed({ tokens, usedTokens }: Segment, index: number): boolean {
  const token = tokens[index]!
  if (!usedTokens.has(token)) return false
  const isConnector = (other: Token | undefined): boolean =>
    other !== undefined &&
    !usedTokens.has(other) &&
    (other.kind === 'comma' || other.raw === '+' || connectorPattern.test(other.folded))
  let previousIndex = index - 1
  while (
    tokens[previousIndex] &&
    (isArticle(tokens[previousIndex]!) ||
      (usedTokens.has(tokens[previousIndex]!) &&
        !tokens[previousIndex]!.column &&
        tokens[previousIndex]!.kind === 'word'))
  ) {
    if (connectorPattern.test(tokens[previousIndex]!.folded)) break
    previousIndex--
  }
  const followsConnector = isConnector(tokens[previousIndex])
  const precedesConnector = isConnector(tokens[index + 1])
  if (token.column) return !token.cell && (followsConnector || precedesConnector)
  // "total" in "total cost"
  return (
    token.kind === 'word' &&
    tokens[index + 1]?.column !== undefined &&
    usedTokens.has(tokens[index + 1]!) &&
    followsConnector
  )
}

/** Returns whether a list contains an item that has words but no column. */
function hasUnknownItem(
  run: readonly Token[],
  columnTokens: readonly Token[],
  unknownTokens: readonly Token[],
): boolean {
  let wordCount = 0
  let columnCount = 0
  let itemCount = 0
  for (const token of [...run, undefined]) {
    if (token && token.kind !== 'comma' && token.raw !== '+' && !connectorPattern.test(token.folded)) {
      if (columnTokens.includes(token)) columnCount++
      else if (unknownTokens.includes(token)) wordCount++
      continue
    }
    // The first item also includes the words before the list.
    if (wordCount > 0 && columnCount === 0 && itemCount > 0) return true
    if (columnCount > 0) itemCount++
    wordCount = 0
    columnCount = 0
  }
  return false
}

function readColumnRun(segment: Segment, query: TableQuery, run: readonly Token[], continuesList: boolean): boolean {
  const coordinateColumns = segment.columns.filter(({ name }) => /^(?:lat|lon|lng)/i.test(name))
  const isPosition = ({ folded, column }: Token): boolean =>
    column === undefined && positionWords.test(folded) && coordinateColumns.length === 2
  const nameColumns = segment.columns.filter(({ name }) =>
    /^(?:first|last|vor|nach|given|family|sur)[ _-]?name$/i.test(name),
  )
  const isFullName = ({ folded, column }: Token): boolean =>
    column === undefined && /^(?:names?|namen)$/.test(folded) && nameColumns.length === 2
  // "more than 2000 zip codes" compares the number of rows instead.
  const isCompared = (token: Token): boolean => segment.tokens[segment.tokens.indexOf(token) - 1]?.kind === 'number'
  const columnTokens = run.filter(
    (token) => (token.column !== undefined && !isCompared(token)) || isPosition(token) || isFullName(token),
  )
  if (!columnTokens.some((token) => !segment.usedTokens.has(token))) return false
  const firstToken = run[0]!
  const clause = segment.clauses.findLast(({ start }) => start <= columnTokens[0]!.start)!
  const text = segment.folded.slice(clause.start, Math.max(clause.end, run.at(-1)!.end))
  const unneededMatch = exclusionPattern.exec(text)
  // In "States without a capital", the columns before "without" are kept.
  const textBetween =
    unneededMatch === null
      ? ''
      : segment.folded.slice(clause.start + unneededMatch.index + unneededMatch[0].length, columnTokens[0]!.start)
  const keepsColumns =
    /\b(?:with|mit|show|zeige?|only|nur|keep|behalte)\b/.test(textBetween) ||
    (unneededMatch !== null &&
      /^(?:without|ohne)$/.test(unneededMatch[0]) &&
      columnTokens[0]!.start < clause.start + unneededMatch.index)
  const dropsColumns =
    unneededMatch !== null &&
    !keepsColumns &&
    !/\b(?:anything|nothing|everything|all|nichts|alles) (?:but|except|other than|besides|auser|bis auf)\b/.test(text)
  // "Drop customers without a company" drops rows, not columns.
  const dropsRows =
    dropsColumns &&
    !/\b(?:columns?|fields?|spalten?)\b/.test(text) &&
    segment.tokens.some(
      (token) =>
        token.column && segment.usedTokens.has(token) && token.start > firstToken.end && token.end <= clause.end,
    )
  const namesFilteredColumn =
    dropsColumns &&
    !/\b(?:columns?|fields?|spalten?)\b/.test(text) &&
    columnTokens.some((token) => segment.usedTokens.has(token) && token.column !== undefined)
  if (namesFilteredColumn) return false
  if (dropsRows) {
    for (const token of columnTokens) markUsed(segment, token)
    return false
  }
  const unknownTokens = run.filter(
    (token) =>
      !columnTokens.includes(token) &&
      token.kind !== 'comma' &&
      token.kind !== 'operator' &&
      !segment.usedTokens.has(token) &&
      !(
        token.kind === 'word' &&
        !token.cell &&
        (isStopWord(token.folded) || selectionWords.test(token.folded) || exclusionPattern.test(token.folded))
      ),
  )
  if (unknownTokens.some(({ kind, cell }) => kind === 'number' || kind === 'text' || cell !== undefined)) return false
  // "title, the rating and the director": if an item does not name a column, the list cannot be used.
  if (!dropsColumns && hasUnknownItem(run, columnTokens, unknownTokens)) return false
  const hasSelectionCue = /\b(?:only|just|nur|columns?|spalten?)\b/.test(text)
  // "I only need the ten states with the highest number" limits rows instead.
  const limitsRows =
    columnTokens.length === 1 &&
    query.limit !== undefined &&
    /^(?:\w+ )?(?:with|mit|whose|that|which)\b/.test(segment.folded.slice(columnTokens[0]!.end).trimStart())
  if (limitsRows) return false
  // "only states with more than 10 million people" filters rows instead.
  const filtersRows =
    columnTokens.length === 1 &&
    hasSelectionCue &&
    !/\b(?:columns?|spalten?)\b/.test(text) &&
    /^(?:with|where|that|whose|having|which|who|mit|die|deren)\b/.test(
      segment.folded.slice(columnTokens[0]!.end).trimStart(),
    )
  if (filtersRows) return false
  const isList = columnTokens.length > 1 || hasSelectionCue || dropsColumns || continuesList
  if (unknownTokens.length > columnTokens.length || !isList) return false
  // "just the google prices" filters rows instead.
  if (
    columnTokens.length < 2 &&
    !dropsColumns &&
    !continuesList &&
    segment.tokens.some((token) => token.cell && token.start >= clause.start && token.end <= clause.end)
  )
    return false
  if (columnTokens.length < 2 && columnTokens.every(({ isPartial }) => isPartial) && !dropsColumns && !hasSelectionCue)
    return false
  const requestsColumns =
    dropsColumns ||
    firstToken.start === clause.start ||
    /[:(]/.test(segment.folded.slice(Math.max(0, firstToken.start - 3), columnTokens[0]!.start)) ||
    run.some(({ folded }) => selectionWords.test(folded)) ||
    run.every((token) => token.column || isArticle(token) || token.kind === 'comma')
  if (!requestsColumns) return false
  const names = columnTokens.flatMap((token) =>
    token.column ? [token.column.name] : (isFullName(token) ? nameColumns : coordinateColumns).map(({ name }) => name),
  )
  // "the ten states with the highest number" only names the sort key.
  if (query.limit && names.every((name) => query.computedColumns.some((computed) => computed.name === name)))
    return false
  const target = dropsColumns ? query.droppedColumns : query.selectedColumns
  for (const name of names) if (!target.includes(name)) target.push(name)
  markUsed(segment, ...columnTokens)
  return true
}
