import { modelNotesSchema } from './model-notes.ts'
import { columnSchema, tableRefSchema } from './table.ts'
import { z } from '../wire/zod.ts'

/** @internal */
export const writeRequestSchema = z.strictObject({
  /**
   * The kind of text to write: an expression over the cells of a row, an expression over values, a column's rule as
   * JSON, or a regular expression (RE2) that matches an entire string.
   */
  kind: z.enum(['row-expression', 'expression', 'rule', 'pattern']),
  /** The description, in English or German. Empty if the examples are sufficient. */
  description: z.string().max(500),
  /** The input table's columns, or the names that an expression can use. */
  columns: z.array(columnSchema),
  /** The input table, which contains the rows of the examples. */
  table: tableRefSchema.optional(),
  /** Results that a row expression must produce for particular rows. Rows are numbered from 1. */
  results: z.array(z.strictObject({ row: z.number().int().min(1), value: z.string().max(1000) })).max(20),
  /** Strings that a pattern must match (`matches`) or must not match (`rejects`). */
  matches: z.array(z.string().max(1000)).max(50),
  rejects: z.array(z.string().max(1000)).max(50),
  /** The id of the granted language model to use. Default: rules write the text. */
  model: z.string().optional(),
})
/** A request to write an expression, a rule or a pattern. @public */
export type WriteRequest = z.infer<typeof writeRequestSchema>

/** @internal */
export const generatedTextSchema = z.strictObject({
  /** The text, which has been checked. Absent if no text that meets the request was found. */
  text: z.string().optional(),
  /** The results of a row expression for the first rows of the table. Null if there is no result. */
  firstResults: z.array(z.string().nullable()).optional(),
  /** Parts of the description that were not recognized. */
  unknown: z.array(z.string()),
  /** Whether the examples contradict each other or the description. */
  isContradiction: z.boolean(),
  /** The language model that wrote the text. */
  model: modelNotesSchema.optional(),
})
/** A generated expression, rule or pattern. @public */
export type WrittenText = z.infer<typeof generatedTextSchema>
