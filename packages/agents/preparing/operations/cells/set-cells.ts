import { castCell, name, sql, type Sql } from '@aw-flow/engine'
import { columnOf, defineOperation, replaceCell } from '../operation-definition.ts'
import { textOf } from '../text-of.ts'
import { operationError } from '../operation-error.ts'

/** Columns of the relation of repairs, which no table has. */
const at = name('aw:at')
const from = name('aw:from')
const to = name('aw:to')

export const setCellsOperation = defineOperation('set-cells', {
  reads: ({ column }) => [column],
  compile({ column: wanted, cells }, stage) {
    const column = columnOf(stage, wanted)
    const cell = name(wanted)
    if (cells.length === 0) return replaceCell(stage, wanted, cell, column.type)
    // Only the last repair of each row applies. Repairs are joined to the rows, because DuckDB takes minutes to plan a
    // list of 100,000 constants.
    const repairs = [...new Map(cells.map((repair) => [repair.row, repair])).values()]
    const typed = typedText(to, column.type)
    const repaired = sql`SELECT struct_pack(v := ${typed}) FROM (SELECT unnest(CAST(${textList(repairs.map(({ row }) => String(row - 1)))} AS BIGINT[])) AS ${at}, unnest(${textList(repairs.map((repair) => repair.from))}) AS ${from}, unnest(${textList(repairs.map((repair) => repair.to))}) AS ${to}) WHERE ${at} = ${stage.row} AND ${from} IS NOT DISTINCT FROM ${textOf(column)} AND (${to} IS NULL OR ${typed} IS NOT NULL)`
    return replaceCell(
      stage,
      wanted,
      sql`struct_extract(coalesce((${repaired}), struct_pack(v := ${cell})), 'v')`,
      column.type,
    )
  },
})

/** SQL of a list of texts, encoded as one text: each part begins with `=`, and null is `-`. */
function textList(texts: readonly (string | null)[]): Sql {
  let separator = '\u001f'
  while (texts.some((text) => text?.includes(separator))) separator += '\u001f'
  const parts = texts.map((text) => (text === null ? '-' : `=${text}`)).join(separator)
  return sql`list_transform(string_split(${parts}, ${separator}), lambda "aw:part": CASE WHEN "aw:part" = '-' THEN NULL ELSE substr("aw:part", 2) END)`
}

/** SQL of a text as another type; NULL if it does not fit. */
function typedText(text: Sql, type: string): Sql {
  if (type === 'VARCHAR') return text
  const cast = castCell({ name: 'aw:text', type: 'VARCHAR' }, type, '')
  if (!cast) throw operationError('prepare.cannot-set', { type })
  return sql`list_extract(list_transform([${text}], lambda "aw:text": ${cast}), 1)`
}
