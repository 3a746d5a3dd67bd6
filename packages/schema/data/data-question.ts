import { columnSchema, tableRefSchema } from './table.ts'
import { modelNotesSchema } from './model-notes.ts'
import { z } from '../wire/zod.ts'

/** @internal */
export const dataQuestionSchema = z.strictObject({
  /** The table that the question is about. */
  table: tableRefSchema,
  /** A question in English or German. */
  question: z.string().max(500),
  /** Chosen options of ambiguous words, by the key of the choice. */
  chosen: z.record(z.string(), z.string()),
  /** The id of a granted language model that answers. Default: rules. */
  model: z.string().optional(),
  /** The columns of the tables that the statement of a model may read, by name. Default: the table, as `input`. */
  inputs: z.record(z.string(), z.array(columnSchema)).optional(),
})
/** A question in natural language about a table. @public */
export type DataQuestion = z.infer<typeof dataQuestionSchema>

/** @internal */
export const dataAnswerSchema = z.strictObject({
  /**
   * The statement of a SQL node that reads the table as `input`. Absent until all words are understood and all choices
   * made.
   */
  statement: z.string().optional(),
  /** Parts of the statement, in its order. */
  parts: z.array(
    z.strictObject({
      /** The clause that the part belongs to. */
      kind: z.enum(['compute', 'group', 'filter', 'order', 'limit']),
      /** The part as SQL. */
      text: z.string(),
    }),
  ),
  /** The settings of a chart node that shows the result. */
  chart: z.record(z.string(), z.string()).optional(),
  /** Whether the question asks for a chart. */
  wantsChart: z.boolean(),
  /** Words with several meanings. */
  choices: z.array(
    z.strictObject({
      key: z.string(),
      /** The kind of choice: a column, a calculation, a period or the value of a column. */
      kind: z.enum(['column', 'calculation', 'period', 'value']),
      /** The ambiguous words. */
      words: z.string(),
      /** Names of columns, calculations (`sum`, `row` …) or periods. */
      options: z.array(z.string()),
    }),
  ),
  /** The noun that stands for the rows of the table, such as "orders", and therefore filters nothing. */
  rowNoun: z.string().optional(),
  /** Words that the rules do not know. */
  unknown: z.array(z.string()),
  /** Words that request something that the rules cannot compute. */
  unsupported: z.array(z.string()),
  /** The language model that answered. */
  model: modelNotesSchema.optional(),
})
/** The answer to a question: a statement, or the choices and words that prevent one. @public */
export type DataAnswer = z.infer<typeof dataAnswerSchema>
