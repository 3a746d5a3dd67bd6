import { learningReportSchema } from './answer.ts'
import { appliedOperationSchema } from './preparation-plan.ts'
import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'

/** @internal */
export const findingRuleSchema = z.enum([
  /** A missing value, or a placeholder for one, in a column that is almost complete. */
  'missing',
  /** Whitespace, letter case, punctuation or quotes that differ from the rest of the column. */
  'format',
  /** A typo in a frequent value or word of the column. */
  'spelling',
  /** A value whose character pattern differs from almost all others in the column. */
  'pattern',
  /** A value that contradicts other columns in the row. */
  'dependency',
  /** A value that contradicts neighboring rows. */
  'sequence',
  /** An outlier in the column, or a number that contradicts a formula over other columns. */
  'outlier',
  /** A duplicate in a column of unique values. */
  'duplicate',
  /** A value that an answer marks as wrong, or that resembles such values. */
  'answer',
])
/** The kind of evidence for a finding. @public */
export type FindingRule = z.infer<typeof findingRuleSchema>

/** Ways in which a value's format can deviate. */
const formatKinds = [
  /** A missing value written as a word or an impossible number. */
  'missing-word',
  /** The name of `missing-word` in findings of earlier versions. */
  'null-word',
  /** A unit that has several spellings or occurs only in some cells. */
  'unit-spelling',
  'time-format',
  'date-format',
  'duration-format',
  'number-format',
  /** Codes with and without a prefix, with different punctuation, or with words around them. */
  'code-format',
  'leading-zeros',
  'letter-case',
  /** An abbreviation of a value that the column also contains, or the other way around. */
  'abbreviation',
  /** A word in another language than the other values of the column. */
  'mixed-language',
] as const
const spellingKinds = [
  /** Several spellings of a value. */
  'variant',
  /** HTML entities, or text that was decoded with the wrong encoding. */
  'encoding',
  /** Letters of two scripts that look alike in one word. */
  'mixed-script',
] as const

/** Kinds whose repair depends only on the value and is therefore the same in every row. @internal */
export const valueKinds = [...formatKinds, ...spellingKinds] as const

/**
 * How several cells in a column deviate. `duration-format`, `code-format`, `leading-zeros`, `check-digit`, `date-part`,
 * `group-pattern` and `null-word` occur only in findings of earlier versions.
 *
 * @internal
 */
export const findingKindSchema = z.enum([
  ...formatKinds,
  /** Leading, trailing or repeated spaces. */
  'white-space',
  ...spellingKinds,
  /** A number whose exact value is withheld, such as "<5". */
  'censored',
  /** A number with fewer decimal places than almost all others. */
  'rounded',
  /** A value that belongs in a neighboring cell, which is empty. */
  'spilled-value',
  /** Rows about the same entity that contradict each other. */
  'contradiction',
  /** An empty cell in a table where cells are missing at random. */
  'gap',
  /** A wrong check digit. */
  'check-digit',
  /** A date, time or coordinate that does not exist. */
  'impossible-value',
  /** A weekday, month, quarter or year that contradicts the date in its row. */
  'date-part',
  /** Values of two columns, such as latitude and longitude, that were swapped. */
  'swapped-values',
  /** A row that contains the total of all other rows. */
  'total-row',
  /** A code whose pattern differs from other codes in its group, such as a country's postal codes. */
  'group-pattern',
])
/** @internal */
export type FindingKind = z.infer<typeof findingKindSchema>

/** @internal */
export const sensitivitySchema = z.enum(['careful', 'balanced', 'thorough'])
/**
 * How many findings a check reports: only almost certain ones, a balanced selection, or everything suspicious.
 *
 * @public
 */
export type Sensitivity = z.infer<typeof sensitivitySchema>

/** @internal */
export const findingSchema = z.strictObject({
  /** The 1-based row number, not counting header rows. */
  row: z.number().int().min(1),
  /** The name of the column. */
  column: z.string(),
  /** The original value, or an empty string if the cell is empty. */
  value: z.string(),
  /** The correct value, or an empty string for a missing value. Absent if unknown. */
  repair: z.string().optional(),
  /** The kind of evidence. */
  rule: findingRuleSchema,
  /**
   * Set if several cells in the column deviate in the same way. Findings with the same column and kind form a group.
   */
  kind: findingKindSchema.optional(),
  /** The reason, which a reader can verify. */
  reason: textSchema,
  /** The probability that the cell is wrong, 0 to 1. */
  confidence: z.number().min(0).max(1),
})
/** A suspicious cell and its probable correct value. @public */
export type Finding = z.infer<typeof findingSchema>

/** @internal */
export const findingGroupSchema = z.strictObject({
  /** The name of the column. */
  column: z.string(),
  /** The kind of evidence that all findings in the group share. */
  rule: findingRuleSchema,
  /** The kind that all findings share. Absent if they share only the rule. */
  kind: findingKindSchema.optional(),
  /** The number of findings. */
  cells: z.number().int().min(1),
  /** The number of distinct values in these cells. */
  values: z.number().int().min(1),
  /** The number of findings that have a repair. */
  repairs: z.number().int().min(0),
  /** The reason for the first finding. */
  reason: textSchema,
  /** The mean confidence of the findings. */
  confidence: z.number().min(0).max(1),
})
/**
 * Cells in one column that deviate in the same way and can be decided on together. Each finding belongs to exactly one
 * group.
 *
 * @public
 */
export type FindingGroup = z.infer<typeof findingGroupSchema>

/** @internal */
export const duplicateRowSchema = z.strictObject({
  /** The 1-based row number, not counting header rows. */
  row: z.number().int().min(1),
  /** The number of the earlier row that it duplicates. */
  like: z.number().int().min(1),
  /** The columns in which the rows differ, such as a column of row numbers, or one with a typo or a null. */
  differ: z.array(z.string()),
  /** The reason, which a reader can verify. */
  reason: textSchema,
  /** The probability that the row is a duplicate, 0 to 1. */
  confidence: z.number().min(0).max(1),
})
/** A possible duplicate row, whose repair is to drop it. @public */
export type DuplicateRow = z.infer<typeof duplicateRowSchema>

/** @internal */
export const checkReportSchema = z.strictObject({
  /** The number of rows in the table. */
  rows: z.number().int(),
  /** The number of checked rows. Less than `rows` if the table is too large. */
  rowsChecked: z.number().int(),
  /** The names of the checked columns. */
  columns: z.array(z.string()),
  /** The suspicious cells, sorted by row and column. */
  findings: z.array(findingSchema),
  /** Findings grouped by column and kind, or by column and rule. Largest group first. */
  groups: z.array(findingGroupSchema).optional(),
  /** Possible duplicate rows. Absent if duplicates were not checked. */
  repeated: z.array(duplicateRowSchema).optional(),
  /** Operations for a clean table that no finding covers, with their effects. Absent if there are none. */
  changes: z.array(appliedOperationSchema).optional(),
  /** The result of learning from answers. Absent if there are no answers. */
  learning: learningReportSchema.optional(),
  /** Parts of the table that could not be checked, with reasons, and remarks from a language model. */
  notes: z.array(problemSchema),
})
/** The result of a check, sorted by row and column. @public */
export type CheckReport = z.infer<typeof checkReportSchema>
