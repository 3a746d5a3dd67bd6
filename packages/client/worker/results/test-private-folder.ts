import type { PrivateFile, PrivateFolder, SyncAccessHandle } from './private-folder.ts'

class NotFoundError extends Error {
  override name = 'NotFoundError'
}

interface Entry {
  bytes: Uint8Array<ArrayBuffer>
  at: number
}

/** An in-memory OPFS. Tests can limit its capacity, make it reject operations, or simulate a killed tab. */
export class TestFolder {
  /** The files, keyed by path, such as "aw-results/run/name". */
  readonly files = new Map<string, Entry>()
  readonly folders = new Set<string>()
  /** Capacity in bytes. */
  capacity = Infinity
  /** Whether every operation rejects. */
  isBlocked = false
  /** The number of writes until the tab is killed. All later operations reject. */
  writesUntilKilled = Infinity
  clock = 0

  readonly open = async (): Promise<PrivateFolder> => {
    this.#check()
    return this.#openFolder('')
  }

  get paths(): string[] {
    return [...this.files.keys()].sort()
  }

  #check(): void {
    if (this.writesUntilKilled <= 0) throw new Error('The tab was killed.')
    if (this.isBlocked) throw Object.assign(new Error('The operation is not allowed.'), { name: 'SecurityError' })
  }

  #openFolder(path: string): PrivateFolder {
    const resolvePath = (name: string): string => (path === '' ? name : `${path}/${name}`)
    return {
      kind: 'directory',
      getDirectoryHandle: async (name, { create = false } = {}) => {
        this.#check()
        if (create) this.folders.add(resolvePath(name))
        if (!this.folders.has(resolvePath(name))) throw new NotFoundError()
        return this.#openFolder(resolvePath(name))
      },
      getFileHandle: async (name, { create = false } = {}) => {
        this.#check()
        if (!this.files.has(resolvePath(name))) {
          if (!create) throw new NotFoundError()
          this.files.set(resolvePath(name), { bytes: new Uint8Array(), at: ++this.clock })
        }
        return this.#openFile(resolvePath(name))
      },
      removeEntry: async (name) => {
        this.#check()
        for (const collection of [this.files, this.folders])
          for (const key of collection.keys())
            if (key === resolvePath(name) || key.startsWith(`${resolvePath(name)}/`)) collection.delete(key)
      },
      entries: () => this.#entries(path),
    }
  }

  async *#entries(path: string): AsyncGenerator<[string, PrivateFolder | PrivateFile]> {
    this.#check()
    const listChildPaths = (paths: Iterable<string>): string[] =>
      [...paths].filter((key) => key.startsWith(`${path}/`) && !key.slice(path.length + 1).includes('/'))
    for (const folder of listChildPaths(this.folders)) yield [folder.slice(path.length + 1), this.#openFolder(folder)]
    for (const file of listChildPaths(this.files.keys())) yield [file.slice(path.length + 1), this.#openFile(file)]
  }

  #openFile(path: string): PrivateFile {
    return {
      kind: 'file',
      getFile: async () => {
        const { bytes, at } = this.files.get(path)!
        return new File([bytes], path.split('/').at(-1)!, { lastModified: at })
      },
      createSyncAccessHandle: async (): Promise<SyncAccessHandle> => ({
        write: (chunk, { at }) => {
          this.writesUntilKilled--
          this.#check()
          const usedBytes = [...this.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
          const writtenChunk = chunk.subarray(0, Math.max(0, Math.min(chunk.length, this.capacity - usedBytes)))
          const { bytes } = this.files.get(path)!
          const newBytes = new Uint8Array(at + writtenChunk.length)
          newBytes.set(bytes.subarray(0, at))
          newBytes.set(writtenChunk, at)
          this.files.set(path, { bytes: newBytes, at: ++this.clock })
          return writtenChunk.length
        },
        flush: () => undefined,
        close: () => undefined,
      }),
      move: async (name) => {
        this.#check()
        const entry = this.files.get(path)!
        this.files.delete(path)
        this.files.set([...path.split('/').slice(0, -1), name].join('/'), entry)
      },
    }
  }
}
