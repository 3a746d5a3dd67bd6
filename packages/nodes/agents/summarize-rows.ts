import { message } from '@aw-flow/messages'
import { z } from 'zod'
import { defineRowModelNode, rowModelSettings, type ValueTask } from './rows-by-model.ts'

const settings = z.strictObject({
  ...rowModelSettings,
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

/** Adds a summary of the text in a column to each row. @internal */
export const summarizeRowsNode = defineRowModelNode({
  type: 'summarize_rows',
  title: 'Summarize rows',
  description: 'Adds a column with a summary of the text of each row, written by a language model.',
  icon: 'file-text',
  settings,
  createTask,
  summarize: (config) => message('rows-model.summary.summarize', { column: config.column }),
})
