import { message } from '@aw-flow/messages'
import { NodeError, type RunArguments } from '@aw-flow/engine'
import { error, type Json, type Value } from '@aw-flow/schema'
import { z } from 'zod'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { checkAvailability } from '../requests/check-availability.ts'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'

const formats = ['csv', 'json', 'jsonl', 'parquet', 'arrow', 'xlsx'] as const

const settings = z.strictObject({
  path: z
    .string()
    .default('output.csv')
    .meta({
      title: 'Path',
      description:
        'File path in the folder that the host shares with workflows. In the browser, the name of the dataset. The extension determines the format of a table: csv, json, jsonl, parquet, arrow, xlsx.',
      examples: ['output.csv', 'reports/{{run.id}}.parquet'],
    }),
  overwrite: z.boolean().default(false).meta({
    title: 'Overwrite',
    description: 'Whether to replace an existing file. Otherwise, the node fails if the file exists.',
  }),
  ...insertionSetting,
})

type Arguments = RunArguments<z.output<typeof settings>>

/** Writes the input to a file. @internal */
export const writeFileNode = escapeInsertions({
  type: 'write_file',
  version: 1,
  family: 'actions',
  title: 'Write file',
  description:
    'Writes a table, file, JSON or text to the folder that the host shares with workflows or, in the browser, to the datasets.',
  icon: 'file-output',
  effects: 'internal',
  inputs: [{ name: 'value', type: 'any', label: 'Value', required: true }],
  outputs: [
    { name: 'value', type: 'any', label: 'Value' },
    { name: 'result', type: 'json', label: 'Result' },
  ],
  settings,

  describe({ settings: config, inputs, context }) {
    const { path, overwrite } = config
    return {
      outputs: { value: inputs.value ?? { type: 'any' }, result: { type: 'json' } },
      summary: message('file.write-summary', { path, overwrite: overwrite ? 'yes' : 'no' }),
      problems: checkAvailability(context, 'folder'),
    }
  },

  async run(args) {
    const { settings: config, node, label, services, inputs, effect, log } = args
    const { path, overwrite } = config
    const { folder } = services
    if (!folder) {
      throw new NodeError('permanent', error('outside.no-folder', { node: label, path }, { where: { node } }))
    }
    const value = inputs.value!
    const request = { path, overwrite, value: getContentIdentity(value) }
    const bytes = await effect(
      'write-file',
      request,
      async ({ signal }) => folder.write(path, await toChunks(value, args), { overwrite, signal }),
      // Files are written atomically, so a retry is safe if overwriting is allowed.
      { unknownOutcome: overwrite ? 'retry' : 'unknown-fails' },
    )
    log('info', message('file.written', { path, size: bytes }))
    return { outputs: { value, result: { kind: 'json', json: { path, bytes } } } }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const writeFileNodeV1 = createEarlierVersion(writeFileNode, 1, settings)

const getContentIdentity = (value: Value): Json =>
  value.kind === 'table'
    ? value.table.id
    : value.kind === 'file'
      ? value.dataset
      : ((value.kind === 'json' ? (value.json ?? null) : value.text) as Json)

async function toChunks(
  value: Value,
  { settings: { path }, tables, files, signal, node }: Arguments,
): Promise<AsyncIterable<Uint8Array>> {
  switch (value.kind) {
    case 'text':
      return encode(value.text)
    case 'json':
      return encode(`${JSON.stringify(value.json, null, 2)}\n`)
    case 'table': {
      const extension = path.toLowerCase().split('.').at(-1) ?? ''
      const format = formats.find((candidate) => candidate === (extension === 'feather' ? 'arrow' : extension))
      if (format) return tables.write(value.table, format, { signal })
      throw new NodeError('permanent', error('file.format', { path, formats }, { where: { node, setting: 'path' } }))
    }
    case 'file': {
      const file = await files.open(value.dataset)
      if (file) return readChunks(file)
      throw new NodeError('permanent', error('file.stored-file-missing', { file: value.name }, { where: { node } }))
    }
  }
}

async function* encode(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}

async function* readChunks(file: {
  size: number
  read(start: number, end: number): Promise<Uint8Array>
}): AsyncGenerator<Uint8Array> {
  const chunkBytes = 1024 * 1024
  for (let start = 0; start < file.size; start += chunkBytes) yield file.read(start, start + chunkBytes)
}
