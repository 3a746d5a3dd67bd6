import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { once } from 'node:events'
import pidusage from 'pidusage'
import { expect, test } from 'vitest'
import { createProcessMemoryReader, readProcessMemory, type MeasureProcesses } from './process-memory.ts'

test.runIf(process.platform === 'linux')('the memory of another process is read', () => {
  expect(readProcessMemory(process.ppid)).toBeGreaterThan(2 ** 20)
  expect(readProcessMemory(2 ** 30)).toBeUndefined()
})

/** Measures with `ps`, as on macOS. */
const measureWithPs: MeasureProcesses = async (pids) => {
  const usages = await pidusage(pids, { usePs: true })
  return Object.fromEntries(pids.flatMap((pid) => (usages[pid] ? [[pid, usages[pid].memory]] : [])))
}

test.runIf(existsSync('/bin/ps'))(
  'without status files, the memory of a blocked process is measured by a program',
  async () => {
    const script = `const held = Buffer.alloc(200_000_000, 1); process.stdout.write('ready'); for (;;) held[0]++`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      await once(child.stdout, 'data')
      const read = createProcessMemoryReader('darwin', measureWithPs)
      const pid = child.pid!
      expect(read(pid)).toBeUndefined()
      await expect.poll(() => read(pid), { timeout: 30_000 }).toBeDefined()
      expect(read(pid)).toBeGreaterThan(200_000_000)
      expect(read(pid)).toBeLessThan(1_000_000_000)
      child.kill('SIGKILL')
      await once(child, 'close')
      await expect.poll(() => read(pid), { timeout: 30_000 }).toBeUndefined()
    } finally {
      child.kill('SIGKILL')
    }
  },
)

test('measurements are shared, do not overlap, and expire', async () => {
  let time = 0
  const requests: number[][] = []
  const pending: ((bytes: Record<number, number>) => void)[] = []
  const read = createProcessMemoryReader(
    'win32',
    (pids) => {
      requests.push(pids)
      return new Promise((resolve) => pending.push(resolve))
    },
    () => time,
  )
  const finish = async (bytes: Record<number, number>): Promise<void> => {
    pending.shift()?.(bytes)
    await new Promise((resolve) => setImmediate(resolve))
  }
  read(1)
  read(2)
  time = 10_000
  read(1)
  expect(requests).toEqual([[1]])
  await finish({ 1: 100 })
  expect([read(1), read(2)]).toEqual([100, undefined])
  expect(requests).toEqual([[1], [2, 1]])
  await finish({ 1: 101, 2: 200 })
  expect([read(1), read(2)]).toEqual([101, 200])
  expect(requests).toHaveLength(2)
  time = 13_000
  expect([read(1), read(2)]).toEqual([101, 200])
  expect(requests).toHaveLength(3)
  time = 41_000
  expect(read(1)).toBeUndefined()
  await finish({ 2: 201 })
  expect([read(1), read(2)]).toEqual([undefined, 201])
})

test('a failed measurement is not an error, and is repeated', async () => {
  let time = 0
  let attempts = 0
  const read = createProcessMemoryReader(
    'darwin',
    () => Promise.reject(new Error(`attempt ${++attempts}`)),
    () => time,
  )
  for (; time < 5_000; time += 1_000) {
    expect(read(1)).toBeUndefined()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(attempts).toBe(5)
})
