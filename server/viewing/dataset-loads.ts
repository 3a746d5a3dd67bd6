import { error, type Dataset, type LoadReport, type Problem, type TableFormat } from '@aw-flow/schema'
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { Sample, View, ViewResult } from './table-reader.ts'
import type { TableReaders } from './table-readers.ts'

/** The workspace of a dataset. */
export type LoadStore = Pick<WorkspaceStore, 'workspace' | 'datasets'>

/** Previews datasets. Each is loaded by the loading agent, like a Load node without settings does. */
export interface DatasetLoads {
  /** Returns the load report, cached in the store, or a problem for an unsupported file. */
  report(
    store: LoadStore,
    dataset: Dataset,
  ): Promise<{ report: LoadReport; problem?: undefined } | { problem: Problem }>
  /** Returns the first rows. */
  sample(
    store: LoadStore,
    dataset: Dataset,
    rows: number,
  ): Promise<{ sample: Sample; problem?: undefined } | { problem: Problem }>
  /** Writes the complete table as a temporary file and returns it. The file is removed when the stream is closed. */
  write(
    store: LoadStore,
    dataset: Dataset,
    format: TableFormat,
  ): Promise<{ stream: Readable; problem?: undefined } | { problem: Problem }>
}

export interface DatasetLoadsOptions {
  readers: TableReaders
  /** Folder for files that are downloaded. */
  temporaryFolder: string
}

export function createDatasetLoads({ readers, temporaryFolder }: DatasetLoadsOptions): DatasetLoads {
  const read = async <V extends View>(
    store: LoadStore,
    { id, name }: Dataset,
    view: V,
  ): Promise<ViewResult<V['type']>> => {
    const path = await store.datasets.path(id)
    if (path === undefined) return { problem: error('dataset.bytes-gone', { name }) }
    const result = await readers.read(store.workspace, { id, path, dataset: id, name }, view)
    if (!result.problem && result.report) await store.datasets.setLoadReport(id, result.report)
    return result
  }
  return {
    async report(store, dataset) {
      const cached = await store.datasets.loadReport(dataset.id)
      if (cached) return { report: cached }
      const result = await read(store, dataset, { type: 'report' })
      if (result.problem) return result
      const report = result.report ?? (await store.datasets.loadReport(dataset.id))
      return report ? { report } : { problem: error('dataset.not-found', { id: dataset.id }) }
    },
    async sample(store, dataset, rows) {
      const result = await read(store, dataset, { type: 'sample', rows })
      return result.problem ? result : { sample: result.view }
    },
    async write(store, dataset, format) {
      const path = join(temporaryFolder, `download-${randomUUID()}`)
      const removeFile = (): Promise<void> => rm(path, { force: true })
      const result = await read(store, dataset, { type: 'file', format, path }).catch(async (cause: unknown) => {
        await removeFile()
        throw cause
      })
      if (result.problem) {
        await removeFile()
        return result
      }
      const stream = createReadStream(path)
      stream.once('close', () => void removeFile())
      return { stream }
    },
  }
}
