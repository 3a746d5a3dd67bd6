import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

/** The verdict on a cell. */
export const cellVerdictSchema = z.enum(['right', 'wrong'])
/** @public */
export type CellVerdict = z.infer<typeof cellVerdictSchema>

/** A reviewed cell of an answer. */
export const answerCellSchema = z.strictObject({
  column: z.string(),
  /** The value as written; an empty string if the cell is empty. */
  value: z.string(),
  verdict: cellVerdictSchema,
  /** The correct value of a wrong cell; an empty string for a missing value. Absent if it is unknown. */
  correct: z.string().optional(),
})
/** @public */
export type AnswerCell = z.infer<typeof answerCellSchema>

/**
 * A row of a table with a verdict on each cell. The cells identify the row, so that the answer also applies to other
 * versions of the table: an answer whose row is not in a table is still an example for its columns.
 *
 * @internal
 */
export const answerSchema = z.strictObject({
  /** The number of the row when it was reviewed; 1 is the first row of data. Disambiguates rows with equal cells. */
  row: z.number().int().min(1).optional(),
  cells: z.array(answerCellSchema),
})
/** @public */
export type Answer = z.infer<typeof answerSchema>

/** The answers about one table. @internal */
export const answersSchema = z.array(answerSchema).max(1000)

/** A cell of a row to review, with the current finding. */
export const proposedCellSchema = z.strictObject({
  column: z.string(),
  value: z.string(),
  /** The probability that the cell is wrong, 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** The proposed value, if the cell is a finding; an empty string for a missing value. */
  repair: z.string().optional(),
})
/** @public */
export type ProposedCell = z.infer<typeof proposedCellSchema>

/** A row to review. */
export const proposedRowSchema = z.strictObject({
  /** The number of the row; 1 is the first row of data. */
  row: z.number().int().min(1),
  /** The cells in the order of the columns. */
  cells: z.array(proposedCellSchema),
  /** The number of cells whose findings the answer can change. */
  informs: z.number().int().min(0),
  reason: textSchema,
})
/** @public */
export type ProposedRow = z.infer<typeof proposedRowSchema>

/** The rows whose review improves a check most, the most informative first. @internal */
export const rowProposalSchema = z.strictObject({
  rows: z.array(proposedRowSchema),
  /** Whether more answers are expected to change the findings noticeably. */
  isWorthwhile: z.boolean(),
  reason: textSchema,
})
/** @public */
export type RowProposal = z.infer<typeof rowProposalSchema>

/** What a check learned from answers. */
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
/** @public */
export type LearningReport = z.infer<typeof learningReportSchema>
