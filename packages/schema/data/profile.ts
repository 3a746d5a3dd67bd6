import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

/** What a column's values are, beyond their type. `coordinates` are both numbers in one text: "48.2, 16.37". */
export const semanticTypeSchema = z.enum([
  'id',
  'email',
  'url',
  'ip-address',
  'phone',
  'postal-code',
  'country',
  'currency',
  'latitude',
  'longitude',
  'coordinates',
  'category',
  'free-text',
  'date',
  'year',
  'quarter',
  'month',
  'weekday',
  'day',
  'hour',
])
export type SemanticType = z.infer<typeof semanticTypeSchema>

/** A semantic type as it was found: how sure (0 to 1), and why, in words that a person can check. */
export const semanticSchema = z.strictObject({
  type: semanticTypeSchema,
  confidence: z.number().min(0).max(1),
  reason: textSchema,
})
export type Semantic = z.infer<typeof semanticSchema>

/** A value as text and how many rows have it. */
export const countedValueSchema = z.strictObject({ value: z.string(), count: z.number().int() })
export type CountedValue = z.infer<typeof countedValueSchema>

/** One step of a histogram: values from `from` to below `to`, the last step's to `to` itself. Times are in ms since 1970. */
export const histogramBinSchema = z.strictObject({ from: z.number(), to: z.number(), count: z.number().int() })
export type HistogramBin = z.infer<typeof histogramBinSchema>

/**
 * Rows that were looked at in place of all: every `of / rows`-th of the table's order. `error` is how far a share that
 * was found in them may be from the table's, 19 times of 20 (0.01 = one in a hundred rows).
 */
export const profileSampleSchema = z.strictObject({
  rows: z.number().int(),
  of: z.number().int(),
  error: z.number(),
})
export type ProfileSample = z.infer<typeof profileSampleSchema>

export const textProfileSchema = z.strictObject({
  /** Texts with white space at an end. */
  untrimmed: z.number().int(),
  /** Texts of no character. */
  empty: z.number().int(),
  /** In characters. */
  shortest: z.number().int(),
  longest: z.number().int(),
  meanLength: z.number(),
  /** Texts that begin like a JSON list or object. */
  jsonShaped: z.number().int(),
  /** What is only looked at where every row has a text of its own, so that the column may be an id. */
  unique: z
    .strictObject({
      distinctTrimmed: z.number().int(),
      /** Texts that look like ids: a UUID, a hash, letters and digits ("AB-123"), four digits and more. */
      idShaped: z.number().int(),
      /** Texts of capitals and digits only ("LAX"). */
      codeShaped: z.number().int(),
    })
    .optional(),
})
export type TextProfile = z.infer<typeof textProfileSchema>

export const numberProfileSchema = z.strictObject({
  /** Of finite values; absent where there is none. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** Infinite values and NaN. */
  infinite: z.number().int(),
  /** Values with a fraction. */
  fractions: z.number().int(),
  zeros: z.number().int(),
  negative: z.number().int(),
  /** What must be added to the row's number (from 0) to get the value, where that is the same in every row. */
  rowOffset: z.number().optional(),
})
export type NumberProfile = z.infer<typeof numberProfileSchema>

/** A value of a column's order: `share` of its values are not above it. Numbers as number, times in ms since 1970. */
export const quantileSchema = z.strictObject({ share: z.number(), value: z.number() })
export type Quantile = z.infer<typeof quantileSchema>

/**
 * A column's first profile. Counts are exact unless said: `distinctIs` is `approximate` where the different values were
 * estimated (by DuckDB's HyperLogLog of 64 registers: a standard error of 13 %), `sampled` tells what quantiles, histogram
 * and top values were counted on.
 */
export const columnProfileSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  family: z.enum(['number', 'text', 'boolean', 'time', 'nested', 'unknown']),
  /** Rows without a value. */
  nulls: z.number().int(),
  /** Different values; 0 for nested types, which are not compared. */
  distinct: z.number().int(),
  distinctIs: z.enum(['exact', 'approximate']),
  /** The least and the greatest value as text, of types that have an order. */
  min: z.string().optional(),
  max: z.string().optional(),
  numbers: numberProfileSchema.optional(),
  /** VARCHAR only. */
  texts: textProfileSchema.optional(),
  quantiles: z.array(quantileSchema),
  histogram: z.array(histogramBinSchema),
  /** The most frequent values, most frequent first, then in their order. */
  top: z.array(countedValueSchema),
  /** What quantiles, histogram and top values were counted on, where not on all rows; their counts are the sample's. */
  sampled: profileSampleSchema.optional(),
  semantic: semanticSchema.optional(),
})
export type ColumnProfile = z.infer<typeof columnProfileSchema>

export const tableProfileSchema = z.strictObject({
  rows: z.number().int(),
  columns: z.array(columnProfileSchema),
})
export type TableProfile = z.infer<typeof tableProfileSchema>

const told = {
  /** What was found, in one sentence. */
  message: textSchema,
  /** Where not all rows were looked at. */
  sample: profileSampleSchema.optional(),
  /** How many more of its kind were found, all weaker, and are not told: on the last that is. */
  leftOut: z.number().int().optional(),
}

/** Something that a deep profile has found. Rows are counted from 1, as the table shows them. */
export const deepFindingSchema = z.discriminatedUnion('kind', [
  /** How a text column is written: "9" a digit, "a" a small letter, "A" a capital; "+" after it, several. */
  z.strictObject({
    kind: z.literal('pattern'),
    column: z.string(),
    patterns: z.array(
      z.strictObject({ pattern: z.string(), count: z.number().int(), share: z.number(), example: z.string() }),
    ),
    ...told,
  }),
  /** Columns that tell every row apart. `repeats` rows share their values with an earlier one: 0, or a key with few errors. */
  z.strictObject({ kind: z.literal('key'), columns: z.array(z.string()), repeats: z.number().int(), ...told }),
  /** Equal values in `from` have equal values in `to`, but for `violations` of `rows` rows. `strength` is Parciak's μ⁺. */
  z.strictObject({
    kind: z.literal('dependency'),
    from: z.array(z.string()),
    to: z.string(),
    violations: z.number().int(),
    rows: z.number().int(),
    strength: z.number(),
    /** Values of `from` with several of `to`, the likely one first. */
    examples: z.array(z.strictObject({ from: z.string(), to: z.array(countedValueSchema) })),
    ...told,
  }),
  /** Two columns that go together: `pearson` and `spearman` from -1 to 1, `cramer` from 0 to 1. */
  z.strictObject({
    kind: z.literal('correlation'),
    columns: z.tuple([z.string(), z.string()]),
    measure: z.enum(['pearson', 'spearman', 'cramer']),
    value: z.number(),
    ...told,
  }),
  /** Numbers far from the others: below `low` or above `high`. */
  z.strictObject({
    kind: z.literal('outliers'),
    column: z.string(),
    low: z.number().optional(),
    high: z.number().optional(),
    count: z.number().int(),
    examples: z.array(z.strictObject({ row: z.number().int(), value: z.string() })),
    ...told,
  }),
  /** Rows that are equal in all columns: `extra` rows more than there are different ones. */
  z.strictObject({
    kind: z.literal('duplicates'),
    extra: z.number().int(),
    groups: z.number().int(),
    examples: z.array(z.array(z.number().int())),
    ...told,
  }),
  /** Pairs of rows that are alike and not equal. */
  z.strictObject({
    kind: z.literal('near-duplicates'),
    count: z.number().int(),
    pairs: z.array(
      z.strictObject({
        rows: z.tuple([z.number().int(), z.number().int()]),
        similarity: z.number(),
        reason: textSchema,
      }),
    ),
    ...told,
  }),
  /** Values of a column that look like spellings of one. */
  z.strictObject({
    kind: z.literal('spellings'),
    column: z.string(),
    clusters: z.array(z.strictObject({ keep: z.string(), values: z.array(countedValueSchema) })),
    ...told,
  }),
])
export type DeepFinding = z.infer<typeof deepFindingSchema>

/** How far a deep profile is. */
export const deepProgressSchema = z.strictObject({
  step: z.enum([
    'patterns',
    'keys',
    'dependencies',
    'correlations',
    'outliers',
    'duplicates',
    'near-duplicates',
    'spellings',
  ]),
  done: z.number().int(),
  total: z.number().int(),
})
export type DeepProgress = z.infer<typeof deepProgressSchema>

/** One thing that is otherwise than it was: `before` and `after` in words, `distance` where one was worked out (0 to 1). */
export const driftFindingSchema = z.strictObject({
  kind: z.enum([
    'rows',
    'column-gone',
    'column-new',
    'type-changed',
    'meaning-changed',
    'nulls-changed',
    'new-values',
    'values-gone',
    'range-changed',
    'distribution-changed',
    'no-longer-unique',
  ]),
  severity: z.enum(['error', 'warning', 'info']),
  column: z.string().optional(),
  before: z.string().optional(),
  after: z.string().optional(),
  /** Of distributions: the Jensen–Shannon distance (0 equal to 1 nothing in common) and the population stability index. */
  distance: z.number().optional(),
  psi: z.number().optional(),
  values: z.array(z.string()).optional(),
  message: textSchema,
})
export type DriftFinding = z.infer<typeof driftFindingSchema>

/** How one profile differs from an earlier one. */
export const profileDriftSchema = z.strictObject({
  /** The worst severity found; `none` where nothing has changed that matters. */
  worst: z.enum(['error', 'warning', 'info', 'none']),
  findings: z.array(driftFindingSchema),
})
export type ProfileDrift = z.infer<typeof profileDriftSchema>
