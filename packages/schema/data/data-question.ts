import { columnSchema, tableRefSchema } from './table.ts'
import { modelNotesSchema } from './model-notes.ts'
import { z } from '../wire/zod.ts'

/** @internal */
export const dataQuestionSchema = z.strictObject({
  /** The table that the question is about. */
  table: tableRefSchema,
  /** The question, in English or German. */
  question: z.string().max(500),
  /** Selected options for ambiguous words, keyed by choice. */
  chosen: z.record(z.string(), z.string()),
  /** The id of the granted language model to ask. Default: rules answer the question. */
  model: z.string().optional(),
  /**
   * Columns of the tables that a model's statement may read, keyed by table name. Default: the table itself, as
   * `input`.
   */
  inputs: z.record(z.string(), z.array(columnSchema)).optional(),
})
/** A question in natural language about a table. @public */
export type DataQuestion = z.infer<typeof dataQuestionSchema>

/** @internal */
export const dataAnswerSchema = z.strictObject({
  /**
   * The statement for an SQL node that reads the table as `input`. Absent until all words are understood and all
   * choices are made.
   */
  statement: z.string().optional(),
  /** The parts of the statement, in order. */
  parts: z.array(
    z.strictObject({
      /** The clause that the part belongs to. */
      kind: z.enum(['compute', 'group', 'filter', 'order', 'limit']),
      /** The part as SQL. */
      text: z.string(),
    }),
  ),
  /** Settings for a chart node that shows the result. */
  chart: z.record(z.string(), z.string()).optional(),
  /** Whether the question asks for a chart. */
  wantsChart: z.boolean(),
  /** Words with several possible meanings. */
  choices: z.array(
    z.strictObject({
      key: z.string(),
      /** The kind of choice: a column, a calculation, a period or a column's value. */
      kind: z.enum(['column', 'calculation', 'period', 'value']),
      /** The ambiguous words. */
      words: z.string(),
      /** The options: names of columns, calculations (`sum`, `row` …) or periods. */
      options: z.array(z.string()),
    }),
  ),
  /** The noun that represents the rows of the table, such as "orders". It does not filter anything. */
  rowNoun: z.string().optional(),
  /** Words that the rules do not know. */
  unknown: z.array(z.string()),
  /** Words that request something the rules cannot compute. */
  unsupported: z.array(z.string()),
  /** The language model that answered. */
  model: modelNotesSchema.optional(),
})
/** The answer to a question: a statement, or the ambiguous and unknown words that prevent one. @public */
export type DataAnswer = z.infer<typeof dataAnswerSchema>
