import { EventEmitter } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { startReaderProcess } from './reader-process.ts'

// Regression: the first two ended the server.
test.each([[null], [undefined], [1], [{}], [{ type: 'response', request: 1, result: 'x' }], [{ type: 'alive' }]])(
  'a process that sends the invalid message %j is killed, and its request fails',
  async (message) => {
    const kills: unknown[] = []
    const faults: unknown[] = []
    const child = Object.assign(new EventEmitter(), {
      send: () => true,
      kill: (signal: unknown) => void (kills.push(signal), child.emit('close', null, signal)),
    })
    const options = {
      timeoutMs: 60_000,
      memoryBytes: 2 ** 40,
      silenceTimeoutMs: 60_000,
      temporaryFolder: tmpdir(),
      memoryLimit: '100MiB',
      onError: (cause: unknown) => faults.push(cause),
    }
    const reader = startReaderProcess(options, () => child as unknown as ChildProcess)
    const file = { id: 'f', path: '/none', dataset: 'f', name: 'f.csv' }
    const result = reader.read(file, { type: 'report' })
    child.emit('message', message)
    expect(await result).toMatchObject({ problem: { code: 'table.reader-ended' } })
    expect([kills, faults, reader.isAlive]).toEqual([['SIGKILL'], [expect.any(Error)], false])
  },
)
