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

/** A cell that is suspicious, and what it was probably meant to be. */
export const findingSchema = z.strictObject({
  /** 1 is the first row of data. */
  row: z.number().int().min(1),
  column: z.string(),
  /** As it stands in the source; an empty text where nothing does. */
  value: z.string(),
  /** Absent where the evidence says that it is wrong, and not what is right. */
  repair: z.string().optional(),
  rule: findingRuleSchema,
  /** Why, in words that a person can check. */
  reason: textSchema,
  /** How probable it is that the cell is wrong, 0 to 1. */
  confidence: z.number().min(0).max(1),
})
export type Finding = z.infer<typeof findingSchema>

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
  /** Rows that seem to stand there twice; absent where nobody looked for them. */
  repeated: z.array(repeatedRowSchema).optional(),
  /** What could not be checked and why. */
  notes: z.array(problemSchema),
})
export type CheckReport = z.infer<typeof checkReportSchema>
