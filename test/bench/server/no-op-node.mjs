/** A node type that does nothing, so that a run measures the cost of its record. */
export default [
  {
    type: 'no_op',
    version: 1,
    family: 'logic',
    title: 'No-op',
    description: 'Does nothing.',
    icon: 'circle',
    inputs: [{ name: 'value', type: 'any' }],
    outputs: [{ name: 'value', type: 'any' }],
    settings: (await import('zod')).z.strictObject({}),
    describe: () => ({ outputs: {}, summary: 'Does nothing' }),
    run: async () => ({ outputs: {} }),
  },
]
