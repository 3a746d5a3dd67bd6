import { NodeError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { expect, test } from 'vitest'
import { createCallHandler, createRemoteCalls, type CallRequest, type CallResponse } from './remote-calls.ts'

interface Tools {
  tools: {
    add(a: number, b: number): Promise<number>
    fail(cause: 'problem' | 'error' | 'disk'): Promise<never>
    wait(name: string, options: { signal: AbortSignal; input?: string }): Promise<string>
  }
}

/** Two processes whose messages are cloned. */
function connect() {
  const requests: CallRequest[] = []
  const calls = createRemoteCalls((message) => {
    requests.push(message)
    handle(structuredClone(message))
  })
  const capabilities: Tools = {
    tools: {
      add: async (a, b) => a + b,
      async fail(cause) {
        if (cause === 'error') throw new TypeError('Broken')
        if (cause === 'disk') throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })
        throw new NodeError('transient', error('mcp.not-found', { id: 'x' }), { retryAfterMs: 5 })
      },
      wait: (name, { signal, ...options }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => resolve(`${name} ${JSON.stringify(options)} aborted`)),
        ),
    },
  }
  const handle = createCallHandler(
    (message: CallResponse) => calls.settle(structuredClone(message)),
    (run) => {
      if (run !== 'own') throw new Error(`Run ${run} is not executed by this process.`)
      return capabilities
    },
  )
  return { requests, open: (run: string) => calls.getRemote<Tools>(run, ['tools']) }
}

test('functions of the other process return their results', async () => {
  const { tools } = connect().open('own')
  expect(await Promise.all([tools.add(1, 2), tools.add(3, 4)])).toEqual([3, 7])
})

test('problems arrive as the errors that were thrown, and other errors with their message', async () => {
  const { tools } = connect().open('own')
  const problem = await tools.fail('problem').catch((cause: unknown) => cause)
  expect(problem).toBeInstanceOf(NodeError)
  expect(problem).toMatchObject({ kind: 'transient', retryAfterMs: 5, problem: { code: 'mcp.not-found' } })
  await expect(tools.fail('error')).rejects.toThrow('Broken')
})

test('a full disk of the other process arrives as its problem', async () => {
  const { tools } = connect().open('own')
  const problem = await tools.fail('disk').catch((cause: unknown) => cause)
  expect(problem).toMatchObject({ name: 'NodeError', kind: 'transient', problem: { code: 'storage.full' } })
})

test('runs that the other process does not execute are refused', async () => {
  await expect(connect().open('foreign').tools.add(1, 2)).rejects.toThrow('Run foreign is not executed')
})

test('a signal aborts its call only', async () => {
  const { requests, open } = connect()
  const { tools } = open('own')
  const [first, second] = [new AbortController(), new AbortController()]
  const waiting = tools.wait('first', { signal: first.signal, input: 'i' })
  const other = tools.wait('second', { signal: second.signal })
  first.abort()
  expect(await waiting).toBe('first {"input":"i"} aborted')
  expect(requests.filter(({ type }) => type === 'abort')).toEqual([{ type: 'abort', call: 1 }])
  second.abort()
  expect(await other).toBe('second {} aborted')
  await expect(tools.wait('third', { signal: first.signal })).rejects.toThrow()
  expect(requests.filter(({ type }) => type === 'call')).toHaveLength(2)
})
