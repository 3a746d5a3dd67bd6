import { englishFormatter } from '@aw-flow/messages/catalogs'
import { createEmptyWorkflow, error, failed, ok, type Dataset, type Problem, getProblem, unwrap } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { findDatasetReferences } from './find-dataset-references.ts'
import { createDatasetLibrary, findUnusedName, type HashFile } from './dataset-library.ts'
import { maxPendingFileBytes } from '../storage/pending-files.ts'
import { createMemoryStorage } from '../storage/memory-storage.ts'
import { TestEngine } from '../engine/test-session-engine.ts'
import { hashBytes } from '../worker/hash-bytes.ts'

const setUp = ({ hashFile }: { hashFile?: HashFile } = {}) => {
  const problems: Problem[] = []
  let previewCount = 0
  let changes = 0
  const storage = createMemoryStorage()
  const engine = new TestEngine()
  engine.responders.previewFile = ({ dataset }) => {
    previewCount++
    return ok({ dataset, format: 'csv', columns: [] })
  }
  const library = createDatasetLibrary({
    storage,
    engine,
    ...(hashFile ? { hashFile } : {}),
    onChange: () => changes++,
    onProblem: (problem) => problems.push(problem),
    now: () => 0,
  })
  return { library, storage, problems, looks: () => previewCount, changes: () => changes }
}

describe('createDatasetLibrary', () => {
  it('treats the same bytes with another name as the same dataset and reports it', async () => {
    const { library, changes, problems } = setUp()
    const first = unwrap(await library.add(new File(['a,b\n1,2'], 'one.csv')))
    const second = unwrap(await library.add(new File(['a,b\n1,2'], 'two.csv')))
    expect(second).toEqual(first)
    expect(problems).toMatchObject([
      { code: 'dataset.duplicate', severity: 'info', params: { name: 'two.csv', known: 'one.csv' } },
    ])
    await library.add(new File(['a,b\n1,2'], 'one.csv'))
    expect(problems).toHaveLength(1)
    expect(library.datasets).toEqual([first])
    expect(changes()).toBe(1)
    expect(await (await library.readDataset(first.id))?.bytes.text()).toBe('a,b\n1,2')
  })

  it('reports progress, and keeps nothing of an aborted file', async () => {
    const file = new File(['a,b'], 'a.csv')
    const value = await hashBytes(file)
    const stopping = new AbortController()
    let chunks = 0
    const { library, storage, problems } = setUp({
      // In chunks, as the worker does.
      async hashFile(bytes, { signal, onProgress } = {}) {
        for (const done of [1, 2, 3]) {
          if (signal?.aborted) return failed(error('engine.aborted', {}))
          chunks++
          onProgress?.({ done, total: bytes.size })
        }
        return ok(value)
      },
    })
    const stopped = library.add(file, { signal: stopping.signal, onProgress: () => stopping.abort() })
    const waiting = library.add(file, { signal: stopping.signal })
    const aborted = failed(error('engine.aborted', {}))
    expect([await stopped, await waiting, chunks]).toEqual([aborted, aborted, 1])
    expect([problems, library.datasets, await storage.listDatasets()]).toEqual([[], [], []])
    // Aborted during the write: the dataset is removed again.
    const late = new AbortController()
    const putDataset = storage.putDataset.bind(storage)
    storage.putDataset = async (...put) => {
      late.abort()
      return putDataset(...put)
    }
    expect(await library.add(file, { signal: late.signal })).toEqual(aborted)
    expect([library.datasets, await storage.listDatasets()]).toEqual([[], []])
    const seen: number[] = []
    const added = await library.add(file, { onProgress: (share) => seen.push(share) })
    expect(unwrap(added).id).toBe(value)
    expect(seen.map((share) => Math.round(100 * share))).toEqual([30, 60, 90])
  })

  it('renames a file if another file with the same name exists', async () => {
    const { library } = setUp()
    await Promise.all(['1', '2', '3'].map((text) => library.add(new File([text], 'sales.csv'))))
    expect(library.datasets.map(({ name }) => name).sort()).toEqual(['sales (2).csv', 'sales (3).csv', 'sales.csv'])
  })

  it('adds files that arrived before a page was closed, without a problem for known ones', async () => {
    const arrivedFiles = new Map([
      ['1', new File(['left'], 'left.csv')],
      ['2', new File(['known'], 'other name.csv')],
    ])
    const { library, storage, problems } = setUp()
    await library.add(new File(['known'], 'known.csv'))
    Object.assign(storage, {
      pendingFiles: {
        store: () => async () => undefined,
        list: async () => [...arrivedFiles].map(([key, file]) => ({ key, file })),
        remove: async (key: string) => void arrivedFiles.delete(key),
      } satisfies typeof storage.pendingFiles,
    })
    await library.recover()
    expect(library.datasets.map(({ name }) => name).sort()).toEqual(['known.csv', 'left.csv'])
    expect([...arrivedFiles.keys()]).toEqual([])
    expect(problems).toEqual([])
  })

  it('previews each dataset once, and skips missing ones', async () => {
    const { library, looks } = setUp()
    const dataset = unwrap(await library.add(new File(['1'], 'a.csv')))
    const ids = [dataset.id, 'f'.repeat(64)]
    await Promise.all([library.getPreviews(ids), library.getPreviews(ids)])
    expect(await library.getPreviews(ids)).toHaveLength(1)
    expect(looks()).toBe(1)
  })

  it('previews a file while its bytes are stored, and stores the preview only if the file was added', async () => {
    const { library, storage, looks } = setUp()
    const putDataset = storage.putDataset.bind(storage)
    const looksWhileStoring: number[] = []
    const aborting = new AbortController()
    const add = (text: string, onStoring: () => void) =>
      library.add(new File([text], `${text}.csv`), {
        signal: aborting.signal,
        putDataset: async (...put) => {
          await Promise.resolve()
          looksWhileStoring.push(looks())
          onStoring()
          return putDataset(...put)
        },
      })
    const { id } = unwrap(await add('kept', () => undefined))
    await add('aborted', () => aborting.abort())
    expect(looksWhileStoring).toEqual([1, 2])
    expect(await library.getPreviews([id])).toMatchObject([{ dataset: id }])
    expect((await storage.listDatasets()).map(({ preview }) => preview?.dataset)).toEqual([id])
  })

  it('returns which file could not be added', async () => {
    const { library, problems } = setUp({
      hashFile: async () => failed(error('engine.closed', {})),
    })
    const problem = getProblem(await library.add(new File(['1'], 'gone.csv')))
    expect(problem && englishFormatter.renderProblem(problem)).toEqual({
      message: '"gone.csv" could not be added: The engine was closed.',
    })
    expect(problems).toEqual([])
  })
})

/** A file on a disk, which cannot be read after `remove` was called. */
function fileOnDisk(text: string, name: string): { file: File; remove: () => void } {
  const file = new File([text], name)
  let isRemoved = false
  const read = (blob: Blob): void => {
    const readBytes = blob.arrayBuffer.bind(blob)
    blob.arrayBuffer = async () => {
      if (isRemoved) throw new DOMException('', 'NotFoundError')
      return readBytes()
    }
    const slice = blob.slice.bind(blob)
    blob.slice = (...range) => {
      const part = slice(...range)
      read(part)
      return part
    }
  }
  read(file)
  return { file, remove: () => void (isRemoved = true) }
}

describe('a file that is removed from the disk', () => {
  const hash: HashFile = async (file) => {
    try {
      return ok(await hashBytes(file))
    } catch {
      return failed(error('file.unreadable', { name: file instanceof File ? file.name : '' }))
    }
  }

  it('is added if it was removed after it was dropped, with the files that wait before it', async () => {
    const { library, problems } = setUp({ hashFile: hash })
    const files = ['a', 'b', 'c'].map((text) => fileOnDisk(text, `${text}.csv`))
    const pending = files.map(({ file }) => library.add(file))
    for (const { remove } of files) remove()
    expect((await Promise.all(pending)).map((dataset) => unwrap(dataset).name)).toEqual(['a.csv', 'b.csv', 'c.csv'])
    expect(
      await Promise.all(library.datasets.map(async ({ id }) => (await library.readDataset(id))?.bytes.text())),
    ).toEqual(expect.arrayContaining(['a', 'b', 'c']))
    expect(problems).toEqual([])
  })

  it('is named if it cannot be read, and the other files are added', async () => {
    const { library, problems } = setUp({ hashFile: hash })
    const removed = fileOnDisk('a', 'a.csv')
    removed.remove()
    const [unreadable, added] = await Promise.all([library.add(removed.file), library.add(new File(['b'], 'b.csv'))])
    expect(unwrap(added).name).toBe('b.csv')
    expect(getProblem(unreadable)).toMatchObject({ code: 'file.unreadable', params: { name: 'a.csv' } })
    expect(problems).toEqual([])
  })

  it('is not listed if it is removed while it is stored', async () => {
    const { library, storage, problems } = setUp({ hashFile: hash })
    const { file, remove } = fileOnDisk('a', 'a.csv')
    Object.defineProperty(file, 'size', { value: maxPendingFileBytes + 1 })
    storage.putDataset = async () => {
      remove()
      return error('storage.failed', { item: '', reason: 'Failed to write blobs' })
    }
    const problem = getProblem(await library.add(file))
    expect(problem).toMatchObject({ code: 'file.unreadable', where: { file: 'a.csv' } })
    expect(problems).toEqual([])
    expect(await storage.listDatasets()).toEqual([])
  })

  it('replaces the lost bytes of its dataset when it is added again', async () => {
    const { library, storage, problems } = setUp({ hashFile: hash })
    const { file, remove } = fileOnDisk('a', 'a.csv')
    const dataset = unwrap(await library.add(file))
    await storage.putDataset(dataset, file)
    remove()
    expect(unwrap(await library.add(new File(['a'], 'again.csv')))).toEqual(dataset)
    expect(await (await library.readDataset(dataset.id))?.bytes.text()).toBe('a')
    expect(problems).toEqual([])
  })
})

describe('a file that the browser cannot read', () => {
  it('returns the problem unchanged', async () => {
    const problem = error('file.unreadable', { name: 'folder' })
    const { library, problems } = setUp({ hashFile: async () => failed(problem) })
    expect(await library.add(new File([''], 'folder'))).toEqual(failed(problem))
    expect(problems).toEqual([])
  })
})

describe('findUnusedName', () => {
  it('adds the number before the extension', () => {
    const names = (...list: string[]) => list.map((name) => ({ name }) as Dataset)
    expect(findUnusedName('a.csv', names())).toBe('a.csv')
    expect(findUnusedName('a.csv', names('a.csv', 'a (2).csv'))).toBe('a (3).csv')
    expect(findUnusedName('.hidden', names('.hidden'))).toBe('.hidden (2)')
    expect(findUnusedName('plain', names('plain'))).toBe('plain (2)')
  })
})

describe('findDatasetReferences', () => {
  it('finds dataset ids at any depth of the settings, without duplicates', () => {
    const [one, two] = ['1', '2'].map((digit) => digit.repeat(64)) as [string, string]
    const node = (id: string, config: Record<string, never>) => ({
      id,
      type: 'load',
      position: { x: 0, y: 0 },
      data: { label: id, config },
    })
    const workflow = {
      ...createEmptyWorkflow(),
      nodes: [
        node('a', { dataset: one, name: 'x' } as never),
        node('b', { deep: [{ also: two }, one], no: '1'.repeat(63) } as never),
      ],
    }
    expect(findDatasetReferences(workflow)).toEqual([one, two])
  })
})
