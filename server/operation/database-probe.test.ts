import { describe, expect, test } from 'vitest'
import { createDatabaseProbe } from './database-probe.ts'

const endless = (): Promise<void> => new Promise(() => undefined)
const quick = async (): Promise<void> => undefined

describe('a database', () => {
  test('that is slow responds, until it has been silent for a minute', async () => {
    let time = 0
    const probe = createDatabaseProbe(() => time, 1)
    expect(await probe.isResponding(quick)).toBe(true)
    time = 59_000
    expect(await probe.isResponding(endless)).toBe(true)
    time = 61_000
    expect(await probe.isResponding(endless)).toBe(false)
  })

  test('that has never answered does not respond', async () => {
    expect(await createDatabaseProbe(() => 0, 1).isResponding(endless)).toBe(false)
  })

  test('that refuses statements does not respond, even if it has just answered', async () => {
    const probe = createDatabaseProbe(() => 0, 1)
    await probe.isResponding(quick)
    await expect(probe.isResponding(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
    expect(await probe.isResponding(endless)).toBe(false)
  })

  test('that is slow is asked once at a time, and responds again when it answers', async () => {
    let answer = (): void => undefined
    let count = 0
    const slow = (): Promise<void> => {
      count++
      return new Promise((resolve) => (answer = resolve))
    }
    const probe = createDatabaseProbe(() => 0, 1)
    expect(await probe.isResponding(slow)).toBe(false)
    expect(await probe.isResponding(slow)).toBe(false)
    expect(count).toBe(1)
    answer()
    await new Promise((resolve) => setImmediate(resolve))
    expect(await probe.isResponding(slow)).toBe(true)
    expect(count).toBe(2)
  })
})
