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

/** What a person has settled of how a file is read; it wins over every detection. Lines are physical ones, from 1. */
export const loadOverridesSchema = z.strictObject({
  /** A WHATWG label. */
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  quote: z.string().optional(),
  escape: z.string().optional(),
  header: z.enum(['yes', 'no']).optional(),
  /** How many lines make the header; `header: 'no'` wins over it. */
  headerLines: z.int().min(0).optional(),
  /** The table's first line (its header, where it has one): what is above is preamble. */
  firstLine: z.int().min(1).optional(),
  /** The table's last line: what is below are notes. */
  lastLine: z.int().min(1).optional(),
  /** Which table of a text that holds several, by their order in it from 1. */
  table: z.int().min(1).optional(),
  /** For JSON: the keys that lead to the records. */
  recordsPath: z.array(z.string()).readonly().optional(),
  /** The entry of an archive that is read, by its name. */
  entry: z.string().optional(),
  /** The sheet or table that is read, by its name. */
  part: z.string().optional(),
})
export type LoadOverrides = z.infer<typeof loadOverridesSchema>

/** A physical line as a person reads it: decoded, and cut where it is very long. */
export const sourceLineSchema = z.strictObject({ line: z.int(), text: z.string(), cut: z.boolean() })
export type SourceLine = z.infer<typeof sourceLineSchema>

/**
 * A load plan beside what it makes of a file's beginning, by the same code that loads the whole: the source's first
 * lines and what each is, and the first rows as text. `whole` says that the beginning is all of it.
 */
export const loadPreviewSchema = z.strictObject({
  dataset: z.string(),
  plan: loadPlanSchema,
  whole: z.boolean(),
  /** Empty for what has no lines (Parquet, say). */
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
export type LoadPreview = z.infer<typeof loadPreviewSchema>

/** What to preview: a plan as it stands, or what is found under `overrides`, joined with a kept plan where there is one. */
export const loadPreviewRequestSchema = z.strictObject({
  plan: loadPlanSchema.optional(),
  saved: z.strictObject({ dataset: z.string(), plan: loadPlanSchema }).optional(),
  overrides: loadOverridesSchema.optional(),
})
export type LoadPreviewRequest = z.infer<typeof loadPreviewRequestSchema>
