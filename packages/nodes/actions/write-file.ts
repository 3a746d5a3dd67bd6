import { message } from '@aw-flow/messages'
import { defineNode, NodeError, type RunArguments } from '@aw-flow/engine'
import { error, type Json, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { lacksProblem } from '../requests/lacks-problem.ts'

const formats = ['csv', 'json', 'jsonl', 'parquet', 'arrow', 'xlsx'] as const

const settings = z.strictObject({
  path: z
    .string()
    .default('output.csv')
    .meta({
      title: 'Path',
      description:
        'Where it is written, below the folder that the host has opened; in a page, the name of the dataset. A table is written by the ending: csv, json, jsonl, parquet, arrow, xlsx.',
      examples: ['output.csv', 'reports/{{run.id}}.parquet'],
    }),
  overwrite: z.boolean().default(false).meta({
    title: 'Overwrite',
    description: 'Whether a file that is there already is replaced; else the node fails.',
  }),
})

type Arguments = RunArguments<z.output<typeof settings>>

/** Writes what comes in to a file. */
export const writeFileNode = defineNode({
  type: 'write_file',
  version: 1,
  family: 'actions',
  title: 'Write file',
  description:
    'Writes a table, a file, JSON or text into the folder that the host has opened to workflows (in a page: to its datasets).',
  icon: 'file-output',
  inputs: [{ name: 'value', type: 'any', label: 'Value', required: true }],
  outputs: [
    { name: 'value', type: 'any', label: 'Value' },
    { name: 'result', type: 'json', label: 'Result' },
  ],
  settings,

  describe({ settings: { path, overwrite }, inputs, context }) {
    return {
      outputs: { value: inputs.value ?? { type: 'any' }, result: { type: 'json' } },
      summary: message('file.write-summary', { path, overwrite: overwrite ? 'yes' : 'no' }),
      problems: lacksProblem(context, 'folder'),
    }
  },

  async run(args) {
    const { settings: chosen, node, label, outside, inputs, effect, log } = args
    const { path, overwrite } = chosen
    const { folder } = outside
    if (!folder) {
      throw new NodeError('permanent', error('outside.no-folder', { node: label, path }, { where: { node } }))
    }
    const value = inputs.value!
    const asked = { path, overwrite, value: identityOf(value) }
    const bytes = await effect(
      'write-file',
      asked,
      async ({ signal }) => folder.write(path, await piecesOf(value, args), { overwrite, signal }),
      // Written whole or not at all: the same once more does no harm where it may overwrite.
      { unknown: overwrite ? 'retry' : 'unknown-fails' },
    )
    log('info', message('file.wrote', { path, size: bytes }))
    return { outputs: { value, result: { kind: 'json', json: { path, bytes } } } }
  },
})

const identityOf = (value: Value): Json =>
  value.kind === 'table'
    ? value.table.id
    : value.kind === 'file'
      ? value.dataset
      : ((value.kind === 'json' ? (value.json ?? null) : value.text) as Json)

async function piecesOf(
  value: Value,
  { settings: { path }, tables, files, signal, node }: Arguments,
): Promise<AsyncIterable<Uint8Array>> {
  switch (value.kind) {
    case 'text':
      return one(value.text)
    case 'json':
      return one(`${JSON.stringify(value.json, null, 2)}\n`)
    case 'table': {
      const ending = path.toLowerCase().split('.').at(-1) ?? ''
      const format = formats.find((known) => known === (ending === 'feather' ? 'arrow' : ending))
      if (format) return tables.write(value.table, format, { signal })
      throw new NodeError('permanent', error('file.format', { path, formats }, { where: { node, setting: 'path' } }))
    }
    case 'file': {
      const file = await files.open(value.dataset)
      if (file) return pieces(file)
      throw new NodeError('permanent', error('file.gone', { file: value.name }, { where: { node } }))
    }
  }
}

async function* one(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

async function* pieces(file: {
  size: number
  read(start: number, end: number): Promise<Uint8Array>
}): AsyncGenerator<Uint8Array> {
  const step = 1024 * 1024
  for (let start = 0; start < file.size; start += step) yield file.read(start, start + step)
}
