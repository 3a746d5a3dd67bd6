import type { ProfileInput, SessionTables } from '@aw-flow/client'
import { ok, type Result, type TableProfile } from '@aw-flow/schema'
import type { ColumnProfile, DeepFinding, ProfileDrift } from '@aw-flow/schema/internal'
import type { ProfileOptions, ProfileSource } from './views/profile/profile-source.ts'

const createHistogram = (counts: readonly number[], from: number, to: number): ColumnProfile['histogram'] =>
  counts.map((count, index) => ({
    from: from + ((to - from) * index) / counts.length,
    to: from + ((to - from) * (index + 1)) / counts.length,
    count,
  }))
const quantileLevels = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
const baseColumn: Pick<ColumnProfile, 'nulls' | 'distinctIs' | 'quantiles' | 'histogram' | 'top'> = {
  nulls: 0,
  distinctIs: 'exact',
  quantiles: [],
  histogram: [],
  top: [],
}
const textStatistics = { untrimmed: 0, empty: 0, shortest: 3, longest: 24, meanLength: 11.4, jsonShaped: 0 }
const numberStatistics = { infinite: 0, fractions: 0, zeros: 0, negative: 0 }

/** A profile of an orders table with columns of every kind. */
export const createTestProfile = (): TableProfile => ({
  rows: 12_480,
  columns: [
    {
      ...baseColumn,
      name: 'order_id',
      type: 'BIGINT',
      family: 'number',
      distinct: 12_480,
      min: '1',
      max: '12480',
      numbers: { ...numberStatistics, min: 1, max: 12_480, rowOffset: 1 },
      quantiles: quantileLevels.map((share) => ({ share, value: Math.ceil(share * 12_480) })),
      histogram: createHistogram(
        Array.from({ length: 20 }, () => 624),
        1,
        12_480,
      ),
      semantic: { type: 'id', confidence: 0.95, reason: 'It is named `order_id`.' },
    },
    {
      ...baseColumn,
      name: 'city',
      type: 'VARCHAR',
      family: 'text',
      nulls: 312,
      distinct: 9,
      min: 'Bregenz',
      max: 'Wien',
      texts: { ...textStatistics, untrimmed: 4 },
      top: [
        { value: 'Wien', count: 5_010 },
        { value: 'Graz', count: 3_105 },
        { value: 'Linz', count: 2_200 },
        { value: 'Sankt Pölten', count: 1_853 },
      ],
      semantic: { type: 'category', confidence: 0.95, reason: 'It has 9 distinct values in 12168 rows.' },
    },
    {
      ...baseColumn,
      name: 'customer_email',
      type: 'VARCHAR',
      family: 'text',
      nulls: 3,
      distinct: 8_912,
      distinctIs: 'approximate',
      texts: textStatistics,
      top: [],
      sampled: { rows: 1_000, of: 12_480, error: 0.031 },
      semantic: { type: 'email', confidence: 1, reason: '100% of its values match.' },
    },
    {
      ...baseColumn,
      name: 'amount',
      type: 'DOUBLE',
      family: 'number',
      distinct: 9_320,
      min: '-12.5',
      max: '9800.0',
      numbers: { ...numberStatistics, min: -12.5, max: 9_800, fractions: 9_000, negative: 2, zeros: 14 },
      quantiles: [-1.5, 4, 22.5, 48, 97.25, 410, 1_800.5].map((value, index) => ({
        share: quantileLevels[index]!,
        value,
      })),
      histogram: createHistogram(
        [9_000, 2_000, 900, 300, 150, 60, 30, 20, 10, 4, 2, 1, 1, 0, 0, 1, 0, 0, 0, 1],
        -12.5,
        9_800,
      ),
    },
    {
      ...baseColumn,
      name: 'ordered',
      type: 'DATE',
      family: 'time',
      distinct: 366,
      min: '2025-11-01',
      max: '2026-11-01',
      quantiles: quantileLevels.map((share) => ({ share, value: Date.UTC(2025, 10, 1 + Math.round(share * 365)) })),
      histogram: createHistogram(
        Array.from({ length: 20 }, (_, index) => 400 + ((index * 137) % 450)),
        Date.UTC(2025, 10, 1),
        Date.UTC(2026, 10, 1),
      ),
    },
    {
      ...baseColumn,
      name: 'paid',
      type: 'BOOLEAN',
      family: 'boolean',
      distinct: 2,
      min: 'false',
      max: 'true',
      top: [
        { value: 'true', count: 11_900 },
        { value: 'false', count: 580 },
      ],
    },
  ],
})

/** Findings of several kinds. */
export const createTestDeepFindings = (): DeepFinding[] => [
  { kind: 'key', columns: ['order_id'], repeats: 0, message: '`order_id` is different in all 12,480 rows.' },
  {
    kind: 'outliers',
    column: 'amount',
    high: 620,
    count: 37,
    examples: [{ row: 812, value: '9800.0' }],
    message: '37 values of `amount` (0.3%) are far from the others, which range from -12.5 to 620.',
  },
  {
    kind: 'spellings',
    column: 'city',
    clusters: [
      {
        keep: 'Wien',
        values: [
          { value: 'Wien', count: 5_010 },
          { value: 'Wein', count: 2 },
        ],
      },
    ],
    message: '1 value of `city` has several spellings, such as “Wien”, “Wein”.',
  },
  {
    kind: 'near-duplicates',
    count: 1,
    pairs: [{ rows: [14, 902], similarity: 0.94, reason: 'differ in `customer_email`' }],
    message: '1 pair of rows is similar but not equal, such as rows 14 and 902 (in a sample of 9,000 of 12,480 rows).',
    sample: { rows: 9_000, of: 12_480, error: 0.01 },
  },
]

export const createTestDrift = (): ProfileDrift => ({
  worst: 'error',
  findings: [
    { kind: 'column-gone', severity: 'error', column: 'discount', message: '`discount` is missing.' },
    {
      kind: 'new-values',
      severity: 'warning',
      column: 'city',
      values: ['Wels'],
      message: '`city` has new values: “Wels”.',
    },
    { kind: 'column-new', severity: 'info', column: 'paid', message: '`paid` is new (BOOLEAN).' },
  ],
})

/** A source of `createTestProfile`. A deep analysis waits after each finding until `continueAnalysis` is called. */
export class TestProfileSource implements ProfileSource {
  readonly requests: ProfileOptions[] = []
  readonly columnCount = 6
  failure: Error | undefined
  /** Whether a deep analysis waits after each finding until `continueAnalysis` is called. */
  shouldPauseAfterFinding = true
  #release: (() => void) | undefined

  async createProfile(options: ProfileOptions): Promise<TableProfile> {
    this.requests.push(options)
    if (this.failure) throw this.failure
    const profile = createTestProfile()
    if (!options.deep) {
      for (const column of profile.columns) options.onColumn?.(column)
      return profile
    }
    for (const [done, finding] of createTestDeepFindings().entries()) {
      options.onProgress?.({ step: 'keys', done, total: 8 })
      options.onFinding?.(finding)
      if (this.shouldPauseAfterFinding) await this.#waitForNext(options.signal)
    }
    return profile
  }

  /** Implements `session.tables.profile`. */
  async profileTable(
    { sample, deep, profile: earlierProfile }: ProfileInput,
    { signal, onProgress }: Parameters<NonNullable<SessionTables['profile']>>[1] = {},
  ): Promise<Result<TableProfile>> {
    const profile = await this.createProfile({
      ...(sample === undefined ? {} : { sample }),
      ...(deep === undefined ? {} : { deep }),
      ...(earlierProfile ? { profile: earlierProfile } : {}),
      ...(signal ? { signal } : {}),
      onColumn: (column) => void onProgress?.({ column }),
      onFinding: (finding) => void onProgress?.({ finding }),
      onProgress: (progress) => void onProgress?.({ progress }),
    })
    return ok(profile)
  }

  continueAnalysis(): void {
    this.#release?.()
  }

  compare(): Promise<ProfileDrift> {
    return Promise.resolve(createTestDrift())
  }

  #waitForNext(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#release = resolve
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    })
  }
}
