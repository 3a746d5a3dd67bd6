import { defineMessages, defineNode, NodeError, z } from '@aw-flow/node-kit'

/** The node's messages and German UI strings, rendered by the editor, the command line and the server. */
const { catalogs, error, message } = defineMessages({
  en: {
    'greeting.summary': 'Greets {$name}',
    'greeting.no-name': 'The name is empty.',
    'greeting.no-name.hint': 'Enter a name.',
  },
  de: {
    'greeting.summary': 'Grüßt {$name}',
    'greeting.no-name': 'Der Name ist leer.',
    'greeting.no-name.hint': 'Einen Namen eingeben.',
    'type.greeting.title': 'Gruß',
    'type.greeting.description': 'Schreibt einen Gruß.',
    'type.greeting.output.text': 'Text',
    'type.greeting.setting.name': 'Name',
  },
})

/** This site's node types. The page's worker imports this same-origin module; a server loads it with `AW_NODES`. */
export default [
  defineNode({
    type: 'greeting',
    version: 1,
    family: 'tables',
    title: 'Greeting',
    description: 'Creates a greeting as text.',
    icon: 'hand',
    messages: catalogs,
    inputs: [],
    outputs: [{ name: 'text', type: 'text', label: 'Text' }],
    settings: z.strictObject({ name: z.string().default('you').meta({ title: 'Name to greet' }) }),
    describe: ({ settings: { name } }) => ({
      outputs: { text: { type: 'text' } },
      summary: message('greeting.summary', { name }),
    }),
    async run({ node, settings: { name } }) {
      if (name.trim() === '') throw new NodeError('permanent', error('greeting.no-name', {}, { where: { node } }))
      return { outputs: { text: { kind: 'text', text: `Good morning, ${name}` } } }
    },
  }),
]
