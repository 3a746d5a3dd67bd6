import { name, sql, type Sql } from '@aw-flow/engine'
import { columnOf, defineOperation, withNewCells } from '../operation-definition.ts'
import { whitespace, textOf } from '../text-of.ts'

/** SQL of the end of a link as an id: trimmed; NULL if empty. */
export const endOf = (text: Sql): Sql => sql`nullif(trim(${text}, ${whitespace}), '')`

export const pointsOfLinksOperation = defineOperation('points-of-links', {
  reads: ({ source, target }) => [source, target],
  compile({ source, target, to, degree }, stage) {
    const ends = [source, target].map((end) => endOf(textOf(columnOf(stage, end)))) as [Sql, Sql]
    const of = [source, target]
    const cells = withNewCells({ columns: [] }, [
      { name: to, type: 'VARCHAR', value: sql`id`, of },
      { name: degree, type: 'BIGINT', value: sql`degree`, of },
    ])
    return {
      kind: 'table',
      rows: 'new',
      cells,
      sourceRowOf: (place) => sql`(${place} // 2)`,
      select(from) {
        // A row with only one end is not a link; its end is a point without a link.
        const isLink = sql`${ends[0]} IS NOT NULL AND ${ends[1]} IS NOT NULL`
        const each = ends.map(
          (end, side) =>
            sql`SELECT ${end} AS id, ${isLink} AS linked, CAST(${stage.row} AS HUGEINT) * 2 + ${side} AS place FROM ${from}`,
        ) as [Sql, Sql]
        return sql`SELECT id AS ${name(to)}, count(*) FILTER (linked) AS ${name(degree)}, min(place) AS ${stage.row} FROM (${each[0]} UNION ALL ${each[1]}) WHERE id IS NOT NULL GROUP BY id`
      },
    }
  },
})
