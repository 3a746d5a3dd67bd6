import { message } from '@aw-flow/messages'
import { error, type Problem } from '@aw-flow/schema'
import { z } from 'zod'
import { defineRowModelNode, rowModelSettings, type ValueTask } from './rows-by-model.ts'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { insertionSetting } from '../requests/insertion.ts'

const settings = z.strictObject({
  ...rowModelSettings,
  labels: z
    .string()
    .default('')
    .meta({
      title: 'Labels',
      description: 'Labels to choose from, one per line. A description can follow a colon.',
      format: 'multiline',
      examples: ['complaint: something is wrong\nquestion\npraise'],
    }),
  output: z.string().min(1).max(200).default('label').meta({
    title: 'New column',
    description: 'Name of the column with the label.',
  }),
  ...insertionSetting,
})
type Settings = z.output<typeof settings>

const parseLabels = (text: string): { label: string; line: string }[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ label: line.split(':')[0]!.trim(), line }))

const findProblems = ({ labels }: Settings): Problem[] =>
  new Set(parseLabels(labels).map(({ label }) => label)).size < 2
    ? [error('rows-model.no-labels', {}, { where: { setting: 'labels' } })]
    : []

function createTask({ labels, output }: Settings): ValueTask {
  const parsedLabels = parseLabels(labels)
  const names = [...new Set(parsedLabels.map(({ label }) => label))]
  return {
    instruction: `Choose the label that fits each value best. Labels:\n${parsedLabels.map(({ line }) => `- ${line}`).join('\n')}`,
    columns: [{ name: output, type: 'VARCHAR' }],
    schemas: { [output]: { type: 'string', enum: names } },
    accepts: (_, value) => typeof value === 'string' && names.includes(value),
  }
}

/** Assigns each row a label that a model selects from a list. @internal */
export const classifyRowsNode = defineRowModelNode({
  type: 'classify_rows',
  title: 'Classify rows',
  description: 'Adds a column with a label for each row, which a language model chooses from a list.',
  icon: 'list-filter',
  settings,
  findProblems,
  createTask,
  summarize: (config) =>
    message('rows-model.summary.classify', {
      column: config.column,
      labels: parseLabels(config.labels).map(({ label }) => label),
    }),
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const classifyRowsNodeV1 = createEarlierVersion(classifyRowsNode, 1, settings)
