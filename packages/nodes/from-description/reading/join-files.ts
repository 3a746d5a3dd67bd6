import type { Column } from '@aw-flow/schema'
import { findUnmatchedRows } from '../absent-rows.ts'
import { readClause, type Clause } from '../clauses.ts'
import { joinRequestPattern, joinWords, readJoin, unionWords, unmatchedWords } from '../combining-steps.ts'
import { sourceRules } from '../flow-steps.ts'
import { computationWords } from '../query/compute-words.ts'
import { groupWords } from '../query/read-groups.ts'
import { findMeasures } from '../query/measures.ts'
import { describesQuery } from '../query/words.ts'
import { readMembership, readUnmatchedValue } from '../membership.ts'
import { tokenize } from '../words.ts'
import { fold } from '../stem.ts'
import type { Rewrite } from '../rewriting/read-rewrites.ts'
import type { StepDraft } from '../step.ts'
import type { PlanBranches, PlanFiles } from './plan-branches.ts'
import type { DescriptionText } from './query-reader.ts'
import { getLastPart } from '../trim-end.ts'

/** Replaces a range of the unread text with spaces, because it has now been read. */
export function blankRange(text: DescriptionText, start: number, end: number): void {
  text.unreadText = text.unreadText.slice(0, start) + ' '.repeat(end - start) + text.unreadText.slice(end)
}

/** Replaces a pattern's matches in a clause with spaces. */
export function blankMatches(text: DescriptionText, clause: Pick<Clause, 'folded' | 'start'>, pattern: RegExp): void {
  for (const match of clause.folded.matchAll(
    new RegExp(pattern, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`),
  ))
    blankRange(text, clause.start + match.index, clause.start + match.index + match[0].length)
}

/**
 * Loads and combines the request's files unless the description loads them itself. Files with the same columns are
 * appended; others are joined.
 *
 * @param originalDescription - The original description, which may name join keys.
 * @param rewrites - Steps that rewrite cells. They run before the join, because the cells can be join keys.
 * @returns Whether the files were joined.
 */
export function joinFiles(
  text: DescriptionText,
  branches: PlanBranches,
  { columns, others, continues }: PlanFiles,
  clauses: readonly Clause[],
  originalDescription: string,
  rewrites: readonly Rewrite[] = [],
): boolean {
  const [otherColumns] = others
  const loadsFiles = clauses.some(
    ({ folded }) => sourceRules.some(({ test }) => test.test(folded)) && !refersToRequestFile(folded),
  )
  if (continues || !otherColumns || loadsFiles) return false
  for (let fileIndex = 0; fileIndex <= others.length; fileIndex++)
    branches.addSource({ type: 'loading', config: {} }, '')
  const { description, values, joinedClauses } = text
  const folded = fold(description)
  if (haveSameColumns(columns, otherColumns) && !fileComparisonWords.test(folded)) {
    branches.combine({ folded: '', tokens: [], columns: [] }, description)
    for (const clause of clauses)
      if (unionWords.test(clause.folded) && findMeasures(clause.folded).length === 0)
        blankRange(text, clause.start - getLastPart(description.slice(0, clause.start), '.;,:!?\n').length, clause.end)
    return false
  }
  if (unionWords.test(folded)) return false
  const contextClause = { text: originalDescription, folded: fold(originalDescription) }
  const joinDraft = readJoin(
    readClause(contextClause, [...columns, ...otherColumns]),
    columns,
    otherColumns,
    values,
    originalDescription,
  )
  const absenceClause = clauses.find((clause) => findUnmatchedRows(clause, columns, otherColumns, values))
  const unmatchedRows = absenceClause && findUnmatchedRows(absenceClause, columns, otherColumns, values)
  const membership = unmatchedRows ? undefined : readMembership(folded)
  const unmatchedValue = unmatchedRows || membership ? undefined : readUnmatchedValue(description)
  // "drop routes without a match, and sum the count by state": the state is a column of the second file.
  const usesSecondFile =
    membership?.kind === 'semi' &&
    tokenize(description, otherColumns).some(
      ({ column, isPartial, start }) =>
        column &&
        !isPartial &&
        start >= membership.end &&
        columns.every(({ name }) => fold(name) !== fold(column.name)),
    )
  const kind = unmatchedRows
    ? 'anti'
    : usesSecondFile
      ? 'inner'
      : (membership?.kind ?? (unmatchedValue ? 'left' : (joinDraft.config.kind ?? 'inner')))
  const joinStep = { ...joinDraft, config: { ...joinDraft.config, kind } }
  if (membership) blankRange(text, membership.start, membership.end)
  const duplicatesMatch = duplicateRowsPattern.exec(fold(text.unreadText))
  if (duplicatesMatch) {
    branches.appendTo(1, [{ type: 'deduplicate', config: { columns: [], keep: 'first' } }], originalDescription)
    blankRange(text, duplicatesMatch.index, duplicatesMatch.index + duplicatesMatch[0].length)
  }
  for (const { drafts, appliesToBothFiles } of rewrites) {
    branches.appendTo(
      0,
      drafts.filter((draft) => rewritesAnyColumn(draft, columns)),
      originalDescription,
    )
    branches.appendTo(
      1,
      drafts.filter(
        (draft) => rewritesAnyColumn(draft, otherColumns) && (appliesToBothFiles || !rewritesAnyColumn(draft, columns)),
      ),
      originalDescription,
    )
  }
  const isJoined = branches.join(joinStep, unmatchedRows?.filter, description)
  const filledColumn =
    unmatchedValue && tokenize(unmatchedValue.words, otherColumns).find(({ column }) => column)?.column
  if (isJoined && filledColumn) {
    blankRange(text, unmatchedValue.start, unmatchedValue.end)
    branches.append(
      [{ type: 'fill', config: { columns: [filledColumn.name], how: 'constant', value: unmatchedValue.value } }],
      '',
    )
  }
  if (absenceClause) joinedClauses.add(absenceClause.start)
  for (const { start, end } of unmatchedRows?.words ?? [])
    blankRange(text, absenceClause!.start + start, absenceClause!.start + end)
  // "from the second file" only states where a column comes from.
  if (isJoined) blankMatches(text, { folded: fold(text.unreadText), start: 0 }, fileReferencePattern)
  return isJoined
}

/** Whether a step rewrites one of the given columns. */
const rewritesAnyColumn = ({ config }: StepDraft, columns: readonly Column[]): boolean => {
  const names = Array.isArray(config.columns) ? config.columns : [config.column]
  return columns.some(({ name }) => names.includes(name))
}

/** Whether a clause only describes how to join the files. In other clauses, the words about the join are blanked. */
export function readJoinClause(text: DescriptionText, { columns, others }: PlanFiles, clause: Clause): boolean {
  const { folded } = clause
  // "If nothing matches, leave the income blank."
  if (unmatchedWords.test(folded) || innerJoinWords.test(folded)) return true
  const isAddition =
    addsColumns(text, columns, others[0] ?? [], clause) ||
    (sourceFileWords.test(folded) &&
      findMeasures(folded).length === 0 &&
      !/\d|\b(?:only|keep|sort\w*|nur)\b/.test(folded))
  if (!joinWords.test(folded) && !isAddition) return false
  const remainingText = folded.replaceAll(new RegExp(joinWords, 'g'), '')
  if (isAddition || !(describesQuery(remainingText, true) || groupWords.test(remainingText))) return true
  blankMatches(text, clause, joinRequestPattern)
  blankMatches(text, clause, joinWords)
  return false
}

/** Whether a clause only adds columns from the second file: "add the email to every invoice". */
function addsColumns(
  { values }: DescriptionText,
  columns: readonly Column[],
  otherColumns: readonly Column[],
  clause: Clause,
): boolean {
  if (!additionWords.test(clause.folded) || computationWords.test(clause.folded)) return false
  const { tokens } = readClause(clause, otherColumns)
  const mentionsCells = readClause(clause, columns, values).tokens.some(({ cell }) => cell)
  return tokens.some(({ column }) => column) && !mentionsCells && !/\d/.test(clause.folded)
}

/** Words that request columns from another table: "add the name to each order". */
const additionWords =
  /\b(?:add|append|attach|bring in|pull in|look up|include)\b.{3,80}?\b(?:to|for|of|from|into|in)\b|\b(?:erganz\w*|fuge\b.*\bhinzu|hinzufugen|spiele\b.*\bdazu|nachschlagen|schlage\b.*\bnach)\b/

/** Matches a remark about duplicate rows in the second file: "(the member list has duplicates, remove them first)". */
const duplicateRowsPattern =
  /\((?:the )?(?:[\w-]+ ){0,3}(?:list|file|table|one) (?:has|contains|can have|may have) (?:some |many )?(?:duplicates?|duplicate rows|repeated rows)[^()]*\)/

/** Words that state which file columns come from: "height from the people file to the groups file". */
const sourceFileWords =
  /\b(?:from|out of|aus) (?:the |our |der )?(?:[\w-]+ ){0,2}(?:file|list|table|sheet|datei|liste|tabelle)\b/

/**
 * Whether a clause refers to one of the request's files instead of loading one: "add the name from the second file".
 */
const refersToRequestFile = (folded: string): boolean =>
  /\b(?:first|second|other|both|erste[nr]?|zweite[nr]?|andere[nr]?|beide[nr]?|(?:the|from|in|with|use) (?:the )?\w+) (?:file|files|table|tables|list|dataset|datei\w*|tabelle\w*|liste\w*)\b/.test(
    folded,
  ) && !/\b(?:load|read|open|upload|lade\w*|lies|offne\w*)\b|\.(?:csv|xlsx?|json|parquet)\b/.test(folded)

/** Words that state which file a column is in. */
const fileReferencePattern =
  /\b(?:from|in|of|using|with) (?:the )?(?:first|second|other) (?:file|table|list|dataset|sheet)\b|\b(?:aus|in) der (?:ersten|zweiten|anderen) (?:datei|tabelle|liste)\b/g

/** Words that request a comparison of two files by a key. */
const fileComparisonWords =
  /\b(?:join|match\w*|look ?up|compar\w*|differ\w*|in both|not in|missing (?:in|from)|only in|new in|chang\w*|vergleich\w*|fehl\w*|beiden)\b/

const haveSameColumns = (columns: readonly Column[], otherColumns: readonly Column[]): boolean =>
  columns.length > 1 &&
  columns.length === otherColumns.length &&
  columns.every(({ name }) => otherColumns.some((other) => other.name === name))

/** Words for rows that occur in both files. They request an inner join. */
const innerJoinWords =
  /\b(?:appear|exist|occur|are|is|found|present|listed|vorkommen|vorhanden)\b.{0,10}\bin (?:both|beiden)\b/
