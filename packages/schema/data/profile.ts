import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

/**
 * The meaning of a column's values beyond their type. `coordinates` are both numbers in one string: "48.2, 16.37".
 *
 * @internal
 */
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
/** @public */
export type SemanticType = z.infer<typeof semanticTypeSchema>

/** A detected semantic type with its confidence (0 to 1) and a reason that a reader can verify. */
export const semanticSchema = z.strictObject({
  type: semanticTypeSchema,
  confidence: z.number().min(0).max(1),
  reason: textSchema,
})
/** @public */
export type Semantic = z.infer<typeof semanticSchema>

/** A value as text, with the number of its rows. */
export const countedValueSchema = z.strictObject({ value: z.string(), count: z.number().int() })
/** @public */
export type CountedValue = z.infer<typeof countedValueSchema>

/** A bin of a histogram: values from `from` to below `to`; the last bin includes `to`. Times in ms since 1970. */
export const histogramBinSchema = z.strictObject({ from: z.number(), to: z.number(), count: z.number().int() })
/** @public */
export type HistogramBin = z.infer<typeof histogramBinSchema>

/**
 * A sample of rows: every `of / rows`-th row. `error` is the margin of error of a share at 95% confidence (0.01 = one
 * percentage point).
 *
 * @internal
 */
export const profileSampleSchema = z.strictObject({
  rows: z.number().int(),
  of: z.number().int(),
  error: z.number(),
})
/** @public */
export type ProfileSample = z.infer<typeof profileSampleSchema>

export const textProfileSchema = z.strictObject({
  /** Values with leading or trailing white space. */
  untrimmed: z.number().int(),
  /** Empty strings. */
  empty: z.number().int(),
  /** In characters. */
  shortest: z.number().int(),
  longest: z.number().int(),
  meanLength: z.number(),
  /** Values that begin like a JSON list or object. */
  jsonShaped: z.number().int(),
  /** Counts for columns of unique values, which may be ids. */
  unique: z
    .strictObject({
      distinctTrimmed: z.number().int(),
      /** Values that look like ids: a UUID, a hash, letters and digits ("AB-123"), or at least four digits. */
      idShaped: z.number().int(),
      /** Values of upper-case letters and digits only ("LAX"). */
      codeShaped: z.number().int(),
    })
    .optional(),
})
/** @public */
export type TextProfile = z.infer<typeof textProfileSchema>

export const numberProfileSchema = z.strictObject({
  /** Of finite values; absent if there are none. */
  min: z.number().optional(),
  max: z.number().optional(),
  /** Infinite values and NaN. */
  infinite: z.number().int(),
  /** Values with a fraction. */
  fractions: z.number().int(),
  zeros: z.number().int(),
  negative: z.number().int(),
  /** The difference between value and row number (from 0), if it is the same in all rows. */
  rowOffset: z.number().optional(),
})
/** @public */
export type NumberProfile = z.infer<typeof numberProfileSchema>

/** A quantile: `share` of the values are at most this value. Times are in ms since 1970. */
export const quantileSchema = z.strictObject({ share: z.number(), value: z.number() })
/** @public */
export type Quantile = z.infer<typeof quantileSchema>

/**
 * The basic profile of a column. Counts are exact unless noted: `distinctIs` is `approximate` if distinct values were
 * estimated (DuckDB's HyperLogLog with 64 registers has a standard error of 13%), and `sampled` describes the sample of
 * quantiles, histogram and top values.
 *
 * @internal
 */
export const columnProfileSchema = z.strictObject({
  name: z.string(),
  type: z.string(),
  family: z.enum(['number', 'text', 'boolean', 'time', 'nested', 'unknown']),
  /** The number of null rows. */
  nulls: z.number().int(),
  /** The number of distinct values; 0 for nested types, which are not compared. */
  distinct: z.number().int(),
  distinctIs: z.enum(['exact', 'approximate']),
  /** The minimum and maximum as text, for ordered types. */
  min: z.string().optional(),
  max: z.string().optional(),
  numbers: numberProfileSchema.optional(),
  /** VARCHAR only. */
  texts: textProfileSchema.optional(),
  quantiles: z.array(quantileSchema),
  histogram: z.array(histogramBinSchema),
  /** The most frequent values, most frequent first, then in ascending order. */
  top: z.array(countedValueSchema),
  /** The sample of quantiles, histogram and top values, if not all rows were read; counts are those of the sample. */
  sampled: profileSampleSchema.optional(),
  semantic: semanticSchema.optional(),
})
/** @public */
export type ColumnProfile = z.infer<typeof columnProfileSchema>

/** @internal */
export const tableProfileSchema = z.strictObject({
  rows: z.number().int(),
  columns: z.array(columnProfileSchema),
})
/** @public */
export type TableProfile = z.infer<typeof tableProfileSchema>

const findingFields = {
  /** The finding, in one sentence. */
  message: textSchema,
  /** The sample, if not all rows were read. */
  sample: profileSampleSchema.optional(),
  /** On the last finding of a kind: the number of weaker ones that are not included. */
  leftOut: z.number().int().optional(),
}

/** A finding of a deep profile. Rows are from 1, as in the table. @internal */
export const deepFindingSchema = z.discriminatedUnion('kind', [
  /** The pattern of a text column: "9" is a digit, "a" a lower-case letter, "A" an upper-case letter; "+" repeats. */
  z.strictObject({
    kind: z.literal('pattern'),
    column: z.string(),
    patterns: z.array(
      z.strictObject({ pattern: z.string(), count: z.number().int(), share: z.number(), example: z.string() }),
    ),
    ...findingFields,
  }),
  /** A key. `repeats` rows duplicate an earlier value: 0, or few for a key with errors. */
  z.strictObject({ kind: z.literal('key'), columns: z.array(z.string()), repeats: z.number().int(), ...findingFields }),
  /** A functional dependency of `to` on `from`, except in `violations` of `rows` rows. `strength` is Parciak's μ⁺. */
  z.strictObject({
    kind: z.literal('dependency'),
    from: z.array(z.string()),
    to: z.string(),
    violations: z.number().int(),
    rows: z.number().int(),
    strength: z.number(),
    /** Values of `from` with several values of `to`, the most likely first. */
    examples: z.array(z.strictObject({ from: z.string(), to: z.array(countedValueSchema) })),
    ...findingFields,
  }),
  /** A correlation of two columns: `pearson` and `spearman` from -1 to 1, `cramer` from 0 to 1. */
  z.strictObject({
    kind: z.literal('correlation'),
    columns: z.tuple([z.string(), z.string()]),
    measure: z.enum(['pearson', 'spearman', 'cramer']),
    value: z.number(),
    ...findingFields,
  }),
  /** Outliers: numbers below `low` or above `high`. */
  z.strictObject({
    kind: z.literal('outliers'),
    column: z.string(),
    low: z.number().optional(),
    high: z.number().optional(),
    count: z.number().int(),
    examples: z.array(z.strictObject({ row: z.number().int(), value: z.string() })),
    ...findingFields,
  }),
  /** Exact duplicates: `extra` rows beyond the distinct ones. */
  z.strictObject({
    kind: z.literal('duplicates'),
    extra: z.number().int(),
    groups: z.number().int(),
    examples: z.array(z.array(z.number().int())),
    ...findingFields,
  }),
  /** Near duplicates: pairs of similar rows. */
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
    ...findingFields,
  }),
  /** Values of a column that are probably spellings of one value. */
  z.strictObject({
    kind: z.literal('spellings'),
    column: z.string(),
    clusters: z.array(z.strictObject({ keep: z.string(), values: z.array(countedValueSchema) })),
    ...findingFields,
  }),
])
/** @public */
export type DeepFinding = z.infer<typeof deepFindingSchema>

/** The progress of a deep profile. @internal */
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
/** @public */
export type DeepProgress = z.infer<typeof deepProgressSchema>

/** A difference between two profiles: `before` and `after` as text, `distance` (0 to 1) if it was computed. */
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
  /** For distributions: the Jensen–Shannon distance (0: equal, 1: disjoint) and the population stability index. */
  distance: z.number().optional(),
  psi: z.number().optional(),
  values: z.array(z.string()).optional(),
  message: textSchema,
})
/** @public */
export type DriftFinding = z.infer<typeof driftFindingSchema>

/** The differences between a profile and an earlier one. @internal */
export const profileDriftSchema = z.strictObject({
  /** The highest severity; `none` if there are no relevant changes. */
  worst: z.enum(['error', 'warning', 'info', 'none']),
  findings: z.array(driftFindingSchema),
})
/** @public */
export type ProfileDrift = z.infer<typeof profileDriftSchema>
