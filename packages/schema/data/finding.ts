import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'
import { problemSchema } from '../wire/problem.ts'

/** What kind of evidence a suspicion rests on. */
export const findingRuleSchema = z.enum([
  /** No value, or a word for none, where the column has one almost everywhere. */
  'missing',
  /** White space, case, punctuation or quotes other than the column's. */
  'format',
  /** One slip of the keyboard away from a value, or a word, that the column has often. */
  'spelling',
  /** Characters in another order of kinds than almost all values of the column. */
  'pattern',
  /** Other columns of the row settle the value, and it is another one. */
  'dependency',
  /** The rows around it settle the value, and it is another one. */
  'sequence',
  /** A number far from all others of its column, or from what other columns work it out to be. */
  'outlier',
  /** A value that stands twice in a column where every row has its own. */
  'duplicate',
])
export type FindingRule = z.infer<typeof findingRuleSchema>

/** What exactly deviates, where several cells of a column deviate in the same way. */
export const findingKindSchema = z.enum([
  /** A missing value that is written as a word or as an impossible number. */
  'null-word',
  /** One unit in several spellings, or in some cells only. */
  'unit-spelling',
  'time-format',
  'date-format',
  'duration-format',
  'number-format',
  /** Codes with and without a prefix, with other punctuation, or with other words around them. */
  'code-format',
  'leading-zeros',
  'letter-case',
  /** One value in several spellings. */
  'variant',
  /** Entities of HTML, or text that was read in the wrong encoding. */
  'encoding',
  /** The value of a neighboring cell that is empty itself. */
  'spilled-value',
  /** Rows that describe the same thing disagree. */
  'contradiction',
  /** An empty cell, where cells are missing at random all over the table. */
  'gap',
  /** A check digit that does not fit. */
  'check-digit',
  /** A date, time or coordinate that does not exist. */
  'impossible-value',
])
export type FindingKind = z.infer<typeof findingKindSchema>

/** How much is reported: only what is almost certain, what is best on the whole, or everything worth a look. */
export const sensitivitySchema = z.enum(['careful', 'balanced', 'thorough'])
export type Sensitivity = z.infer<typeof sensitivitySchema>

/** A cell that is suspicious, and what it was probably meant to be. */
export const findingSchema = z.strictObject({
  /** 1 is the first row of data. */
  row: z.number().int().min(1),
  column: z.string(),
  /** As it stands in the source; an empty text where nothing does. */
  value: z.string(),
  /** An empty text where the cell means that there is no value. Absent where the right value is not known. */
  repair: z.string().optional(),
  rule: findingRuleSchema,
  /** Present where cells of the column deviate in the same way; findings with the same column and kind are one group. */
  kind: findingKindSchema.optional(),
  /** Why, in words that a person can check. */
  reason: textSchema,
  /** How probable it is that the cell is wrong, 0 to 1. */
  confidence: z.number().min(0).max(1),
})
export type Finding = z.infer<typeof findingSchema>

/** Cells of one column that deviate in the same way: one decision for all of them. */
export const findingGroupSchema = z.strictObject({
  column: z.string(),
  kind: findingKindSchema,
  /** How many findings have this column and kind. */
  cells: z.number().int().min(1),
  /** How many of them have a repair. */
  repairs: z.number().int().min(0),
  reason: textSchema,
  /** The mean of the findings' confidence. */
  confidence: z.number().min(0).max(1),
})
export type FindingGroup = z.infer<typeof findingGroupSchema>

/** A row that seems to stand there twice. Its repair is to drop it. */
export const repeatedRowSchema = z.strictObject({
  /** 1 is the first row of data. */
  row: z.number().int().min(1),
  /** The earlier row that it repeats. */
  like: z.number().int().min(1),
  /** The columns in which the two differ: those that number rows, or one that has a slip or no value. */
  differ: z.array(z.string()),
  /** Why, in words that a person can check. */
  reason: textSchema,
  /** How probable it is that the row is one too many, 0 to 1. */
  confidence: z.number().min(0).max(1),
})
export type RepeatedRow = z.infer<typeof repeatedRowSchema>

/** The outcome of a check, by row and then by column. */
export const checkReportSchema = z.strictObject({
  /** Of the table. */
  rows: z.number().int(),
  /** Of these, how many were looked at; fewer than `rows` where the table is too large to look at all of it. */
  rowsChecked: z.number().int(),
  columns: z.array(z.string()),
  findings: z.array(findingSchema),
  /** The findings that have a kind, by column and kind, the largest group first. */
  groups: z.array(findingGroupSchema).optional(),
  /** Rows that seem to stand there twice; absent where nobody looked for them. */
  repeated: z.array(repeatedRowSchema).optional(),
  /** What could not be checked and why. */
  notes: z.array(problemSchema),
})
export type CheckReport = z.infer<typeof checkReportSchema>
