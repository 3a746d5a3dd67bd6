import { afterEach, expect, it, vi } from 'vitest'
import { addNotification, readStoredNotifications, type NotificationEntry } from './notifications.ts'

afterEach(() => void vi.unstubAllGlobals())

function stubStorage(stored: Map<string, string>): void {
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  })
}

it('restores notifications after a reload, without their actions', () => {
  stubStorage(new Map())
  const at = expect.any(Number) as number
  const problem = { code: 'load.empty-file.chosen', severity: 'warning' } as const
  const first = addNotification([], { text: 'The file is empty.', tone: 'warning', lang: 'en-GB', problem })
  addNotification(first, { text: '`a.csv` is deleted.', action: { label: 'Undo', run: () => undefined }, lang: 'en' })
  expect(readStoredNotifications()).toEqual([
    { text: '`a.csv` is deleted.', at, lang: 'en' },
    { text: 'The file is empty.', at, tone: 'warning', lang: 'en-GB', problem },
  ])
})

it('keeps the latest fifty notifications', () => {
  stubStorage(new Map())
  let reported: readonly NotificationEntry[] = []
  for (let count = 1; count <= 60; count++) reported = addNotification(reported, { text: `Message ${count}` })
  expect(reported.map(({ text }) => text)).toEqual(Array.from({ length: 50 }, (_, index) => `Message ${60 - index}`))
  expect(readStoredNotifications().map(({ text }) => text)).toEqual(reported.map(({ text }) => text))
})

it('ignores invalid entries', () => {
  const stored = new Map<string, string>()
  stubStorage(stored)
  for (const bad of ['no JSON', '{}', '[1, null, {"text": 2, "at": 1}, {"text": "no moment"}]']) {
    stored.set('aw-studio-told', bad)
    expect(readStoredNotifications()).toEqual([])
  }
  stored.set('aw-studio-told', '[{"text": "Kept.", "at": 1, "tone": "loud", "lang": 3, "problem": {"code": 1}}]')
  expect(readStoredNotifications()).toEqual([{ text: 'Kept.', at: 1, tone: undefined }])
})

it('works if the browser cannot store anything', () => {
  vi.stubGlobal('sessionStorage', {
    getItem: () => {
      throw new DOMException('', 'SecurityError')
    },
    setItem: () => {
      throw new DOMException('', 'QuotaExceededError')
    },
  })
  expect(readStoredNotifications()).toEqual([])
  expect(addNotification([], { text: 'Said.' })).toMatchObject([{ text: 'Said.' }])
})
