import { defineNode } from '@aw-flow/engine'
import { z } from 'zod'

/** The node types of this site: a module on its own origin, for the page's worker and for a server (`AW_NODES`). */
export default [
  defineNode({
    type: 'greeting',
    version: 1,
    family: 'tables',
    title: 'Greeting',
    description: 'Writes a greeting.',
    icon: 'hand',
    inputs: [],
    outputs: [{ name: 'text', type: 'text', label: 'Text' }],
    settings: z.strictObject({ name: z.string().default('you').meta({ title: 'Whom to greet' }) }),
    describe: ({ settings }) => ({ outputs: { text: { type: 'text' } }, summary: `Greets ${settings.name}` }),
    run: ({ settings }) =>
      Promise.resolve({ outputs: { text: { kind: 'text', text: `Good morning, ${settings.name}` } } }),
  }),
]
