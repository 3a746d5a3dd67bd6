import { z } from '../wire/zod.ts'
import {
  loadedColumnSchema,
  loadPlanSchema,
  filePartSchema,
  planDriftSchema,
  regionsSchema,
  rejectSchema,
} from './load-plan.ts'
import { columnRuleSchema } from './validation.ts'
import { problemSchema } from '../wire/problem.ts'

/** @internal */
export const loadOverridesSchema = z.strictObject({
  /** The encoding, as a WHATWG label. */
  encoding: z.string().optional(),
  /** The string between two cells. */
  delimiter: z.string().optional(),
  /** The character that encloses quoted cells. Empty if cells are not quoted. */
  quote: z.string().optional(),
  /** The character that escapes a quote within a quoted cell. Empty if there is none. */
  escape: z.string().optional(),
  /** Whether the table has a header. */
  header: z.enum(['yes', 'no']).optional(),
  /** The number of header lines. Ignored if `header` is `'no'`. */
  headerLines: z.int().min(0).optional(),
  /** The first line of the table, including its header. Lines above it are preamble. */
  firstLine: z.int().min(1).optional(),
  /** The last line of the table. Lines below it are notes. */
  lastLine: z.int().min(1).optional(),
  /** The 1-based number of the table in a text file that contains several. */
  table: z.int().min(1).optional(),
  /** For JSON: the path to the records. */
  recordsPath: z.array(z.string()).readonly().optional(),
  /** The name of the archive entry to read. */
  entry: z.string().optional(),
  /** The name of the sheet or table to read. */
  part: z.string().optional(),
  /** The types of columns and how their cells are written, as a schema declares them. */
  columns: z.array(columnRuleSchema.pick({ name: true, type: true, reading: true })).optional(),
})
/** Settings that override detection when a file is read. Physical lines are numbered from 1. @public */
export type LoadOverrides = z.infer<typeof loadOverridesSchema>

export const sourceLineSchema = z.strictObject({
  /** The 1-based physical line number. */
  line: z.int(),
  /** The decoded text without its line ending. */
  text: z.string(),
  /** Whether the text is truncated. */
  cut: z.boolean(),
})
/** A decoded physical line, truncated if it is very long. @public */
export type SourceLine = z.infer<typeof sourceLineSchema>

/** @internal */
export const loadPreviewSchema = z.strictObject({
  /** The id of the dataset. */
  dataset: z.string(),
  /** The plan that produced the preview. */
  plan: loadPlanSchema,
  /** Whether the preview covers the entire file. */
  whole: z.boolean(),
  /** The first lines. Empty for formats without lines, such as Parquet. */
  lines: z.array(sourceLineSchema),
  /** The roles of the lines. Absent for formats without lines. */
  regions: regionsSchema.optional(),
  /** The columns with counts over the previewed rows. */
  columns: z.array(loadedColumnSchema),
  /** The first rows as text, with `null` for nulls. */
  rows: z.array(z.array(z.string().nullable())),
  /**
   * Values of the text columns in the previewed rows, most frequent first, keyed by column name. Absent if they were
   * not requested.
   */
  values: z.record(z.string(), z.array(z.string())).optional(),
  /** The rejected records among the previewed lines. */
  rejects: z.array(rejectSchema),
  /** The entries of an archive, including the loaded one. Absent if there is only one. */
  entries: z.array(filePartSchema).optional(),
  /** The sheets or tables of the file. Absent if there is only one. */
  parts: z.array(filePartSchema).optional(),
  /** The differences between the file and the saved plan. Absent if there is no saved plan. */
  drift: planDriftSchema.optional(),
  /** Warnings to check before the entire file is loaded. */
  warnings: z.array(problemSchema),
})
/**
 * A load plan and a preview of its result: the first lines with their roles, and the first rows as text. The same code
 * that loads the entire file produces the preview.
 *
 * @public
 */
export type LoadPreview = z.infer<typeof loadPreviewSchema>

/** @internal */
export const loadPreviewRequestSchema = z.strictObject({
  /** The plan to preview. Default: the detected plan. */
  plan: loadPlanSchema.optional(),
  /** A saved plan, and the id of the dataset that it was made for. */
  saved: z.strictObject({ dataset: z.string(), plan: loadPlanSchema }).optional(),
  /** Settings that override detection. */
  overrides: loadOverridesSchema.optional(),
  /** Whether to include values of the text columns. Default: `false`. */
  values: z.boolean().optional(),
})
/**
 * A request to preview a given plan or, without one, the plan that is detected with `overrides` and the saved plan, if
 * any.
 *
 * @public
 */
export type LoadPreviewRequest = z.infer<typeof loadPreviewRequestSchema>
