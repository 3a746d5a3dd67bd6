import { message } from '@aw-flow/messages'
import { defineNode } from '@aw-flow/engine'
import type { Value } from '@aw-flow/schema'
import { z } from 'zod'
import { checkExpression } from './check-expression.ts'

const settings = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'Use letters, digits and "_". Do not start with a digit.')
    .default('value')
    .meta({
      title: 'Name',
      description: 'Name that later nodes use to read the value, as {{name}} or in expressions.',
    }),
  expression: z
    .string()
    .default('')
    .meta({
      title: 'Expression',
      description: 'JSONata expression for the value. Leave empty to use the input value.',
      format: 'expression',
      examples: ['input.value.rows * 2', '"2026"'],
    }),
})

const nullValue: Value = { kind: 'json', json: null }

/** Sets a variable that only the nodes after it can read, so that values do not depend on scheduling. @internal */
export const variableNode = defineNode({
  type: 'variable',
  version: 1,
  family: 'logic',
  title: 'Variable',
  description: 'Stores a value in a variable that every later node can read.',
  icon: 'variable',
  isolation: 'shared',
  control: 'variable',
  expressions: ['expression'],
  variable: ({ name }) => name,
  inputs: [{ name: 'value', type: 'any', label: 'Value' }],
  outputs: [{ name: 'value', type: 'any', label: 'Value' }],
  settings,

  describe({ settings: { name, expression }, inputs }) {
    const usesInput = expression.trim() === ''
    return {
      outputs: { value: usesInput ? (inputs.value ?? { type: 'json' }) : { type: 'json' } },
      summary: message('variable.summary', { name, expression: usesInput ? '' : expression }),
      problems: usesInput ? [] : checkExpression(expression, 'expression'),
    }
  },

  async run({ settings: { expression }, inputs, evaluate }) {
    if (expression.trim() === '') return { outputs: { value: inputs.value ?? nullValue } }
    const json = (await evaluate(expression, { setting: 'expression' })) ?? null
    return { outputs: { value: { kind: 'json', json } } }
  },
})
