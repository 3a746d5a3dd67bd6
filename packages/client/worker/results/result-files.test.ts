import { beforeEach, describe, expect, test } from 'vitest'
import { createResultFiles, type ResultContent, type ResultFiles } from './result-files.ts'
import { TestFolder } from './test-private-folder.ts'

let folder: TestFolder
let files: ResultFiles

const open = (): ResultFiles => {
  // A mutex, as Web Locks are.
  let last: Promise<unknown> = Promise.resolve()
  const exclusive = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work)
    last = next.catch(() => undefined)
    return next
  }
  return createResultFiles({ openRoot: folder.open, runExclusive: exclusive })
}

beforeEach(() => {
  folder = new TestFolder()
  files = open()
})

const content = (name: string, ...sizes: number[]): ResultContent => ({
  name,
  async *chunks() {
    for (const size of sizes) yield new Uint8Array(size).fill(7)
  },
})
const state = async (run: string, name = 'a'): Promise<string | number> => {
  const result = await files.find(run, name)
  return 'file' in result ? result.file.size : result.reason
}

describe('createResultFiles', () => {
  test('stores the tables of a run and finds them, also in another tab', async () => {
    expect(await files.write('run 1/x', [content('a', 10, 20), content('b', 5)], 100)).toBe('stored')
    expect([await state('run 1/x'), await state('run 1/x', 'b'), await state('run 1/x', 'c')]).toEqual([
      30,
      5,
      'missing',
    ])
    files = open()
    expect(await state('run 1/x')).toBe(30)
    expect(await files.measure()).toEqual({ runs: 1, bytes: 35 })
    expect(await state('run-2')).toBe('missing')
  })

  test('evicts the oldest runs over the limit, and reports them as evicted', async () => {
    for (const run of ['one', 'two', 'three']) await files.write(run, [content('a', 40)], 100)
    expect([await state('one'), await state('two'), await state('three')]).toEqual(['evicted', 40, 40])
    await files.evict(40)
    expect([await state('two'), await state('three')]).toEqual(['evicted', 40])
    // Computed and stored again.
    await files.write('one', [content('a', 40)], 100)
    expect([await state('one'), await files.measure()]).toEqual([40, { runs: 2, bytes: 80 }])
  })

  test('does not store a run that exceeds the limit alone, and evicts nothing for it', async () => {
    await files.write('small', [content('a', 40)], 100)
    expect(await files.write('large', [content('a', 60), content('b', 30, 30)], 100)).toBe('too-large')
    expect([await state('large'), await state('large', 'b'), await state('small')]).toEqual([
      'too-large',
      'too-large',
      40,
    ])
    expect(await files.measure()).toEqual({ runs: 1, bytes: 40 })
    expect(folder.paths).toEqual(['aw-results/large/too-large', expect.stringContaining('aw-results/small/a.arrow')])
  })

  test('replaces the files of a run that is stored again', async () => {
    await files.write('one', [content('a', 40)], 50)
    expect(await files.write('one', [content('a', 50)], 50)).toBe('stored')
    expect([await state('one'), (await files.measure()).bytes]).toEqual([50, 50])
  })

  test('leaves no file of a tab that is killed at any point of a write', async () => {
    for (let writes = 1; writes <= 4; writes++) {
      folder = new TestFolder()
      files = open()
      await files.write('before', [content('a', 10)], 100)
      folder.writesUntilKilled = writes
      await files.write('killed', [content('a', 10, 10), content('b', 10, 10)], 100).catch(() => undefined)
      folder.writesUntilKilled = Infinity
      files = open()
      const states = [await state('killed'), await state('killed', 'b')]
      expect(states.every((size) => size === 20 || size === 'missing')).toBe(true)
      expect(await state('before')).toBe(10)
      await files.write('after', [content('a', 10)], 100)
      expect(folder.paths.filter((path) => path.endsWith('.part'))).toEqual([])
    }
  })

  test('rejects if the disk is full, and keeps what was stored', async () => {
    await files.write('one', [content('a', 40)], 1_000)
    folder.capacity = 60
    await expect(files.write('two', [content('a', 10), content('b', 30)], 1_000)).rejects.toMatchObject({
      name: 'QuotaExceededError',
    })
    expect([await state('one'), await state('two'), await state('two', 'b')]).toEqual([40, 'missing', 'missing'])
    expect(folder.paths).toEqual(['aw-results/one/a.arrow'])
  })

  test('rejects if the browser refuses storage', async () => {
    folder.isBlocked = true
    await expect(files.write('one', [content('a', 1)], 10)).rejects.toMatchObject({ name: 'SecurityError' })
  })

  test('removes all files of deleted runs', async () => {
    await files.write('one', [content('a', 40)], 100)
    await files.write('two', [content('a', 40)], 100)
    await files.remove(['one', 'never'])
    expect([await state('one'), await state('two')]).toEqual(['missing', 40])
    await files.write('three', [content('a', 40)], 40)
    await files.remove(['two'])
    expect(await state('two')).toBe('missing')
  })

  test('serves tabs that write at the same time', async () => {
    const all = ['one', 'two', 'three', 'four'].map((run) => files.write(run, [content('a', 30)], 100))
    expect(await Promise.all(all)).toEqual(['stored', 'stored', 'stored', 'stored'])
    expect(await files.measure()).toEqual({ runs: 3, bytes: 90 })
  })
})
