import { createBrowserFile } from '@aw-flow/data/browser'
import { defineNode, type Catalog, type SourceFile } from '@aw-flow/engine'
import { z } from 'zod'

/** A node that outputs sample data, for previews only. No node in the catalog can output arbitrary samples. */
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
    /** The text, or the id of a dataset. */
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

/** Returns a catalog that additionally contains the sample node. */
export const addSampleNode = (catalog: Catalog): Catalog => ({
  ...catalog,
  get: (type, version) => (type === sampleNode.type ? sampleNode : catalog.get(type, version)),
})

/** Creates the file that provides sample rows entered as text. */
export const createSampleFile = (text: string, dataset: string): SourceFile =>
  createBrowserFile(new File([text], 'sample.csv'), dataset)
