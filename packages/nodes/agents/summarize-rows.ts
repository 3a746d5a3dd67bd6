import { defineNode } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { z } from 'zod'
import {
  describeRowsByModel,
  rowInputs,
  rowOutputs,
  rowsByModelSettings,
  runRowsByModel,
  type ValueTask,
} from './rows-by-model.ts'

const settings = z.strictObject({
  ...rowsByModelSettings,
  maxWords: z.int().min(1).max(1_000).default(20).meta({
    title: 'Words',
    description: 'Approximate length of each summary.',
  }),
  output: z.string().min(1).max(200).default('summary').meta({
    title: 'New column',
    description: 'Name of the column with the summary.',
  }),
})
type Settings = z.output<typeof settings>

const createTask = ({ maxWords, output }: Settings): ValueTask => ({
  instruction: `Summarize each value in its language, in at most ${maxWords} words.`,
  columns: [{ name: output, type: 'VARCHAR' }],
  schemas: { [output]: { type: 'string' } },
  accepts: (_, value) => typeof value === 'string' && value.trim() !== '',
})

/** Summarizes the text of each row. @internal */
export const summarizeRowsNode = defineNode({
  type: 'summarize_rows',
  version: 1,
  family: 'agents',
  title: 'Summarize rows',
  description: 'Adds a column with a summary of the text of each row, written by a language model.',
  icon: 'file-text',
  inputs: rowInputs,
  outputs: rowOutputs,
  reads: ['untrusted'],
  settings,

  describe({ settings: config, inputs }) {
    const described = describeRowsByModel(config, inputs, createTask(config).columns)
    return {
      outputs: described.outputs,
      summary: message('rows-model.summary.summarize', { column: config.column }),
      problems: described.problems,
    }
  },

  run: (args) => runRowsByModel(args, createTask(args.settings)),
})
