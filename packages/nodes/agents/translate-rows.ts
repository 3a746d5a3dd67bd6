import { defineNode } from '@aw-flow/engine'
import { message } from '@aw-flow/messages'
import { error, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import {
  describeRowsByModel,
  requireNoProblem,
  rowInputs,
  rowOutputs,
  rowsByModelSettings,
  runRowsByModel,
  type ValueTask,
} from './rows-by-model.ts'

const settings = z.strictObject({
  ...rowsByModelSettings,
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

/** Translates the text of each row. @internal */
export const translateRowsNode = defineNode({
  type: 'translate_rows',
  version: 1,
  family: 'agents',
  title: 'Translate rows',
  description: 'Adds a column with a translation of the text of each row, written by a language model.',
  icon: 'type',
  inputs: rowInputs,
  outputs: rowOutputs,
  reads: ['untrusted'],
  settings,

  describe({ settings: config, inputs }) {
    const problems = findProblems(config)
    const described = describeRowsByModel(config, inputs, problems.length > 0 ? [] : createTask(config).columns)
    return {
      outputs: described.outputs,
      summary: message('rows-model.summary.translate', { column: config.column, language: config.language }),
      problems: [...problems, ...described.problems],
    }
  },

  async run(args) {
    requireNoProblem(findProblems(args.settings), args.node)
    return runRowsByModel(args, createTask(args.settings))
  },
})
