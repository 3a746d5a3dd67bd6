import { renderMessages } from '../../test/render-messages.ts'
import { createCatalog, NodeError, runWorkflow, systemClock } from '@aw-flow/engine'
import { foldRun, readWorkflow } from '@aw-flow/schema'
import { expect, test } from 'vitest'
import { builtInTypes } from './built-in-nodes.ts'
import { loadCustomNodes } from './load-custom-nodes.ts'
import { shout } from './test-own-nodes.ts'

const modules: Record<string, unknown> = {
  one: { default: shout },
  list: { default: [{ ...shout, type: 'whisper' }, shout] },
  none: {},
  taken: { default: { ...shout, type: 'loading' } },
  wrong: { default: [{ type: 'Shout!', settings: {} }] },
  old: { default: { ...shout, settings: { safeParse: () => ({ success: false }) } } },
}
const load = async (name: string): Promise<unknown> => {
  if (!(name in modules)) throw new Error('Not found.')
  return modules[name]
}

test('loads and runs the node types that modules export', async () => {
  const customNodes = await loadCustomNodes(['one', 'list'], load)
  expect(customNodes.map(({ type }) => type)).toEqual(['shout', 'whisper', 'shout'])
  const { workflow } = readWorkflow({ name: 'w', nodes: [{ id: 'a', type: 'shout' }], edges: [] })
  const port = {} as never
  const events = await runWorkflow({
    workflow: workflow!,
    run: 'r',
    seed: 1,
    catalog: createCatalog(customNodes),
    tables: port,
    files: port,
    clock: systemClock,
    signal: new AbortController().signal,
  })
  expect(foldRun(events).nodes.a?.outputs.out).toEqual({ kind: 'text', text: 'HEY' })
})

test.each([
  ['gone', 'nodes.not-loaded', /"gone" could not be loaded: Not found/],
  ['none', 'nodes.none', /exports no node types/],
  ['taken', 'nodes.taken', /"loading", which is built in/],
  ['wrong', 'nodes.invalid', /missing an ID.*version.*arrays.*zod schema.*"describe" and "run"/],
  ['old', 'nodes.invalid', /cannot be described/],
])('refuses a module that is %s', async (name, code, message) => {
  const thrown: unknown = await loadCustomNodes([name], load, builtInTypes).catch((cause: unknown) => cause)
  expect(thrown).toBeInstanceOf(NodeError)
  expect(renderMessages((thrown as NodeError).problem)).toMatchObject({ code, message: expect.stringMatching(message) })
})

test('recognizes a node error of another copy of the engine', () => {
  const other = Object.assign(new Error('No.'), {
    name: 'NodeError',
    kind: 'transient',
    problem: { code: 'x', severity: 'error', message: 'No.' },
  })
  expect(other).toBeInstanceOf(NodeError)
  for (const no of [new Error('x'), { ...other }, null, Object.assign(new Error('x'), { name: 'NodeError' })]) {
    expect(no).not.toBeInstanceOf(NodeError)
  }
})
