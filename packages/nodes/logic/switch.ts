import type { Port } from '@aw-flow/schema'
import { z } from 'zod'
import { checkExpression } from './check-expression.ts'
import { evaluateDecision } from './evaluate-decision.ts'
import { createEarlierVersion } from './create-earlier-version.ts'
import { escapeInsertions, insertionSetting } from '../requests/insertion.ts'

const settings = z.strictObject({
  expression: z
    .string()
    .default('input.value')
    .meta({
      title: 'Expression',
      description: 'A JSONata expression that selects the case. It can use input, earlier outputs, variables and run.',
      format: 'expression',
      examples: ['input.value.status', 'load.report.format'],
    }),
  cases: z.string().default('yes\nno').meta({
    title: 'Cases',
    description: 'One value per line, each with its own output. Any other value goes to "Otherwise".',
    format: 'multiline',
  }),
  ...insertionSetting,
})

const otherwisePort: Port = { name: 'otherwise', type: 'any', label: 'Otherwise' }
const parseCases = (cases: string): string[] =>
  [...new Set(cases.split('\n').map((line) => line.trim()))].filter(Boolean)
const createOutputPorts = (cases: string): Port[] => [
  ...parseCases(cases).map((label, index): Port => ({ name: `case${index + 1}`, type: 'any', label })),
  otherwisePort,
]
const valuePort: Port = { name: 'value', type: 'any', label: 'Value' }

/** Passes its input to one of several outputs, depending on an expression. @internal */
export const switchNode = escapeInsertions({
  type: 'switch',
  version: 1,
  family: 'logic',
  title: 'Switch',
  description: 'Passes the input to the case that an expression selects. Nodes after the other outputs are skipped.',
  icon: 'split',
  isolation: 'shared',
  control: 'switch',
  expressions: ['expression'],
  inputs: [valuePort],
  outputs: createOutputPorts('yes\nno'),
  ports: ({ cases }) => ({ inputs: [valuePort], outputs: createOutputPorts(cases) }),
  settings,

  describe({ settings: { expression, cases }, inputs }) {
    const input = inputs.value ?? { type: 'any' as const }
    return {
      outputs: Object.fromEntries(createOutputPorts(cases).map(({ name }) => [name, input])),
      summary: `${expression}\n${parseCases(cases).join(', ')}`,
      problems: checkExpression(expression, 'expression'),
    }
  },

  async run(args) {
    const { inputs, settings } = args
    const { expression, cases } = settings
    const { value: result, problems } = await evaluateDecision(args, expression, { setting: 'expression' })
    const text = typeof result === 'string' ? result : result === undefined ? '' : JSON.stringify(result)
    const index = parseCases(cases).indexOf(text.trim())
    const port = index < 0 ? otherwisePort.name : `case${index + 1}`
    return { outputs: inputs.value ? { [port]: inputs.value } : {}, taken: [port], problems }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const switchNodeV1 = createEarlierVersion(switchNode, 1, settings)
