import { builtInNodes } from '@aw-flow/nodes'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

describe('repairs that the seeds require', () => {
  it.each(['loading', 'preparing', 'validation'])('[6] the node %s has a setting for a language model', (type) => {
    const node = builtInNodes.find((candidate) => candidate.type === type)
    const schema = z.toJSONSchema(node!.settings, { io: 'input', unrepresentable: 'any' })
    expect(Object.keys(schema.properties ?? {})).toContain('model')
  })
})
