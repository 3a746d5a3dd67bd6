import { message } from '@aw-flow/messages'
import { error, type Json, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { parseDeclaredColumns } from '../logic/parse-declared-columns.ts'
import { defineRowModelNode, rowModelSettings, type ValueTask } from './rows-by-model.ts'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { insertionSetting } from '../requests/insertion.ts'

const settings = z.strictObject({
  ...rowModelSettings,
  fields: z
    .string()
    .default('')
    .meta({
      title: 'Fields',
      description: 'New columns.',
      format: 'multiline',
      contents: 'columns',
      examples: ['product VARCHAR\nprice DOUBLE\nordered DATE'],
    }),
  ...insertionSetting,
})
type Settings = z.output<typeof settings>

function findProblems({ fields }: Settings): Problem[] {
  const { columns, problems } = parseDeclaredColumns(fields)
  if (problems.length > 0) return problems.map((problem) => ({ ...problem, where: { setting: 'fields' } }))
  return columns.length === 0 ? [error('rows-model.no-fields', {}, { where: { setting: 'fields' } })] : []
}

/** JSON types, keyed by column type. Of the types not listed, decimals are numbers and all others are strings. */
const jsonTypes: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  HUGEINT: 'integer',
  FLOAT: 'number',
  DOUBLE: 'number',
}

/** Formats that string values must match, keyed by column type. */
const formatPatterns: Readonly<Record<string, RegExp>> = {
  DATE: /^\d{4}-\d{2}-\d{2}$/,
  TIME: /^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/,
  TIMESTAMP: /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/,
}

function createTask({ fields }: Settings): ValueTask {
  const { columns } = parseDeclaredColumns(fields)
  const toJsonType = (type: string): string => jsonTypes[type] ?? (type.startsWith('DECIMAL') ? 'number' : 'string')
  const types = new Map(columns.map(({ name, type }) => [name, type]))
  const schemas = columns.map(({ name, type }): [string, Json] => [name, { type: [toJsonType(type), 'null'] }])
  return {
    instruction: [
      'Extract these fields from each value. Use null if the value does not contain a field; never guess.',
      ...columns.map(({ name, type }) => `- ${name}: ${type}`),
      'Write dates as YYYY-MM-DD.',
    ].join('\n'),
    columns,
    schemas: Object.fromEntries(schemas),
    accepts(column, value) {
      if (value === null) return true
      const type = types.get(column)!
      const jsonType = toJsonType(type)
      if (jsonType === 'integer') return typeof value === 'number' && Number.isSafeInteger(value)
      if (jsonType !== 'string') return typeof value === jsonType
      return typeof value === 'string' && (formatPatterns[type]?.test(value) ?? true)
    },
  }
}

/** Extracts fields from the text of each row. @internal */
export const extractRowsNode = defineRowModelNode({
  type: 'extract_rows',
  title: 'Extract from rows',
  description: 'Adds columns with values that a language model extracts from the text of each row.',
  icon: 'list-tree',
  settings,
  findProblems,
  createTask,
  summarize: (config) =>
    message('rows-model.summary.extract', {
      column: config.column,
      fields: parseDeclaredColumns(config.fields).columns.map(({ name }) => name),
    }),
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const extractRowsNodeV1 = createEarlierVersion(extractRowsNode, 1, settings)
