import { textSchema } from '../wire/text.ts'
import { z } from '../wire/zod.ts'

/** @internal */
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
/**
 * The meaning of a column's values beyond their type. `coordinates` are strings that contain latitude and longitude:
 * "48.2, 16.37".
 *
 * @public
 */
export type SemanticType = z.infer<typeof semanticTypeSchema>

export const semanticSchema = z.strictObject({
  /** The meaning of the values. */
  type: semanticTypeSchema,
  /** The probability that the type is correct, 0 to 1. */
  confidence: z.number().min(0).max(1),
  /** The reason, which a reader can verify. */
  reason: textSchema,
})
/** A detected semantic type, its confidence (0 to 1), and a reason that a reader can verify. @public */
export type Semantic = z.infer<typeof semanticSchema>

export const countedValueSchema = z.strictObject({
  /** The value as text. */
  value: z.string(),
  /** The number of rows with this value. */
  count: z.number().int(),
})
/** A value as text, and the number of rows that contain it. @public */
export type CountedValue = z.infer<typeof countedValueSchema>

export const histogramBinSchema = z.strictObject({
  /** The inclusive lower bound. */
  from: z.number(),
  /** The upper bound, which is exclusive except for the last bin. */
  to: z.number(),
  /** The number of values in the bin. */
  count: z.number().int(),
})
/**
 * A histogram bin, with values from `from` up to but excluding `to`. The last bin includes `to`. Times are in ms since
 * the Unix epoch.
 *
 * @public
 */
export type HistogramBin = z.infer<typeof histogramBinSchema>

/** @internal */
export const profileSampleSchema = z.strictObject({
  /** The number of rows in the sample. */
  rows: z.number().int(),
  /** The number of rows in the table. */
  of: z.number().int(),
  /** The margin of error of a proportion at 95% confidence, 0 to 1. */
  error: z.number(),
})
/**
 * A systematic sample of every `of / rows`-th row. `error` is the margin of error of a proportion at 95% confidence
 * (0.01 is one percentage point).
 *
 * @public
 */
export type ProfileSample = z.infer<typeof profileSampleSchema>

export const textProfileSchema = z.strictObject({
  /** The number of values with leading or trailing whitespace. */
  untrimmed: z.number().int(),
  /** The number of empty strings. */
  empty: z.number().int(),
  /** The minimum length, in characters. */
  shortest: z.number().int(),
  /** The maximum length, in characters. */
  longest: z.number().int(),
  /** The mean length, in characters. */
  meanLength: z.number(),
  /** The number of values that look like a JSON list or object. */
  jsonShaped: z.number().int(),
  /** Counts for columns whose values are unique and may be ids. */
  unique: z
    .strictObject({
      distinctTrimmed: z.number().int(),
      /**
       * The number of values that look like ids: a UUID, a hash, letters and digits ("AB-123"), or at least four
       * digits.
       */
      idShaped: z.number().int(),
      /** The number of values that consist only of uppercase letters and digits ("LAX"). */
      codeShaped: z.number().int(),
    })
    .optional(),
})
export const numberProfileSchema = z.strictObject({
  /** The minimum of the finite values. Absent if there are none. */
  min: z.number().optional(),
  /** The maximum of the finite values. Absent if there are none. */
  max: z.number().optional(),
  /** The number of infinite values and NaN. */
  infinite: z.number().int(),
  /** The number of values with a fractional part. */
  fractions: z.number().int(),
  /** The number of values that equal 0. */
  zeros: z.number().int(),
  /** The number of values below 0. */
  negative: z.number().int(),
  /** The difference between the value and the zero-based row number, if it is constant. */
  rowOffset: z.number().optional(),
})
/** Counts and range of a numeric column's values. Null values are not counted. @public */
export type NumberProfile = z.infer<typeof numberProfileSchema>

export const quantileSchema = z.strictObject({
  /** The fraction of values, from 0 to 1. The median is at 0.5. */
  share: z.number(),
  /** The value that this fraction of values does not exceed. */
  value: z.number(),
})
/** A quantile: the fraction `share` of the values is at most `value`. Times are in ms since the Unix epoch. @public */
export type Quantile = z.infer<typeof quantileSchema>

/** @internal */
export const columnProfileSchema = z.strictObject({
  /** The name of the column. */
  name: z.string(),
  /** The DuckDB type of the column. */
  type: z.string(),
  /** The type family, which determines which optional members are set. */
  family: z.enum(['number', 'text', 'boolean', 'time', 'nested', 'unknown']),
  /** The number of null cells. */
  nulls: z.number().int(),
  /** The number of distinct values. 0 for nested types, which are not compared. */
  distinct: z.number().int(),
  /** Whether `distinct` is a count or an estimate. */
  distinctIs: z.enum(['exact', 'approximate']),
  /** The minimum as text, for ordered types. */
  min: z.string().optional(),
  /** The maximum as text, for ordered types. */
  max: z.string().optional(),
  /** Counts and range. Only for numeric columns. */
  numbers: numberProfileSchema.optional(),
  /** Statistics of strings. Only for VARCHAR columns. */
  texts: textProfileSchema.optional(),
  /** The quantiles of numbers and times, by ascending `share`. Empty for other types. */
  quantiles: z.array(quantileSchema),
  /** The bins of numbers and times, in ascending order. Empty for other types. */
  histogram: z.array(histogramBinSchema),
  /** The most frequent values, most frequent first. Ties are in ascending order. */
  top: z.array(countedValueSchema),
  /**
   * The sample on which quantiles, histogram and top values are based, if not all rows were read. Their counts refer to
   * the sample.
   */
  sampled: profileSampleSchema.optional(),
  /** The detected meaning of the values. Absent if none was detected. */
  semantic: semanticSchema.optional(),
})
/**
 * The basic profile of a column. Counts are exact unless noted: `distinctIs` is `approximate` if distinct values were
 * estimated (DuckDB's HyperLogLog with 64 registers has a standard error of 13%), and `sampled` describes the sample
 * for quantiles, histogram and top values.
 *
 * @public
 */
export type ColumnProfile = z.infer<typeof columnProfileSchema>

/** @internal */
export const tableProfileSchema = z.strictObject({
  /** The number of rows. */
  rows: z.number().int(),
  /** The column profiles, in table order. */
  columns: z.array(columnProfileSchema),
})
/** The basic profile of a table. @public */
export type TableProfile = z.infer<typeof tableProfileSchema>

const findingFields = {
  /** A description of the finding, in one sentence. */
  message: textSchema,
  /** The sample, if not all rows were read. */
  sample: profileSampleSchema.optional(),
  /** On the last finding of a kind: the number of omitted weaker findings. */
  leftOut: z.number().int().optional(),
}

/** @internal */
export const deepFindingSchema = z.discriminatedUnion('kind', [
  /**
   * The pattern of a text column. "9" is a digit, "a" a lowercase letter, "A" an uppercase letter, and "+" a
   * repetition.
   */
  z.strictObject({
    kind: z.literal('pattern'),
    column: z.string(),
    /** The most frequent patterns. `share` is their fraction of the values, from 0 to 1. */
    patterns: z.array(
      z.strictObject({ pattern: z.string(), count: z.number().int(), share: z.number(), example: z.string() }),
    ),
    ...findingFields,
  }),
  /**
   * A candidate key. `repeats` is the number of rows that duplicate an earlier value: 0, or few if the key contains
   * errors.
   */
  z.strictObject({ kind: z.literal('key'), columns: z.array(z.string()), repeats: z.number().int(), ...findingFields }),
  /**
   * A functional dependency of `to` on `from` that holds except in `violations` of `rows` rows. `strength` is μ⁺, from
   * 0 to 1 (M. Parciak et al., ICDE 2024).
   */
  z.strictObject({
    kind: z.literal('dependency'),
    from: z.array(z.string()),
    to: z.string(),
    violations: z.number().int(),
    rows: z.number().int(),
    strength: z.number(),
    /** Values of `from` that have several values of `to`, most likely first. */
    examples: z.array(z.strictObject({ from: z.string(), to: z.array(countedValueSchema) })),
    ...findingFields,
  }),
  /**
   * A correlation between two columns: `pearson` and `spearman` are from -1 to 1, `cramer` (bias-corrected, W. Bergsma
   * 2013) is from 0 to 1.
   */
  z.strictObject({
    kind: z.literal('correlation'),
    columns: z.tuple([z.string(), z.string()]),
    measure: z.enum(['pearson', 'spearman', 'cramer']),
    value: z.number(),
    ...findingFields,
  }),
  /** Outliers: numbers below `low` or above `high`, the outer fences of J. W. Tukey (1977). */
  z.strictObject({
    kind: z.literal('outliers'),
    column: z.string(),
    low: z.number().optional(),
    high: z.number().optional(),
    count: z.number().int(),
    examples: z.array(z.strictObject({ row: z.number().int(), value: z.string() })),
    ...findingFields,
  }),
  /** Exact duplicates. `extra` is the number of rows in excess of the distinct rows. */
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
  /** Values that are probably different spellings of the same value. */
  z.strictObject({
    kind: z.literal('spellings'),
    /** The name of the column. */
    column: z.string(),
    /** The spellings of each value. `keep` is the proposed spelling. */
    clusters: z.array(z.strictObject({ keep: z.string(), values: z.array(countedValueSchema) })),
    ...findingFields,
  }),
])
/** A finding of a deep profile. Row numbers start at 1. @public */
export type DeepFinding = z.infer<typeof deepFindingSchema>

/** @internal */
export const deepProgressSchema = z.strictObject({
  /** The current step. */
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
  /** The number of completed units of the step. */
  done: z.number().int(),
  /** The number of units of the step. */
  total: z.number().int(),
})
/** The progress of a deep profile. @public */
export type DeepProgress = z.infer<typeof deepProgressSchema>

export const driftFindingSchema = z.strictObject({
  /** The kind of change. */
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
  /** How likely the change is to break workflows that read the table. */
  severity: z.enum(['error', 'warning', 'info']),
  /** The changed column. Absent for the number of rows. */
  column: z.string().optional(),
  /** The earlier value as text. */
  before: z.string().optional(),
  /** The current value as text. */
  after: z.string().optional(),
  /** For distributions: the Jensen–Shannon distance (J. Lin 1991), from 0 (equal) to 1 (disjoint). */
  distance: z.number().optional(),
  /** For distributions: the population stability index. Values of 0.25 or more are reported as a warning. */
  psi: z.number().optional(),
  /** Examples of new or missing values. */
  values: z.array(z.string()).optional(),
  /** The difference, in one sentence. */
  message: textSchema,
})
/** A difference between two profiles. @public */
export type DriftFinding = z.infer<typeof driftFindingSchema>

/** @internal */
export const profileDriftSchema = z.strictObject({
  /** The highest severity, or `none` if there are no relevant changes. */
  worst: z.enum(['error', 'warning', 'info', 'none']),
  /** The differences, most severe first. */
  findings: z.array(driftFindingSchema),
})
/** The differences between a profile and an earlier profile. @public */
export type ProfileDrift = z.infer<typeof profileDriftSchema>
