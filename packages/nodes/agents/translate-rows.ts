import { message } from '@aw-flow/messages'
import { error, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { defineRowModelNode, rowModelSettings, type ValueTask } from './rows-by-model.ts'

const settings = z.strictObject({
  ...rowModelSettings,
  language: z
    .string()
    .default('')
    .meta({
      title: 'Language',
      description: 'Language to translate to.',
      examples: ['English', 'Deutsch'],
    }),
  output: z.string().min(1).max(200).default('translation').meta({
    title: 'New column',
    description: 'Name of the column with the translation.',
  }),
})
type Settings = z.output<typeof settings>

const findProblems = ({ language }: Settings): Problem[] =>
  language.trim() === '' ? [error('rows-model.no-language', {}, { where: { setting: 'language' } })] : []

const createTask = ({ language, output }: Settings): ValueTask => ({
  instruction: `Translate each value to this language: ${language.trim()}. Keep numbers, names and placeholders.`,
  columns: [{ name: output, type: 'VARCHAR' }],
  schemas: { [output]: { type: 'string' } },
  accepts: (_, value) => typeof value === 'string' && value.trim() !== '',
})

/** Adds a translation of the text in a column to each row. @internal */
export const translateRowsNode = defineRowModelNode({
  type: 'translate_rows',
  title: 'Translate rows',
  description: 'Adds a column with a translation of the text of each row, written by a language model.',
  icon: 'type',
  settings,
  findProblems,
  createTask,
  summarize: (config) => message('rows-model.summary.translate', { column: config.column, language: config.language }),
})
