import { z } from '../wire/zod.ts'
import {
  loadedColumnSchema,
  loadPlanSchema,
  partSchema,
  planDriftSchema,
  regionsSchema,
  rejectSchema,
} from './load-plan.ts'
import { problemSchema } from '../wire/problem.ts'

/** @internal */
export const loadOverridesSchema = z.strictObject({
  /** The encoding, as a WHATWG label. */
  encoding: z.string().optional(),
  /** The string between two cells. */
  delimiter: z.string().optional(),
  /** The character around quoted cells. Empty if cells are not quoted. */
  quote: z.string().optional(),
  /** The character before a quote within a quoted cell. Empty if the dialect has no escape character. */
  escape: z.string().optional(),
  /** Whether the table has a header. */
  header: z.enum(['yes', 'no']).optional(),
  /** The number of header lines; `header: 'no'` takes precedence. */
  headerLines: z.int().min(0).optional(),
  /** The first line of the table, including its header; lines above are preamble. */
  firstLine: z.int().min(1).optional(),
  /** The last line of the table; lines below are notes. */
  lastLine: z.int().min(1).optional(),
  /** The number of the table in a text file with several, from 1. */
  table: z.int().min(1).optional(),
  /** For JSON: the path to the records. */
  recordsPath: z.array(z.string()).readonly().optional(),
  /** The name of the archive entry to read. */
  entry: z.string().optional(),
  /** The name of the sheet or table to read. */
  part: z.string().optional(),
})
/** Overrides for reading a file, which take precedence over detection. Lines are physical lines, from 1. @public */
export type LoadOverrides = z.infer<typeof loadOverridesSchema>

export const sourceLineSchema = z.strictObject({
  /** The number of the physical line, from 1. */
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
  /** The first lines; empty for formats without lines, such as Parquet. */
  lines: z.array(sourceLineSchema),
  /** The roles of the lines; absent for formats without lines. */
  regions: regionsSchema.optional(),
  /** The columns with counts over the previewed rows. */
  columns: z.array(loadedColumnSchema),
  /** The first rows as text, `null` for nulls. */
  rows: z.array(z.array(z.string().nullable())),
  /** Values of the text columns in the previewed rows, the most frequent first, if they were requested. */
  values: z.record(z.string(), z.array(z.string())).optional(),
  /** The rejected records among the previewed lines. */
  rejects: z.array(rejectSchema),
  /** The entries of an archive, including the loaded one; absent if there is only one. */
  entries: z.array(partSchema).optional(),
  /** The sheets or tables of the file; absent if there is only one. */
  parts: z.array(partSchema).optional(),
  /** The differences between the file and the saved plan; absent without a saved plan. */
  drift: planDriftSchema.optional(),
  /** Notes to check before the entire file is loaded. */
  warnings: z.array(problemSchema),
})
/**
 * A load plan with a preview of its result, produced by the code that loads the entire file: the first lines with
 * their roles, and the first rows as text. `whole`: the preview covers the entire file.
 *
 * @public
 */
export type LoadPreview = z.infer<typeof loadPreviewSchema>

/** @internal */
export const loadPreviewRequestSchema = z.strictObject({
  /** The plan to preview. Default: the detected plan. */
  plan: loadPlanSchema.optional(),
  /** A saved plan with the id of the dataset that it was made for. */
  saved: z.strictObject({ dataset: z.string(), plan: loadPlanSchema }).optional(),
  /** Decisions that override the detected ones. */
  overrides: loadOverridesSchema.optional(),
  /** Whether the preview lists values of the text columns. Default: `false`. */
  values: z.boolean().optional(),
})
/** Subject of a preview: a plan, or detection with `overrides`, combined with the saved plan, if any. @public */
export type LoadPreviewRequest = z.infer<typeof loadPreviewRequestSchema>
