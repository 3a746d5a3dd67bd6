import type { PrivateFile, PrivateFolder, SyncAccess } from './private-folder.ts'

class NotFound extends Error {
  override name = 'NotFoundError'
}

interface Entry {
  bytes: Uint8Array<ArrayBuffer>
  at: number
}

/** A private file system in memory. A test can fill it up, make it reject operations, or stop it. */
export class TestFolder {
  /** By path: "aw-results/run/name". */
  readonly files = new Map<string, Entry>()
  readonly folders = new Set<string>()
  /** Capacity in bytes. */
  capacity = Infinity
  /** Set to make every operation reject. */
  refuses = false
  /** Number of writes until the tab is killed: nothing after that happens. */
  killedAfter = Infinity
  clock = 0

  readonly open = async (): Promise<PrivateFolder> => {
    this.#check()
    return this.#folder('')
  }

  get paths(): string[] {
    return [...this.files.keys()].sort()
  }

  #check(): void {
    if (this.killedAfter <= 0) throw new Error('The tab was killed.')
    if (this.refuses) throw Object.assign(new Error('It is not allowed'), { name: 'SecurityError' })
  }

  #folder(path: string): PrivateFolder {
    const inside = (name: string): string => (path === '' ? name : `${path}/${name}`)
    return {
      kind: 'directory',
      getDirectoryHandle: async (name, { create = false } = {}) => {
        this.#check()
        if (create) this.folders.add(inside(name))
        if (!this.folders.has(inside(name))) throw new NotFound()
        return this.#folder(inside(name))
      },
      getFileHandle: async (name, { create = false } = {}) => {
        this.#check()
        if (!this.files.has(inside(name))) {
          if (!create) throw new NotFound()
          this.files.set(inside(name), { bytes: new Uint8Array(), at: ++this.clock })
        }
        return this.#file(inside(name))
      },
      removeEntry: async (name) => {
        this.#check()
        for (const all of [this.files, this.folders])
          for (const other of all.keys())
            if (other === inside(name) || other.startsWith(`${inside(name)}/`)) all.delete(other)
      },
      entries: () => this.#entries(path),
    }
  }

  async *#entries(path: string): AsyncGenerator<[string, PrivateFolder | PrivateFile]> {
    this.#check()
    const names = (all: Iterable<string>): string[] =>
      [...all].filter((other) => other.startsWith(`${path}/`) && !other.slice(path.length + 1).includes('/'))
    for (const folder of names(this.folders)) yield [folder.slice(path.length + 1), this.#folder(folder)]
    for (const file of names(this.files.keys())) yield [file.slice(path.length + 1), this.#file(file)]
  }

  #file(path: string): PrivateFile {
    return {
      kind: 'file',
      getFile: async () => {
        const { bytes, at } = this.files.get(path)!
        return new File([bytes], path.split('/').at(-1)!, { lastModified: at })
      },
      createSyncAccessHandle: async (): Promise<SyncAccess> => ({
        write: (chunk, { at }) => {
          this.killedAfter--
          this.#check()
          const used = [...this.files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0)
          const written = chunk.subarray(0, Math.max(0, Math.min(chunk.length, this.capacity - used)))
          const { bytes } = this.files.get(path)!
          const longer = new Uint8Array(at + written.length)
          longer.set(bytes.subarray(0, at))
          longer.set(written, at)
          this.files.set(path, { bytes: longer, at: ++this.clock })
          return written.length
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
