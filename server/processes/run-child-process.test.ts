import { EventEmitter } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { expect, test } from 'vitest'
import type { ChildSettings } from './child-settings.ts'
import { startChild, type ChildListener } from './run-child-process.ts'

/** Starts a process that sends what the test emits. */
function start() {
  const kills: unknown[] = []
  const received: unknown[] = []
  const sent: unknown[] = []
  const child = Object.assign(new EventEmitter(), {
    connected: true,
    kill: (signal: unknown) => kills.push(signal),
    send: (messages: readonly unknown[]) => sent.push(...messages),
  })
  const listener: ChildListener = {
    findCapabilities: (run) => ({ secrets: { list: async () => [run] } }),
    onEngineClosed: (run) => received.push(run),
    onProgress: ({ run }) => received.push(run),
    onError: (run) => received.push(run),
    onEnded: (_, { kind }) => received.push(kind),
    onReady: () => received.push('ready'),
    onExited: (reason) => received.push(reason),
  }
  startChild({} as ChildSettings, listener, () => child as unknown as ChildProcess)
  return { child, kills, received, sent }
}

const progress = { run: 'r', node: 'n', done: 1, unit: 'rows' }

test('messages of a process reach their listeners', () => {
  const { child, kills, received } = start()
  child.emit('message', [{ type: 'ready' }, { type: 'progress', progress }, { type: 'fault', run: 'r', trace: '' }])
  child.emit('message', [{ type: 'ended', run: 'r', outcome: { kind: 'waits', wake: undefined } }])
  expect([received, kills]).toEqual([['ready', 'r', 'r', 'waits'], []])
})

// Regression: some of them ended the server.
test.each([
  [1],
  [null],
  [[null]],
  [[{}]],
  [[{ type: 'progress' }]],
  [[{ type: 'progress', progress: { ...progress, done: 'much' } }]],
  [[{ type: 'call', call: 1, run: 'r', name: 'secrets.list', args: null, hasSignal: false }]],
  [[{ type: 'call', call: 1, name: 'secrets.list', args: [], hasSignal: false }]],
  [[{ type: 'abort' }]],
  [[{ type: 'engine-closed' }]],
  [[{ type: 'alive', bytes: 'few' }]],
  [[{ type: 'ended', run: 'r' }]],
  [[{ type: 'ended', run: 'r', outcome: { kind: 'died' } }]],
  [[{ type: 'ended', run: 'r', outcome: { kind: 'waits', wake: { at: Infinity, afterMs: 0 } } }]],
  [[{ type: 'ended', run: 'r', outcome: { kind: 'stuck', problem: 'p' } }]],
])('a process that sends the invalid message %j is killed', (message) => {
  const { child, kills, received } = start()
  child.emit('message', message)
  expect([received, kills]).toEqual([[], ['SIGKILL']])
  child.emit('exit', null, 'SIGKILL')
  expect(received).toEqual([expect.stringContaining('exited (invalid)')])
})

test('a call is answered with the result', async () => {
  const { child, sent } = start()
  child.emit('message', [{ type: 'call', call: 1, run: 'r', name: 'secrets.list', args: [], hasSignal: false }])
  await expect.poll(() => sent).toEqual([{ type: 'response', call: 1, value: ['r'] }])
})

test.each([
  'constructor',
  'constructor.name',
  'secrets',
  'secrets.toString',
  'secrets.list.call',
  '__proto__.valueOf',
  'unknown.list',
])('the call %s is refused', async (name) => {
  const { child, kills, sent } = start()
  child.emit('message', [{ type: 'call', call: 1, run: 'r', name, args: [], hasSignal: false }])
  await expect.poll(() => sent).toEqual([{ type: 'response', call: 1, error: { message: 'Unknown call' } }])
  expect(kills).toEqual([])
})
