import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'
import { checkExpression } from './check-expression.ts'
import { evaluateCondition } from './evaluate-decision.ts'

const settings = z.strictObject({
  expression: z
    .string()
    .default('$exists(input.value)')
    .meta({
      title: 'Condition',
      description:
        'JSONata expression that is true or false, such as input.value.rows > 100. It can use input, earlier outputs by node ID, variables and run.',
      format: 'expression',
      examples: ['input.value.rows > 100', 'load.report.rejects = 0'],
    }),
})

/** Passes its input to one of two outputs, depending on an expression. @internal */
export const conditionNode = defineNode({
  type: 'condition',
  version: 1,
  family: 'logic',
  title: 'Condition',
  description:
    'Passes the input to "True" or "False", depending on an expression. Nodes after the other output are skipped.',
  icon: 'git-branch',
  isolation: 'shared',
  control: 'condition',
  expressions: ['expression'],
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [
    { name: 'true', type: 'any', label: 'True' },
    { name: 'false', type: 'any', label: 'False' },
  ],
  settings,

  describe({ settings: { expression }, inputs }) {
    const input = inputs.value ?? { type: 'any' as const }
    return {
      outputs: { true: input, false: input },
      summary: message('condition.summary', { expression }),
      problems: checkExpression(expression, 'expression'),
    }
  },

  async run(args) {
    const { settings, inputs } = args
    const { isTrue, problems } = await evaluateCondition(args, settings.expression, { setting: 'expression' })
    const port = isTrue ? 'true' : 'false'
    return { outputs: inputs.value ? { [port]: inputs.value } : {}, taken: [port], problems }
  },
})
