import type { Column } from '@aw-flow/schema'
import { requestsChart } from '../chart-step.ts'
import { collectColumns, maskTokens, readClause, type Clause, type ClauseWords } from '../clauses.ts'
import { joinWords, unionWords } from '../combining-steps.ts'
import { renameRule } from '../column-steps.ts'
import { findUnusedWords } from '../find-unused-words.ts'
import { sourceRules } from '../flow-steps.ts'
import { computationWords } from '../query/compute-words.ts'
import { castRule } from '../shaping-steps.ts'
import { fold } from '../stem.ts'
import type { StepRule } from '../step.ts'
import type { Token } from '../words.ts'
import type { PlanBranches } from './plan-branches.ts'
import type { QueryReader, DescriptionText } from './query-reader.ts'
import { tableRules, vocabulary } from './step-rules.ts'

/** A tokenized clause, and the column named in the previous clause (`antecedent`). */
interface TokenizedClause {
  readonly clause: Clause
  readonly text: string
  readonly words: ClauseWords
  readonly namedColumns: readonly Column[]
  readonly antecedent: Column | undefined
  readonly startsSentence: boolean
}

/** Reads clauses one by one. A clause is a remark, a separate step, or part of a query. */
export class ClauseReader {
  readonly #text: DescriptionText
  readonly #branches: PlanBranches
  readonly #queryReader: QueryReader
  readonly #hasInputTable: boolean
  /** Columns and values mentioned in previous sentences, to which pronouns can refer. */
  #mentionedColumn: Column | undefined
  #mentionedCells: readonly NonNullable<Token['cell']>[] = []
  #mentionsMissing = false

  constructor(text: DescriptionText, branches: PlanBranches, queryReader: QueryReader, hasInputTable: boolean) {
    this.#text = text
    this.#branches = branches
    this.#queryReader = queryReader
    this.#hasInputTable = hasInputTable
  }

  read(clause: Clause, startsSentence: boolean): void {
    if (startsSentence) this.#queryReader.readSentence()
    const text = this.#text.unreadText.slice(clause.start, clause.end)
    const antecedent = this.#mentionedColumn
    const words: ClauseWords = {
      ...readClause({ text, folded: fold(text) }, this.#queryReader.columns, this.#text.values),
      mentionedColumn: antecedent,
    }
    const namedColumns = collectColumns(words.tokens)
    if (this.#readRemark(clause, words, namedColumns)) return
    this.#mentionedColumn = namedColumns[0] ?? antecedent
    const tokenizedClause: TokenizedClause = { clause, text, words, namedColumns, antecedent, startsSentence }
    if (
      this.#removeMentionedRows(tokenizedClause) ||
      this.#readFileStep(tokenizedClause) ||
      this.#readStep(tokenizedClause)
    )
      return
    this.#queryReader.addClause(clause, antecedent, requestsChart(clause.folded))
  }

  /** Records a remark about the data, to which the next sentence may refer. Returns whether the clause is one. */
  #readRemark({ text }: Clause, { folded, tokens }: ClauseWords, namedColumns: readonly Column[]): boolean {
    const cells = tokens.flatMap(({ cell }) => (cell ? [cell] : []))
    const mentionsMissing =
      /\b(?:missing|empty|blank|fehlen|fehlt|leer)\b/.test(folded) ||
      (namedColumns.length > 0 && /\b(?:(?:have|has) no|haben keine?n?|hat keine?n?)\b/.test(folded))
    const fillsLater = fillWords.test(fold(this.#text.description))
    const isRemark =
      (remarkWords.test(folded) && (cells.length > 0 || mentionsMissing)) ||
      (mentionsMissing && missingRemarkPattern.test(folded) && fillsLater)
    if (!isRemark) return false
    this.#mentionedCells = cells
    this.#mentionsMissing = mentionsMissing
    this.#mentionedColumn = namedColumns[0] ?? this.#mentionedColumn
    this.#text.ignored.push(text)
    return true
  }

  /** Removes the rows mentioned in the previous sentence: "There are some test orders. Leave them out." */
  #removeMentionedRows({ clause, words: { folded, tokens } }: TokenizedClause): boolean {
    const cells = this.#mentionedCells
    if (cells.length === 0 || !pronounRemovalPattern.test(folded) || tokens.some(({ cell }) => cell)) return false
    const conditions = cells.map(({ column, value }) => ({ column: column.name, is: 'not-equals', value }))
    this.#mentionedCells = []
    this.#queryReader.flush()
    this.#branches.append([{ type: 'filter', config: { conditions, match: 'all' } }], clause.text)
    return true
  }

  /** Reads a step that loads files or combines tables. Returns whether the clause is complete. */
  #readFileStep({ clause: { text }, words }: TokenizedClause): boolean {
    const isCombination = joinWords.test(words.folded) || unionWords.test(words.folded)
    if (isCombination && this.#branches.count > 1) {
      this.#queryReader.flush()
      if (!this.#branches.combine(words, text)) this.#text.ignored.push(text)
      return true
    }
    for (const rule of sourceRules) {
      if (!rule.test.test(words.folded)) continue
      const files = words.tokens.filter(({ kind }) => kind === 'file')
      if (this.#hasInputTable && files.length === 0) continue
      const [draft] = rule.read(words) ?? []
      if (!draft || (this.#branches.count > 0 && files.length === 0 && draft.type === 'loading')) continue
      this.#queryReader.flush()
      const addedSources = Array.from({ length: Math.max(files.length, 1) }, () =>
        this.#branches.addSource(draft, text),
      )
      if (!addedSources.every(Boolean)) continue
      if (isCombination && this.#branches.count > 1) this.#branches.combine(words, text)
      // "take the orders from 2016" also filters the rows.
      return !words.tokens.some(({ kind, cell }) => kind === 'number' || cell !== undefined)
    }
    return false
  }

  /** Reads a step that a query cannot express. Returns whether there is one. */
  #readStep(tokenizedClause: TokenizedClause): boolean {
    const { clause, text, words, antecedent, startsSentence } = tokenizedClause
    // A column named "sample" is not a request for a sample.
    const textWithoutColumns = maskTokens(
      words.folded,
      words.tokens,
      ({ column, isPartial }) => column !== undefined && !isPartial,
    )
    for (const rule of tableRules) {
      // "divide a by b, call it ratio" computes a column instead of renaming one.
      if (rule === renameRule && computationWords.test(words.folded)) continue
      const fillsMissing = this.#fillsMissing(rule, words.folded)
      if (!fillsMissing && !rule.test.test(textWithoutColumns)) continue
      // "remove duplicates so that each pair appears only once"
      const isRepeated = this.#branches.nodes.at(-1)?.type === 'deduplicate' && rule.test.test('only once')
      if (!startsSentence && isRepeated && !this.#queryReader.isPending) return true
      const subject = refersToPreviousColumn(tokenizedClause, rule, fillsMissing) ? antecedent : undefined
      const drafts = rule.read(subject ? addColumnToken(words, subject) : words)
      if (!drafts) continue
      this.#queryReader.flush()
      // The query may have changed the columns.
      const currentWords = readClause({ text, folded: fold(text) }, this.#branches.columns, this.#text.values)
      const mentionedColumn = this.#mentionedColumn
      const steps =
        rule.read(subject ? addColumnToken(currentWords, subject) : { ...currentWords, mentionedColumn }) ?? drafts
      const configs = steps.map(({ config }) => config)
      const isAdded = this.#branches.append(steps, clause.text)
      this.#text.ignored.push(...(isAdded ? findUnusedWords(words, configs, vocabulary) : [clause.text]))
      this.#mentionsMissing = false
      return true
    }
    return false
  }

  /** Whether a clause fills values that the previous remark describes as missing: "fill them with 0". */
  #fillsMissing(rule: StepRule, folded: string): boolean {
    if (!this.#mentionsMissing) return false
    return /\b(?:it|them|that|those|sie|ihn|es|diese)\b/.test(folded)
      ? rule.test.test(`${folded} missing`)
      : rule.test.test(folded) && /\b(?:blanks?|gaps?|lucken)\b/.test(folded)
  }
}

/** Returns whether a clause that does not name a column refers to the previously named column. */
const refersToPreviousColumn = (
  { words: { folded }, namedColumns }: TokenizedClause,
  rule: StepRule,
  fillsMissing: boolean,
): boolean => {
  const hasPronoun = rule === castRule && /\b(?:it|them|sie|es)\b/.test(folded)
  return (fillsMissing || hasPronoun) && namedColumns.length === 0
}

/** Adds a token for the column to which a pronoun in a clause refers. */
const addColumnToken = (words: ClauseWords, column: Column): ClauseWords => ({
  ...words,
  tokens: [
    ...words.tokens,
    {
      kind: 'column',
      raw: column.name,
      folded: column.name,
      start: words.folded.length,
      end: words.folded.length,
      column,
    },
  ],
})

/** Matches remarks about the data to which the next sentence may refer. */
const remarkWords =
  /^(?:in [^,]{1,30} )?(?:there (?:is|are)|some|a lot of|a few|several|many|one|es gibt|einige|manche|viele)\b(?!.*\b(?:remove|keep|only|show|sort|how)\b)/
/**
 * Matches a remark to which a later clause refers: "Wages are missing for the last years, carry the last value
 * forward."
 */
const missingRemarkPattern =
  /^(?:the |die |der |das )?\w+(?: \w+)? (?:(?:is|are|were|sind|ist) (?:often |sometimes |teils )?(?:missing|empty|blank|leer)|fehlen|fehlt|(?:have|has|haben|hat) (?:no|keine?n?))\b/
const fillWords = /\b(?:fill|carry|replace|impute|interpolate|fulle|ersetze)\b/

/** Matches a clause that removes the rows mentioned in the previous sentence. */
const pronounRemovalPattern =
  /^(?:please )?(?:leave|throw|take|filter|kick|drop|remove|ignore|skip|exclude|get rid of|lass|entferne|ignoriere) ?(?:it|that|this|them|those|these|das|die|diese|sie)?(?: out| away| weg)?$/
