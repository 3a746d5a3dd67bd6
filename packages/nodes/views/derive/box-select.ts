import { quoteIdentifier, sql, type Sql } from '@aw-flow/engine'
import { compileRank, type RankedValues } from './chart-parts.ts'

/** Maximum number of outliers to draw per box. */
const maxOutliers = 40

interface BoxArguments {
  x: Sql
  rankedValues: RankedValues | undefined
  y: Sql
  from: Sql
  facet: Sql
  facetCondition: Sql
  groupOrder: readonly Sql[]
}

/**
 * Compiles SQL for box plot data (after Tukey): the quartiles, and the whiskers, which are the farthest values within
 * 1.5 times the interquartile range. Some of the outliers are added as rows with a `value` but no quartiles.
 */
export function compileBoxSelect({ x, rankedValues, y, from, facet, facetCondition, groupOrder }: BoxArguments): Sql {
  const rankedCondition = rankedValues
    ? sql` AND ${x} IN (${[sql`''`, ...rankedValues.values.map((text) => sql`${text}`)]})`
    : sql``
  const base = sql`SELECT coalesce(${facet}, '') AS facet, ${x} AS x, ${y} AS v, "aw:row" AS r FROM ${from} WHERE ${facetCondition}${rankedCondition}`
  const quartiles = sql`SELECT facet, x, quantile_cont(v, 0.25) AS q1, quantile_cont(v, 0.5) AS median, quantile_cont(v, 0.75) AS q3, count(*) AS rows FROM base GROUP BY facet, x`
  const fences = sql`SELECT base.facet, base.x, v, r, q1, median, q3, rows, v BETWEEN q1 - 1.5 * (q3 - q1) AND q3 + 1.5 * (q3 - q1) AS within FROM base JOIN quartiles USING (facet, x)`
  const boxes = sql`SELECT facet, x, CAST(NULL AS DOUBLE) AS value, min(v) FILTER (WHERE within) AS low, any_value(q1) AS q1, any_value(median) AS median, any_value(q3) AS q3, max(v) FILTER (WHERE within) AS high, any_value(rows) AS rows FROM fences GROUP BY facet, x`
  const spread = sql`row_number() OVER (PARTITION BY facet, x ORDER BY (r * 2654435761) % 4294967296, r)`
  const outliers = sql`SELECT facet, x, v AS value, ${['low', 'q1', 'median', 'q3', 'high'].map((column) => sql`CAST(NULL AS DOUBLE) AS ${quoteIdentifier(column)}`)}, CAST(1 AS BIGINT) AS rows FROM (SELECT facet, x, v, ${spread} AS n FROM fences WHERE NOT within) WHERE n <= ${maxOutliers}`
  const order = [
    ...groupOrder,
    rankedValues ? compileRank(quoteIdentifier('x'), rankedValues) : quoteIdentifier('x'),
    quoteIdentifier('x'),
    sql`value NULLS FIRST`,
  ]
  return sql`WITH base AS (${base}), quartiles AS (${quartiles}), fences AS (${fences}) SELECT nullif(facet, '') AS facet, x, value, low, q1, median, q3, high, CAST(rows AS BIGINT) AS rows FROM (${boxes} UNION ALL ${outliers}) ORDER BY ${order}`
}
