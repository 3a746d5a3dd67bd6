import { emptyWorkflow } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { skipReason } from './skip-reason.ts'

const node = (id: string, label: string) => ({ id, type: 't', position: { x: 0, y: 0 }, data: { label, config: {} } })
const workflow = { ...emptyWorkflow(), nodes: [node('ask', 'Ask'), node('odd', 'An "odd" one'), node('bare', '')] }

describe('why a node was skipped', () => {
  it.each([
    ['Not run, because "ask" failed.', 'Not run, because "Ask" failed.'],
    ['Not run, because "ask" did not take "ask".', 'Not run, because "Ask" did not take "ask".'],
    ['Not run, because "odd" failed.', 'Not run, because "odd" failed.'],
    ['Not run, because "bare" failed.', 'Not run, because "bare" failed.'],
    ['Not run, because nothing failed.', 'Not run, because nothing failed.'],
  ])('tells of %s as people call the node', (reason, said) => expect(skipReason(reason, workflow)).toBe(said))
})
