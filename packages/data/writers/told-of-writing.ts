import { info, type Column, type Problem, type TableFormat } from '@aw-flow/schema'

const named = 5

/** What a person should know of a table that is written in a format: columns whose values it has no form for. */
export function toldOfWriting(columns: readonly Column[], format: TableFormat): Problem[] {
  const bytes = columns.filter(({ type }) => /^BLOB\b/.test(type)).map(({ name }) => `\`${name}\``)
  if (bytes.length === 0) return []
  const list = bytes.slice(0, named).join(', ') + (bytes.length > named ? ` and ${bytes.length - named} more` : '')
  const [column, has] = bytes.length === 1 ? ['Column', 'holds'] : ['Columns', 'hold']
  return [
    info(
      'out.bytes-as-text',
      `${column} ${list} ${has} bytes, which are written as text into ${format}: each one that is no plain character as \\xAB.`,
      { hint: 'Leave such columns out where nobody reads them.' },
    ),
  ]
}
