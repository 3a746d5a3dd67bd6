import { describe, expect, it } from 'vitest'
import { createPageUsage } from './page-usage.ts'
import { TestFolder } from './test-private-folder.ts'

const amounts = (requests: number) => ({ requests, toolCalls: 0, inputTokens: 10, outputTokens: 5, cost: 0.5 })

describe('the usage of a month in a page', () => {
  const openTabs = () => {
    const folder = new TestFolder()
    const time = { now: Date.UTC(2026, 9, 31, 23, 59) }
    let last: Promise<unknown> = Promise.resolve()
    /** The lock that tabs share. */
    const runExclusive = <T>(work: () => Promise<T>): Promise<T> => {
      const result = last.then(work)
      last = result.catch(() => undefined)
      return result
    }
    const openTab = () => createPageUsage({ openRoot: folder.open, now: () => time.now, runExclusive })
    return { folder, time, openTab }
  }

  it('is shared by tabs and reloads: parallel calls never exceed a limit together', async () => {
    const { openTab } = openTabs()
    const tabs = [openTab(), openTab()]
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, index) => tabs[index % 2]!.reserve(`r/${index}`, amounts(1), { requests: 3 })),
    )
    expect(outcomes.filter((exceeded) => exceeded === undefined)).toHaveLength(3)
    expect(await openTab().reserve('r/9', amounts(1), { requests: 3 })).toEqual({
      scope: 'month',
      limit: 'requests',
      used: 3,
      needed: 1,
      max: 3,
    })
    expect(await openTab().reserve('r/9', { ...amounts(0), ms: 60_001 }, { ms: 60_000 })).toMatchObject({
      limit: 'ms',
      used: 0,
      needed: 60_001,
    })
    // A resumed run reserves an interrupted call again.
    expect(await openTab().reserve('r/0', amounts(1), { requests: 3 })).toBeUndefined()
  })

  it('is settled with the actual usage, also of many calls, and starts again with the next month', async () => {
    const { openTab, time } = openTabs()
    const tab = openTab()
    for (let index = 0; index < 205; index++) {
      await tab.reserve(`r/${index}`, amounts(4), {})
      await tab.settle(`r/${index}`, amounts(1))
    }
    const limits = { requests: 205 }
    expect(await openTab().reserve('r/x', amounts(1), limits)).toMatchObject({ used: 205 })
    await tab.reserve('late', amounts(2), {})
    time.now = Date.UTC(2026, 10, 1)
    expect(await openTab().reserve('r/x', amounts(205), limits)).toBeUndefined()
    await tab.settle('late', amounts(1))
    time.now = Date.UTC(2026, 9, 31)
    expect(await openTab().reserve('r/y', amounts(1), limits)).toMatchObject({ used: 206 })
  })

  it.each(['blocked', 'full'])('is counted until the tab is closed if the private file system is %s', async (state) => {
    const { folder, openTab } = openTabs()
    if (state === 'full') folder.capacity = 0
    else folder.isBlocked = true
    const tab = openTab()
    expect(await tab.reserve('r/1', amounts(3), { requests: 3 })).toBeUndefined()
    expect(await tab.reserve('r/2', amounts(1), { requests: 3 })).toMatchObject({ used: 3 })
  })
})
