import {
  defineMessages,
  defineNode,
  getInputColumns,
  join,
  name,
  NodeError,
  sql,
  tableName,
  z,
  type Column,
} from '@aw-flow/node-kit'

const { catalogs, message, error } = defineMessages({
  en: {
    'rank.summary': 'Ranks rows by {$column}',
    'rank.no-column': 'Column "{$column}" is not in the table. It has {$columns}.',
    'rank.no-column.hint': 'Choose a column from the table.',
  },
  de: {
    'rank.summary': 'Vergibt Ränge nach {$column}',
    'rank.no-column': 'Die Spalte „{$column}“ ist nicht in der Tabelle. Sie hat {$columns}.',
    'rank.no-column.hint': 'Eine Spalte der Tabelle wählen.',
    'type.rank.title': 'Rang',
  },
})

/** One settings schema, shared by the form, the engine and the server. */
const settings = z.strictObject({
  by: z.string().default('').meta({
    title: 'Rank by',
    description: 'Column to rank by, largest value first.',
    format: 'column',
  }),
  as: z.string().min(1).default('rank').meta({ title: 'New column', description: 'Name of the rank column.' }),
})

const findProblems = (by: string, columns: readonly Column[]) =>
  columns.some((column) => column.name === by)
    ? []
    : [
        error(
          'rank.no-column',
          { column: by, columns: columns.map((column) => column.name).join(', ') },
          { where: { setting: 'by' } },
        ),
      ]

/** Adds a column that ranks the rows by the values of another column. */
export const rankNode = defineNode({
  type: 'rank',
  version: 1,
  family: 'tables',
  title: 'Rank',
  description: 'Ranks rows by a column, largest value first.',
  icon: 'list-filter',
  messages: catalogs,
  inputs: [{ name: 'table', type: 'table', label: 'Table', required: true }],
  outputs: [{ name: 'table', type: 'table', label: 'Table' }],
  settings,

  describe({ settings: { by, as }, inputs }) {
    const columns = getInputColumns(inputs, 'table')
    const outputColumns = columns && [...columns, { name: as, type: 'BIGINT' }]
    return {
      outputs: { table: { type: 'table', ...(outputColumns ? { columns: outputColumns } : {}) } },
      summary: message('rank.summary', { column: by }),
      problems: columns ? findProblems(by, columns) : [],
    }
  },

  async run({ settings: { by, as }, inputs, key, tables, signal }) {
    const { table } = inputs
    if (table?.kind !== 'table') throw new Error('The required input "table" is not connected.')
    const { id, columns } = table.table
    const [problem] = findProblems(by, columns)
    if (problem) throw new NodeError('permanent', problem)
    const columnNames = join(
      columns.map((column) => name(column.name)),
      ', ',
    )
    const select = sql`SELECT ${columnNames}, row_number() OVER (ORDER BY ${name(by)} DESC NULLS LAST, rowid) AS ${name(as)} FROM ${name(tableName(id))} ORDER BY rowid`
    return { outputs: { table: { kind: 'table', table: await tables.create(select, { id: key, signal }) } } }
  },
})
