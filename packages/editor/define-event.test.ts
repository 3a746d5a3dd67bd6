import { describe, expect, expectTypeOf, it } from 'vitest'
import { defineEvent, localEventInit } from './define-event.ts'

class NodeMoved extends defineEvent<{ readonly node: string; readonly by?: number }>('aw-node-moved') {}
class Closed extends defineEvent('aw-closed', localEventInit) {}
class BeforeClose extends defineEvent('aw-before-close', { cancelable: true }) {}

describe('an event class', () => {
  it('has the name, and its events have the detail as properties', () => {
    expect(NodeMoved.type).toBe('aw-node-moved')
    const event = new NodeMoved({ node: 'load' })
    expect(event).toBeInstanceOf(Event)
    expect(event).toMatchObject({ type: 'aw-node-moved', node: 'load' })
    expect(event.by).toBe(undefined)
    expectTypeOf(event.node).toEqualTypeOf<string>()
  })

  it('requires a detail only if it has one', () => {
    expectTypeOf<ConstructorParameters<typeof Closed>>().toEqualTypeOf<[]>()
    expectTypeOf<ConstructorParameters<typeof NodeMoved>>().toEqualTypeOf<
      [detail: { readonly node: string; readonly by?: number }]
    >()
  })

  it('bubbles through shadow roots unless it is local, and cannot be canceled by default', () => {
    const flags = ({ bubbles, composed, cancelable }: Event): boolean[] => [bubbles, composed, cancelable]
    expect(flags(new NodeMoved({ node: 'load' }))).toEqual([true, true, false])
    expect(flags(new Closed())).toEqual([false, false, false])
    expect(flags(new BeforeClose())).toEqual([true, true, true])
  })
})
