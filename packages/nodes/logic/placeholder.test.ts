import { describe, expect, it } from 'vitest'
import { describeWorkflow } from '@aw-flow/engine'
import { createEmptyWorkflow, type Config } from '@aw-flow/schema'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { getSentence } from '../../../test/render-messages.ts'

const config: Config = {
  tool: 'n8n',
  type: 'n8n-nodes-base.notion',
  original: { title: '={{ $json.title }}' },
  inputs: ['value'],
  outputs: ['output1', 'output2'],
}

describe('a placeholder', () => {
  it('keeps the original settings with their expressions, has the ports that edges need, and says what to do', () => {
    const catalog = createBuiltInCatalog()
    const nodes = [{ id: 'page', type: 'placeholder', position: { x: 0, y: 0 }, data: { label: 'Page', config } }]
    const {
      nodes: described,
      problems,
      ready,
    } = describeWorkflow({ ...createEmptyWorkflow(), nodes }, { catalog, context: { findPreview: () => undefined } })
    expect(described.page!.ports!.outputs.map(({ name }) => name)).toEqual(['output1', 'output2'])
    expect(ready).toBe(true)
    expect(problems).toMatchObject([{ code: 'placeholder.not-replaced', severity: 'warning', where: { node: 'page' } }])
    expect(getSentence(problems[0])).toContain('n8n-nodes-base.notion')
  })
})
