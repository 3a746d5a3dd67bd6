import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

export const cellVerdictSchema = z.enum(['right', 'wrong'])
export const answerCellSchema = z.strictObject({
  /** The name of the column. */
  column: z.string(),
  /** The original value, or an empty string if the cell is empty. */
  value: z.string(),
  /** Whether the value is correct. */
  verdict: cellVerdictSchema,
  /** The correct value of a wrong cell, or an empty string for a missing value. Absent if unknown. */
  correct: z.string().optional(),
})
/** A reviewed cell in an answer. @public */
export type AnswerCell = z.infer<typeof answerCellSchema>

/** @internal */
export const answerSchema = z.strictObject({
  /** The 1-based row number at the time of the review. Distinguishes rows with equal cells. */
  row: z.number().int().min(1).optional(),
  /** The row's reviewed cells. */
  cells: z.array(answerCellSchema),
})
/**
 * A table row with a verdict on each reviewed cell. The cells identify the row, so that the answer also applies to
 * other versions of the table. If a table does not contain the row, the answer still serves as an example for its
 * columns.
 *
 * @public
 */
export type Answer = z.infer<typeof answerSchema>

/** The answers for one table. @internal */
export const answersSchema = z.array(answerSchema).max(1000)

export const proposedCellSchema = z.strictObject({
  /** The name of the column. */
  column: z.string(),
  /** The original value, or an empty string if the cell is empty. */
  value: z.string(),
  /** The probability that the cell is wrong, between 0 and 1. */
  confidence: z.number().min(0).max(1),
  /** The proposed value if the cell is a finding, or an empty string for a missing value. */
  repair: z.string().optional(),
})
/** A cell in a row to review, with its current finding. @public */
export type ProposedCell = z.infer<typeof proposedCellSchema>

export const proposedRowSchema = z.strictObject({
  /** The 1-based row number, not counting header rows. */
  row: z.number().int().min(1),
  /** The cells, in column order. */
  cells: z.array(proposedCellSchema),
  /** The number of cells whose findings the answer could change. */
  informs: z.number().int().min(0),
  /** Why reviewing this row is informative. */
  reason: textSchema,
})
/** A row to review. @public */
export type ProposedRow = z.infer<typeof proposedRowSchema>

/** @internal */
export const rowProposalSchema = z.strictObject({
  /** The rows to review, most informative first. */
  rows: z.array(proposedRowSchema),
  /** Whether more answers are expected to change the findings noticeably. */
  isWorthwhile: z.boolean(),
  /** Why more answers are or are not expected to help. */
  reason: textSchema,
})
/** Rows to review next in order to improve a check, most informative first. @public */
export type RowProposal = z.infer<typeof rowProposalSchema>

export const learningReportSchema = z.strictObject({
  /** The number of answers. */
  answers: z.number().int().min(0),
  /** The number of answers whose row occurs in the table. */
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
