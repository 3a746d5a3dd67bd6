import { message } from '@aw-flow/messages'
import { NodeError } from '@aw-flow/engine'
import { error, type Json } from '@aw-flow/schema'
import { z } from 'zod'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { checkAvailability } from '../requests/check-availability.ts'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'

const settings = z.strictObject({
  path: z
    .string()
    .default('input.csv')
    .meta({
      title: 'Path',
      description:
        'File path in the folder that the host shares with workflows. In the browser, the name of a dataset.',
      examples: ['input.csv', 'reports/{{input.value.month}}.csv'],
    }),
  ...insertionSetting,
})

/** Reads a file from the host's shared folder. @internal */
export const readFileNode = escapeInsertions({
  type: 'read_file',
  version: 1,
  family: 'actions',
  title: 'Read file',
  description:
    'Reads a file from the folder that the host shares with workflows or, in the browser, from the datasets.',
  icon: 'file-text',
  reads: ['untrusted', 'private'],
  inputs: [{ name: 'after', type: 'control', label: 'After' }],
  outputs: [{ name: 'file', type: 'file', label: 'File' }],
  settings,
  // The file can change between runs, so the result is never reused.
  reuse: 'never',

  describe: ({ settings: config, context }) => ({
    outputs: { file: { type: 'file' } },
    summary: config.path,
    problems: checkAvailability(context, 'folder'),
  }),

  async run({ settings: { path }, node, label, services, files, effect, log }) {
    const { folder } = services
    if (!folder || !files.add) {
      throw new NodeError('permanent', error('outside.no-folder', { node: label, path }, { where: { node } }))
    }
    const addFile = files.add.bind(files)
    const storedFile = await effect(
      'read-file',
      { path },
      async ({ signal }) => {
        const { name, chunks } = await folder.read(path, signal)
        const { dataset, size } = await addFile(name, chunks, signal)
        return { dataset, name, size } satisfies Json
      },
      { unknownOutcome: 'retry' },
    )
    log('info', message('file.read', { path, size: storedFile.size }))
    return { outputs: { file: { kind: 'file', dataset: storedFile.dataset, name: storedFile.name } } }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const readFileNodeV1 = createEarlierVersion(readFileNode, 1, settings)
