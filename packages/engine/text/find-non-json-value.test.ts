import { renderMessages } from '../../../test/render-messages.ts'
import type { Value } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { runInNewContext } from 'node:vm'
import { findNonJsonValue } from './find-non-json-value.ts'
import { createControlWorkflow, runControlWorkflow } from '../test-control.ts'
import { parseRecord, serializeRecord } from '../record/read-record.ts'

const circle: Record<string, unknown> = { name: 'c' }
circle.within = [{ circle }]
const deep = (levels: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = [value]
  return value
}

const wrong: [string, unknown, string, RegExp][] = [
  ['a bigint', { a: [1, 12n] }, 'a[1]', /bigint 12/],
  ['undefined in a list', [undefined], '[0]', /undefined/],
  ['undefined itself', undefined, '', /undefined/],
  ['a function', { f: () => 1 }, 'f', /a function/],
  ['a symbol', { s: Symbol('s') }, 's', /a symbol/],
  ['NaN', { n: { m: NaN } }, 'n.m', /NaN/],
  ['an infinity', [-Infinity], '[0]', /-Infinity/],
  ['a Date', { when: new Date(0) }, 'when', /a Date/],
  ['a Map', new Map([[1, 2]]), '', /a Map/],
  ['bytes', { bytes: new Uint8Array(3) }, 'bytes', /a Uint8Array/],
  ['an instance', new URL('x:y'), '', /a URL/],
]

describe('the JSON of a node', () => {
  it.each(wrong)('[E85] is not %s', (_, value, path, reason) => {
    expect(renderMessages(findNonJsonValue(value))).toEqual({ path, reason: expect.stringMatching(reason) })
  })

  it('[E85] is not circular or infinitely deep', () => {
    expect(renderMessages(findNonJsonValue(circle)?.reason)).toBe('a circular reference')
    expect(renderMessages(findNonJsonValue(deep(1_001))?.reason)).toBe('nested too deeply')
    expect(findNonJsonValue(deep(1_000))).toBeUndefined()
  })

  it('[E85] includes plain objects of other realms and undefined properties', () => {
    const shared = { a: 1 }
    const known = new WeakSet<object>()
    const good = [null, true, 1.5, -0, 'x\ud800', [], {}, { a: undefined }, [shared, shared], Object.create(null)]
    for (const value of [...good, runInNewContext('({a: [1, {b: null}]})')]) {
      expect(findNonJsonValue(value, known)).toBeUndefined()
      expect(findNonJsonValue(value, known)).toBeUndefined()
    }
  })

  it('[E85] is checked once, however often it occurs', () => {
    let value: unknown = [1]
    for (let level = 0; level < 60; level++) value = { a: value, b: value }
    expect(findNonJsonValue(value)).toBeUndefined()
  })

  it('[E85] otherwise fails the node with port and path, with any journal', async () => {
    for (const [, value] of [...wrong.filter(([, one]) => one !== undefined), ['a circle', circle] as const]) {
      const workflow = createControlWorkflow({ a: ['do'], z: ['do'] }, ['a.out>z.in'])
      const { view, events } = await runControlWorkflow(workflow, { a: () => value })
      expect(view.nodes.a).toMatchObject({
        state: 'failed',
        error: { kind: 'permanent', problem: { code: 'node.not-json', where: { node: 'a', port: 'out' } } },
      })
      expect(view.nodes.z?.state).toBe('skipped')
      expect(parseRecord(serializeRecord(events)).events).toEqual(events)
    }
  })

  it('[E85] also applies to requests and results of effects', async () => {
    const workflow = createControlWorkflow({ a: ['do'] }, [])
    const of = async (request: unknown, outcome: unknown) => {
      const { view, events } = await runControlWorkflow(workflow, {
        a: ({ effect }) => effect('put', request as never, async () => outcome as never),
      })
      expect(parseRecord(serializeRecord(events)).events).toEqual(events)
      return view.nodes.a?.error?.problem
    }
    expect(await of({ n: NaN }, 1)).toMatchObject({ code: 'effect.not-json', params: { place: 'n', reason: 'NaN' } })
    expect(await of(1, { n: [2n] })).toMatchObject({ code: 'effect.not-json', where: { node: 'a' } })
    expect(await of(1, undefined)).toBeUndefined()
  })

  it('[E85] also applies to values of loops and approvals', async () => {
    const loop = createControlWorkflow({ a: ['do', { give: [1] }], l: ['each'], b: ['do'] }, [
      'a.out>l.items',
      'l.item>b.in',
      'b.out>l.result',
    ])
    const items = { items: { kind: 'json', json: [new Date(0)] } satisfies Value }
    const { view } = await runControlWorkflow(loop, { l: ({ inputs }) => void Object.assign(inputs, items) })
    expect(view.nodes.l?.error?.problem).toMatchObject({ code: 'node.not-json', where: { node: 'l' } })
    const shown = await runControlWorkflow(createControlWorkflow({ w: ['wait'] }, []), {
      w: ({ inputs }) => void Object.assign(inputs, { in: { kind: 'json', json: { n: Infinity } } }),
    })
    expect(shown.view.nodes.w?.error?.problem.code).toBe('node.not-json')
  })
})
