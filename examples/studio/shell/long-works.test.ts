import { describe, expect, it } from 'vitest'
import { LongWorks } from './long-works.ts'

const turn = (): Promise<void> => new Promise((next) => setTimeout(next, 5))

describe('long work', () => {
  it('is shown with its share, which never goes back, until it is done', async () => {
    const seen: (readonly [string, number | undefined][])[] = []
    const works = new LongWorks(() => seen.push(works.list.map(({ text, share }) => [text, share])), { after: 0 })
    const answer = await works.run('Reading a.csv', async ({ onProgress }) => {
      await turn()
      for (const share of [0.5, 0.25, 0.5, 2]) onProgress(share)
      return 'read'
    })
    expect(answer).toBe('read')
    expect(seen).toEqual([[['Reading a.csv', undefined]], [['Reading a.csv', 0.5]], [['Reading a.csv', 1]], []])
  })

  it('answers nothing once it was stopped, whatever becomes of it', async () => {
    const works = new LongWorks(() => undefined, { after: 0 })
    let isStopped = false
    const answer = works.run('Never done', ({ signal }) => {
      signal.addEventListener('abort', () => (isStopped = true))
      return new Promise<string>(() => undefined)
    })
    const failing = works.run('Fails when stopped', async ({ signal }) => {
      await new Promise((next) => signal.addEventListener('abort', next))
      signal.throwIfAborted()
      return 'never'
    })
    await turn()
    expect(works.list.map(({ text }) => text)).toEqual(['Never done', 'Fails when stopped'])
    for (const { stop } of works.list) stop()
    expect([await answer, await failing, isStopped, works.list]).toEqual([undefined, undefined, true, []])
  })

  it('is not shown where it is done at once, and tells what went wrong', async () => {
    let changes = 0
    const works = new LongWorks(() => changes++)
    expect(await works.run('Short', async ({ onProgress }) => onProgress(1))).toBeUndefined()
    await expect(
      works.run('Broken', async () => {
        throw new Error('The disk is full.')
      }),
    ).rejects.toThrow('The disk is full.')
    expect(changes).toBe(0)
  })
})
