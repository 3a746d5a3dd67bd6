import { afterEach, expect, it, vi } from 'vitest'
import { reportMore, reportedBefore, type Told } from './told-messages.ts'

afterEach(() => void vi.unstubAllGlobals())

function keepIn(kept: Map<string, string>): void {
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  })
}

it('can be read again after the page was loaded anew, without what answered it', () => {
  keepIn(new Map())
  const first = reportMore([], { text: 'A run failed.', tone: 'error' })
  reportMore(first, { text: '`a.csv` is deleted.', action: { word: 'Undo', run: () => undefined } })
  expect(reportedBefore()).toEqual([
    { text: '`a.csv` is deleted.', at: expect.any(Number) as number, tone: undefined },
    { text: 'A run failed.', at: expect.any(Number) as number, tone: 'error' },
  ])
})

it('keeps the latest fifty', () => {
  keepIn(new Map())
  let reported: readonly Told[] = []
  for (let count = 1; count <= 60; count++) reported = reportMore(reported, { text: `Message ${count}` })
  expect(reported.map(({ text }) => text)).toEqual(Array.from({ length: 50 }, (_, index) => `Message ${60 - index}`))
  expect(reportedBefore().map(({ text }) => text)).toEqual(reported.map(({ text }) => text))
})

it('leaves out what it cannot read', () => {
  const kept = new Map<string, string>()
  keepIn(kept)
  for (const bad of ['no JSON', '{}', '[1, null, {"text": 2, "at": 1}, {"text": "no moment"}]']) {
    kept.set('aw-studio-told', bad)
    expect(reportedBefore()).toEqual([])
  }
  kept.set('aw-studio-told', '[{"text": "Kept.", "at": 1, "tone": "loud"}]')
  expect(reportedBefore()).toEqual([{ text: 'Kept.', at: 1, tone: undefined }])
})

it('tells also where the browser lets nothing be kept', () => {
  vi.stubGlobal('sessionStorage', {
    getItem: () => {
      throw new DOMException('', 'SecurityError')
    },
    setItem: () => {
      throw new DOMException('', 'QuotaExceededError')
    },
  })
  expect(reportedBefore()).toEqual([])
  expect(reportMore([], { text: 'Said.' })).toMatchObject([{ text: 'Said.' }])
})
