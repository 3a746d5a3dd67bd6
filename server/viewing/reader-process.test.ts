import { EventEmitter } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { startReaderProcess, type ReaderLimits } from './reader-process.ts'

/** Starts a reader process that is simulated, and records with which signals it is killed. */
function startSimulatedReader(change: Partial<ReaderLimits> = {}, pid?: number) {
  const kills: unknown[] = []
  const faults: unknown[] = []
  const child = Object.assign(new EventEmitter(), {
    pid,
    send: () => true,
    kill: (signal: unknown) => void (kills.push(signal), child.emit('close', null, signal)),
  })
  const options = {
    timeoutMs: 60_000,
    memoryBytes: 2 ** 40,
    heartbeatTimeoutMs: 60_000,
    ...change,
    temporaryFolder: tmpdir(),
    memoryLimit: '100MiB',
    onError: (cause: unknown) => faults.push(cause),
  }
  const reader = startReaderProcess(options, () => child as unknown as ChildProcess)
  return { child, reader, kills, faults }
}

const file = { id: 'f', path: '/none', dataset: 'f', name: 'f.csv' }

// Regression: the first two ended the server.
test.each([[null], [undefined], [1], [{}], [{ type: 'response', requestId: 1, result: 'x' }], [{ type: 'alive' }]])(
  'a process that sends the invalid message %j is killed, and its request fails',
  async (message) => {
    const { child, reader, kills, faults } = startSimulatedReader()
    const result = reader.read(file, { type: 'report' })
    child.emit('message', message)
    expect(await result).toMatchObject({ problem: { code: 'table.reader-ended' } })
    expect([kills, faults, reader.isAlive]).toEqual([['SIGKILL'], [expect.any(Error)], false])
  },
)

/** Without its limit, a request would never be settled. */
const limits = { timeout: 20_000 }

test('a process that no longer responds is killed, and its request fails with a problem', limits, async () => {
  const { child, reader, kills, faults } = startSimulatedReader({ heartbeatTimeoutMs: 1 })
  const result = reader.read(file, { type: 'report' })
  child.emit('message', { type: 'alive', bytes: 1 })
  expect(await result).toMatchObject({ problem: { code: 'table.too-slow', params: { name: 'f.csv' } } })
  expect([kills, faults, reader.isAlive]).toEqual([['SIGKILL'], [], false])
})

const tooMuchMemory = { problem: { code: 'table.too-much-memory', params: { name: 'f.csv', limit: 2 ** 20 } } }

test('a process that reports too much memory is killed, and its request fails with a problem', limits, async () => {
  const { child, reader, kills, faults } = startSimulatedReader({ memoryBytes: 2 ** 20 })
  const result = reader.read(file, { type: 'report' })
  child.emit('message', { type: 'alive', bytes: 2 ** 20 })
  expect(reader.isAlive).toBe(true)
  child.emit('message', { type: 'alive', bytes: 2 ** 20 + 1 })
  expect(await result).toMatchObject(tooMuchMemory)
  expect([kills, faults, reader.isAlive]).toEqual([['SIGKILL'], [], false])
})

test.runIf(process.platform === 'linux')(
  'a process with too much memory that is blocked, and reports nothing, is killed',
  limits,
  async () => {
    // The memory is that of this process, which is far above the limit.
    const { reader, kills, faults } = startSimulatedReader({ memoryBytes: 2 ** 20 }, process.pid)
    expect(await reader.read(file, { type: 'report' })).toMatchObject(tooMuchMemory)
    expect([kills, faults, reader.isAlive]).toEqual([['SIGKILL'], [], false])
  },
)
