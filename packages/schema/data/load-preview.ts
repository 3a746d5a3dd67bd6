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

/**
 * Overrides for reading a file, which take precedence over detection. Lines are physical lines, from 1.
 *
 * @internal
 */
export const loadOverridesSchema = z.strictObject({
  /** A WHATWG label. */
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  quote: z.string().optional(),
  escape: z.string().optional(),
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
/** @public */
export type LoadOverrides = z.infer<typeof loadOverridesSchema>

/** A decoded physical line, truncated if it is very long. */
export const sourceLineSchema = z.strictObject({ line: z.int(), text: z.string(), cut: z.boolean() })
/** @public */
export type SourceLine = z.infer<typeof sourceLineSchema>

/**
 * A load plan with a preview of its result, produced by the code that loads the complete file: the first lines with
 * their roles, and the first rows as text. `whole`: the preview covers the complete file.
 *
 * @internal
 */
export const loadPreviewSchema = z.strictObject({
  dataset: z.string(),
  plan: loadPlanSchema,
  whole: z.boolean(),
  /** Empty for formats without lines, such as Parquet. */
  lines: z.array(sourceLineSchema),
  regions: regionsSchema.optional(),
  columns: z.array(loadedColumnSchema),
  rows: z.array(z.array(z.string().nullable())),
  rejects: z.array(rejectSchema),
  entries: z.array(partSchema).optional(),
  parts: z.array(partSchema).optional(),
  drift: planDriftSchema.optional(),
  warnings: z.array(problemSchema),
})
/** @public */
export type LoadPreview = z.infer<typeof loadPreviewSchema>

/** What to preview: a plan, or detection with `overrides`, combined with a saved plan if there is one. @internal */
export const loadPreviewRequestSchema = z.strictObject({
  plan: loadPlanSchema.optional(),
  saved: z.strictObject({ dataset: z.string(), plan: loadPlanSchema }).optional(),
  overrides: loadOverridesSchema.optional(),
})
/** @public */
export type LoadPreviewRequest = z.infer<typeof loadPreviewRequestSchema>
