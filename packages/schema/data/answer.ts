import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

export const cellVerdictSchema = z.enum(['right', 'wrong'])
/** A reviewer's verdict on a cell. @public */
export type CellVerdict = z.infer<typeof cellVerdictSchema>

export const answerCellSchema = z.strictObject({
  /** The name of the column. */
  column: z.string(),
  /** The value as written; an empty string if the cell is empty. */
  value: z.string(),
  /** Whether the value is correct. */
  verdict: cellVerdictSchema,
  /** The correct value of a wrong cell; an empty string for a missing value. Absent if it is unknown. */
  correct: z.string().optional(),
})
/** A reviewed cell of an answer. @public */
export type AnswerCell = z.infer<typeof answerCellSchema>

/** @internal */
export const answerSchema = z.strictObject({
  /** The number of the row when it was reviewed; 1 is the first row of data. Disambiguates rows with equal cells. */
  row: z.number().int().min(1).optional(),
  /** The reviewed cells of the row. */
  cells: z.array(answerCellSchema),
})
/**
 * A row of a table with a verdict on each cell. The cells identify the row, so that the answer also applies to other
 * versions of the table: an answer whose row is not in a table is still an example for its columns.
 *
 * @public
 */
export type Answer = z.infer<typeof answerSchema>

/** The answers about one table. @internal */
export const answersSchema = z.array(answerSchema).max(1000)

export const proposedCellSchema = z.strictObject({
  /** The name of the column. */
  column: z.string(),
  /** The value as written; an empty string if the cell is empty. */
  value: z.string(),
  /** The probability that the cell is wrong, 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** The proposed value, if the cell is a finding; an empty string for a missing value. */
  repair: z.string().optional(),
})
/** A cell of a row to review, with the current finding. @public */
export type ProposedCell = z.infer<typeof proposedCellSchema>

export const proposedRowSchema = z.strictObject({
  /** The number of the row; 1 is the first row of data. */
  row: z.number().int().min(1),
  /** The cells in the order of the columns. */
  cells: z.array(proposedCellSchema),
  /** The number of cells whose findings the answer can change. */
  informs: z.number().int().min(0),
  /** The reason that a review of this row is informative. */
  reason: textSchema,
})
/** A row to review. @public */
export type ProposedRow = z.infer<typeof proposedRowSchema>

/** @internal */
export const rowProposalSchema = z.strictObject({
  /** The rows to review, the most informative first. */
  rows: z.array(proposedRowSchema),
  /** Whether more answers are expected to change the findings noticeably. */
  isWorthwhile: z.boolean(),
  /** The reason that more answers are expected to help or not. */
  reason: textSchema,
})
/** The rows whose review improves a check most, the most informative first. @public */
export type RowProposal = z.infer<typeof rowProposalSchema>

export const learningReportSchema = z.strictObject({
  /** The number of answers. */
  answers: z.number().int().min(0),
  /** The number of answers whose row is in the table. */
  matched: z.number().int().min(0),
  /** The number of findings that the answers added. */
  added: z.number().int().min(0),
  /** The number of findings that the answers removed. */
  removed: z.number().int().min(0),
  /** The number of findings whose repair the answers changed. */
  repairsChanged: z.number().int().min(0),
})
/** The result of learning from answers. @public */
export type LearningReport = z.infer<typeof learningReportSchema>
