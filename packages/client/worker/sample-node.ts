import { defineNode, type Catalog } from '@aw-flow/engine'
import { z } from 'zod'

/** Provides a sample that no node of the catalog can output. Only previews contain it. */
export const sampleNode = defineNode({
  type: 'aw-input-sample',
  version: 1,
  family: 'logic',
  title: 'Sample',
  description: 'Provides sample data for an input.',
  icon: 'variable',
  inputs: [],
  outputs: [{ name: 'value', type: 'any', label: 'Value' }],
  settings: z.strictObject({
    kind: z.enum(['text', 'file']).default('text'),
    /** A text, or the id of a dataset. */
    content: z.string().default(''),
  }),
  describe: ({ settings: { kind } }) => ({ outputs: { value: { type: kind } }, summary: '', problems: [] }),
  run: ({ settings: { kind, content } }) =>
    Promise.resolve({
      outputs: {
        value: kind === 'text' ? { kind, text: content } : { kind, dataset: content, name: content.slice(0, 8) },
      },
    }),
})

/** Returns a catalog that also contains the sample node. */
export const addSampleNode = (catalog: Catalog): Catalog => ({
  ...catalog,
  get: (type, version) => (type === sampleNode.type ? sampleNode : catalog.get(type, version)),
})
