import type { ProfileInput, SessionTables } from '@aw-flow/client'
import {
  ok,
  type Result,
  type ColumnProfile,
  type DeepFinding,
  type ProfileDrift,
  type TableProfile,
} from '@aw-flow/schema'
import type { ProfileOptions, ProfileSource } from './views/profile/profile-source.ts'

const spread = (counts: readonly number[], from: number, to: number): ColumnProfile['histogram'] =>
  counts.map((count, at) => ({
    from: from + ((to - from) * at) / counts.length,
    to: from + ((to - from) * (at + 1)) / counts.length,
    count,
  }))
const shares = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]
const bare: Pick<ColumnProfile, 'nulls' | 'distinctIs' | 'quantiles' | 'histogram' | 'top'> = {
  nulls: 0,
  distinctIs: 'exact',
  quantiles: [],
  histogram: [],
  top: [],
}
const text = { untrimmed: 0, empty: 0, shortest: 3, longest: 24, meanLength: 11.4, jsonShaped: 0 }
const number = { infinite: 0, fractions: 0, zeros: 0, negative: 0 }

/** A profile of orders, with something of each kind. */
export const testProfile = (): TableProfile => ({
  rows: 12_480,
  columns: [
    {
      ...bare,
      name: 'order_id',
      type: 'BIGINT',
      family: 'number',
      distinct: 12_480,
      min: '1',
      max: '12480',
      numbers: { ...number, min: 1, max: 12_480, rowOffset: 1 },
      quantiles: shares.map((share) => ({ share, value: Math.ceil(share * 12_480) })),
      histogram: spread(
        Array.from({ length: 20 }, () => 624),
        1,
        12_480,
      ),
      semantic: { type: 'id', confidence: 0.95, reason: 'Its name `order_id` says so.' },
    },
    {
      ...bare,
      name: 'city',
      type: 'VARCHAR',
      family: 'text',
      nulls: 312,
      distinct: 9,
      min: 'Bregenz',
      max: 'Wien',
      texts: { ...text, untrimmed: 4 },
      top: [
        { value: 'Wien', count: 5_010 },
        { value: 'Graz', count: 3_105 },
        { value: 'Linz', count: 2_200 },
        { value: 'Sankt Pölten', count: 1_853 },
      ],
      semantic: { type: 'category', confidence: 0.95, reason: '9 different texts in 12168 rows.' },
    },
    {
      ...bare,
      name: 'customer_email',
      type: 'VARCHAR',
      family: 'text',
      nulls: 3,
      distinct: 8_912,
      distinctIs: 'approximate',
      texts: text,
      top: [],
      sampled: { rows: 1_000, of: 12_480, error: 0.031 },
      semantic: { type: 'email', confidence: 1, reason: '100 % of its values look like it.' },
    },
    {
      ...bare,
      name: 'amount',
      type: 'DOUBLE',
      family: 'number',
      distinct: 9_320,
      min: '-12.5',
      max: '9800.0',
      numbers: { ...number, min: -12.5, max: 9_800, fractions: 9_000, negative: 2, zeros: 14 },
      quantiles: [-1.5, 4, 22.5, 48, 97.25, 410, 1_800.5].map((value, at) => ({ share: shares[at]!, value })),
      histogram: spread([9_000, 2_000, 900, 300, 150, 60, 30, 20, 10, 4, 2, 1, 1, 0, 0, 1, 0, 0, 0, 1], -12.5, 9_800),
    },
    {
      ...bare,
      name: 'ordered',
      type: 'DATE',
      family: 'time',
      distinct: 366,
      min: '2025-11-01',
      max: '2026-11-01',
      quantiles: shares.map((share) => ({ share, value: Date.UTC(2025, 10, 1 + Math.round(share * 365)) })),
      histogram: spread(
        Array.from({ length: 20 }, (_, at) => 400 + ((at * 137) % 450)),
        Date.UTC(2025, 10, 1),
        Date.UTC(2026, 10, 1),
      ),
    },
    {
      ...bare,
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

/** One finding of each kind. */
export const testFindings = (): DeepFinding[] => [
  { kind: 'key', columns: ['order_id'], repeats: 0, message: '`order_id` tells all 12,480 rows apart.' },
  {
    kind: 'outliers',
    column: 'amount',
    high: 620,
    count: 37,
    examples: [{ row: 812, value: '9800.0' }],
    message: '37 values of `amount` (0.3 %) lie far from the others, which are from -12.5 to 620.',
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
    message: '1 value of `city` is written in several ways, such as “Wien”, “Wein”.',
  },
  {
    kind: 'near-duplicates',
    count: 1,
    pairs: [{ rows: [14, 902], similarity: 0.94, reason: 'differ in `customer_email`' }],
    message: '1 pair of rows is alike and not equal, such as rows 14 and 902 (looked for among 9,000 of 12,480 rows).',
    sample: { rows: 9_000, of: 12_480, error: 0.01 },
  },
]

export const testDrift = (): ProfileDrift => ({
  worst: 'error',
  findings: [
    { kind: 'column-gone', severity: 'error', column: 'discount', message: '`discount` is gone.' },
    {
      kind: 'new-values',
      severity: 'warning',
      column: 'city',
      values: ['Wels'],
      message: '`city` has values that it did not have: “Wels”.',
    },
    { kind: 'column-new', severity: 'info', column: 'paid', message: '`paid` is new (BOOLEAN).' },
  ],
})

/** A source that returns what it was passed; a deep analysis waits after each finding until `next` is called. */
export class TestProfileSource implements ProfileSource {
  readonly asked: ProfileOptions[] = []
  readonly columns = 6
  failure: Error | undefined
  /** False: a deep analysis does not wait. */
  steps = true
  #release: (() => void) | undefined

  async profile(options: ProfileOptions): Promise<TableProfile> {
    this.asked.push(options)
    if (this.failure) throw this.failure
    const profile = testProfile()
    if (!options.deep) {
      for (const column of profile.columns) options.onColumn?.(column)
      return profile
    }
    for (const [done, finding] of testFindings().entries()) {
      options.onProgress?.({ step: 'keys', done, total: 8 })
      options.onFinding?.(finding)
      if (this.steps) await this.#waits(options.signal)
    }
    return profile
  }

  /** Implements `session.tables.profile`. */
  async answer(
    { sample, deep, profile: known }: ProfileInput,
    { signal, onProgress }: Parameters<NonNullable<SessionTables['profile']>>[1] = {},
  ): Promise<Result<TableProfile>> {
    const profile = await this.profile({
      ...(sample === undefined ? {} : { sample }),
      ...(deep === undefined ? {} : { deep }),
      ...(known ? { profile: known } : {}),
      ...(signal ? { signal } : {}),
      onColumn: (column) => void onProgress?.({ column }),
      onFinding: (finding) => void onProgress?.({ finding }),
      onProgress: (progress) => void onProgress?.({ progress }),
    })
    return ok(profile)
  }

  next(): void {
    this.#release?.()
  }

  compare(): Promise<ProfileDrift> {
    return Promise.resolve(testDrift())
  }

  #waits(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#release = resolve
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    })
  }
}
