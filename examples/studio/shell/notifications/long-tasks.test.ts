import { describe, expect, it } from 'vitest'
import { LongTasks } from './long-tasks.ts'

const turn = (): Promise<void> => new Promise((next) => setTimeout(next, 5))

describe('LongTasks', () => {
  it('shows a task with its progress, which never decreases, until it ends', async () => {
    const seen: (readonly [string, number | undefined][])[] = []
    const tasks = new LongTasks(() => seen.push(tasks.list.map(({ text, progress }) => [text, progress])), {
      displayDelayMs: 0,
    })
    const answer = await tasks.run('Reading a.csv', async ({ onProgress }) => {
      await turn()
      for (const progress of [0.5, 0.25, 0.5, 2]) onProgress(progress)
      return 'read'
    })
    expect(answer).toBe('read')
    expect(seen).toEqual([[['Reading a.csv', undefined]], [['Reading a.csv', 0.5]], [['Reading a.csv', 1]], []])
  })

  it('returns undefined after a task was canceled, whatever its result', async () => {
    const tasks = new LongTasks(() => undefined, { displayDelayMs: 0 })
    let isStopped = false
    const answer = tasks.run('Never done', ({ signal }) => {
      signal.addEventListener('abort', () => (isStopped = true))
      return new Promise<string>(() => undefined)
    })
    const failing = tasks.run('Fails when stopped', async ({ signal }) => {
      await new Promise((next) => signal.addEventListener('abort', next))
      signal.throwIfAborted()
      return 'never'
    })
    await turn()
    expect(tasks.list.map(({ text }) => text)).toEqual(['Never done', 'Fails when stopped'])
    for (const { cancel } of tasks.list) cancel()
    expect([await answer, await failing, isStopped, tasks.list]).toEqual([undefined, undefined, true, []])
  })

  it('does not show a short task, and passes errors on', async () => {
    let changes = 0
    const tasks = new LongTasks(() => changes++)
    expect(await tasks.run('Short', async ({ onProgress }) => onProgress(1))).toBeUndefined()
    await expect(
      tasks.run('Broken', async () => {
        throw new Error('The disk is full.')
      }),
    ).rejects.toThrow('The disk is full.')
    expect(changes).toBe(0)
  })
})
