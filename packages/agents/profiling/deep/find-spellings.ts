import { message } from '@aw-flow/messages'
import { quoteIdentifier, sql } from '@aw-flow/engine'
import type { DeepFinding, SemanticType } from '@aw-flow/schema/internal'
import { clusterSpellings } from '../cluster-spellings.ts'
import { isCountryName } from '../countries.ts'
import { findComparableColumns, type DeepSource } from './deep-source.ts'

const maxValues = 9_000
const maxClusters = 20
/** Semantic types whose values are not words. */
const nonWordTypes: ReadonlySet<SemanticType> = new Set([
  'id',
  'email',
  'url',
  'ip-address',
  'phone',
  'postal-code',
  'coordinates',
  'date',
  'free-text',
  'currency',
])

/** Finds different spellings of the same value in text columns. */
export async function* findSpellings(source: DeepSource): AsyncGenerator<DeepFinding> {
  const columns = findComparableColumns(source).filter(
    ({ type, texts, distinct, semantic }) =>
      type === 'VARCHAR' &&
      (texts?.meanLength ?? 0) <= 100 &&
      distinct <= maxValues &&
      !(semantic && nonWordTypes.has(semantic.type)),
  )
  for (const { name: column } of columns) {
    const value = quoteIdentifier(column)
    const rows = await source.queryRows(
      sql`SELECT ${value} AS v, count(*) AS n FROM ${source.relation} WHERE ${value} IS NOT NULL AND length(${value}) <= 200 GROUP BY ${value} ORDER BY n DESC, v LIMIT ${maxValues}`,
    )
    const values = rows.map(({ v, n }) => ({ value: String(v), count: Number(n) }))
    const allClusters = clusterSpellings(values, { isKnown: isCountryName })
    if (allClusters.length === 0) continue
    const clusters = allClusters
      .slice(0, maxClusters)
      .map(({ canonicalValue, values: members }) => ({ keep: canonicalValue, values: members }))
    const examples = clusters[0]!.values.slice(0, 3).map((member) => member.value)
    yield {
      kind: 'spellings',
      column,
      clusters,
      message: message('profile.spellings', { column, values: allClusters.length, examples }),
    }
  }
}
