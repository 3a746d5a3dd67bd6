import { renderText } from '../../language/render-text.ts'
import type { DeepFinding, DeepProgress, SemanticType } from '@aw-flow/schema/internal'
import { formatCount, formatPercent, defaultLanguage } from '@aw-flow/messages'
import { columnTypeNames } from '../../language/column-types.ts'

const semanticTypeNames: Record<SemanticType, string> = {
  id: 'ID',
  email: 'Email',
  url: 'URL',
  'ip-address': 'IP address',
  phone: 'Phone',
  'postal-code': 'Postal code',
  country: 'Country',
  currency: 'Currency',
  latitude: 'Latitude',
  longitude: 'Longitude',
  coordinates: 'Coordinates',
  category: 'Category',
  'free-text': 'Free text',
  date: 'Date',
  year: 'Year',
  quarter: 'Quarter',
  month: 'Month',
  weekday: 'Weekday',
  day: 'Day',
  hour: 'Hour',
}

const findingKindNames: Record<DeepFinding['kind'], string> = {
  key: 'Keys',
  duplicates: 'Duplicates',
  pattern: 'Patterns',
  outliers: 'Outliers',
  spellings: 'Spellings',
  correlation: 'Correlations',
  dependency: 'Dependencies',
  'near-duplicates': 'Near-duplicates',
}

const steps: Record<DeepProgress['step'], string> = {
  keys: 'Finding keys',
  duplicates: 'Finding duplicates',
  patterns: 'Finding patterns',
  outliers: 'Finding outliers',
  spellings: 'Comparing spellings',
  correlations: 'Finding correlations',
  dependencies: 'Finding dependencies',
  'near-duplicates': 'Comparing rows',
}

/** UI strings of the profile, overridden by the `strings` property. Findings are messages from the engine. @internal */
export const profileStrings = {
  /** The language of the UI strings and number formats, as a BCP 47 tag. */
  language: defaultLanguage,
  /** Renders messages from the engine, agents and nodes. */
  renderText,
  /** Display names of column types, keyed by DuckDB type name. */
  columnTypes: columnTypeNames,
  label: 'Profile',
  facts: (rows: number, columns: number): string =>
    `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'} · ${formatCount(columns)} ${columns === 1 ? 'column' : 'columns'}`,
  columns: 'Columns',
  none: 'No table to profile yet.',
  merge: 'Merge spellings',
  reading: 'Reading table…',
  readingColumns: (done: number, total: number): string => `Reading table… ${done} of ${total} columns`,
  failed: (reason: string): string => `The profile could not be created: ${reason}`,
  retry: 'Try again',
  runAnalysis: 'Run deep analysis',
  rerunAnalysis: 'Run again',
  stop: 'Stop',
  stopped: 'Stopped. Results are incomplete.',
  progress: (step: DeepProgress['step'], current: number, total: number): string =>
    `${steps[step]} (${current} of ${total})`,
  findings: 'Deep analysis',
  found: (count: number): string => `${formatCount(count)} ${count === 1 ? 'finding' : 'findings'}`,
  noFindings: 'No findings.',
  save: 'Save profile',
  compare: 'Compare with…',
  notAProfile: (name: string): string => `“${name}” is not a profile. Choose a file created with “Save profile”.`,
  drift: (name: string): string => (name === '' ? 'Changes since an earlier profile' : `Changes since “${name}”`),
  noDrift: 'No significant changes.',
  closeDrift: 'Close comparison',
  severities: { error: 'Error', warning: 'Warning', info: 'Note' },
  semantics: semanticTypeNames,
  kinds: findingKindNames,
  empty: (percentage: string): string => `${percentage} null`,
  full: 'No nulls',
  distinct: (count: number, isApproximate: boolean): string =>
    `${isApproximate ? 'about ' : ''}${formatCount(count)} distinct`,
  unique: 'unique',
  sampled: (rows: number, total: number, error: string): string =>
    `Estimated from ${formatCount(rows)} of ${formatCount(total)} rows, ± ${error}`,
  histogram: (from: string, to: string): string => `Histogram from ${from} to ${to}`,
  topShare: (value: string, share: string): string => `“${value}” in ${share}`,
  details: (column: string): string => `Details of ${column}`,
  range: 'Range',
  formatRange: (min: string, max: string): string => `${min} to ${max}`,
  quantiles: 'Quantiles',
  quantile: (share: number): string => (share === 0.5 ? 'Median' : formatPercent(share)),
  top: 'Most frequent',
  allDiffer: 'No frequent values.',
  lengths: 'Length',
  formatLengths: (minLength: number, mean: string, maxLength: number): string =>
    `${formatCount(minLength)} to ${formatCount(maxLength)} characters, ${mean} on average`,
  notable: 'Notable',
  untrimmed: (count: number): string => `${formatCount(count)} with leading or trailing spaces`,
  emptyStrings: (count: number): string => `${formatCount(count)} empty ${count === 1 ? 'string' : 'strings'}`,
  infinite: (count: number): string => `${formatCount(count)} infinite or NaN`,
  zeros: (count: number): string => `${formatCount(count)} ${count === 1 ? 'zero' : 'zeros'}`,
  negative: (count: number): string => `${formatCount(count)} negative`,
  meaning: 'Semantic type',
  meaningDetail: (type: string, confidence: string, reason: string): string =>
    `${type}, ${confidence} confidence. ${reason}`,
  emptyString: 'empty string',
  examples: 'Examples',
  row: (row: number): string => `row ${formatCount(row)}`,
  rows: (rows: readonly number[]): string => `rows ${rows.map((row) => formatCount(row)).join(', ')}`,
}
/** @internal */
export type ProfileStrings = typeof profileStrings
