import { error, type Dataset, type LoadReport, type Problem, type TableProfile } from '@aw-flow/schema'
import type { TableFormat } from '@aw-flow/schema/internal'
import type { Readable } from 'node:stream'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { Sample, View, ViewResult } from './table-reader.ts'
import type { TableReaders } from './table-readers.ts'
import { writeTemporaryFile } from './write-temporary-file.ts'

/** The store of the workspace that a dataset belongs to. */
export type DatasetViewStore = Pick<WorkspaceStore, 'workspace' | 'datasets'>

/** Previews datasets. Each dataset is loaded by the loading agent, as in a Load node with default settings. */
export interface DatasetViews {
  /** Returns the load report, which is cached in the store, or a problem if the file is not supported. */
  readReport(
    store: DatasetViewStore,
    dataset: Dataset,
  ): Promise<{ report: LoadReport; problem?: undefined } | { problem: Problem }>
  /** Returns the column profile. The most recently computed profiles are cached. */
  readProfile(
    store: DatasetViewStore,
    dataset: Dataset,
  ): Promise<{ profile: TableProfile; problem?: undefined } | { problem: Problem }>
  /** Returns the first rows of the table. */
  readSample(
    store: DatasetViewStore,
    dataset: Dataset,
    rowCount: number,
  ): Promise<{ sample: Sample; problem?: undefined } | { problem: Problem }>
  /**
   * Writes the entire table to a temporary file and returns a stream of that file. The file is removed when the stream
   * is closed.
   */
  write(
    store: DatasetViewStore,
    dataset: Dataset,
    format: TableFormat,
  ): Promise<{ stream: Readable; problem?: undefined } | { problem: Problem }>
}

export interface DatasetViewsOptions {
  readers: TableReaders
  /** Folder for temporary files for downloads. */
  temporaryFolder: string
}

/** Maximum number of cached profiles. */
const maxCachedProfiles = 100

export function createDatasetViews({ readers, temporaryFolder }: DatasetViewsOptions): DatasetViews {
  const profiles = new Map<string, TableProfile>()
  const read = async <V extends View>(
    store: DatasetViewStore,
    { id, name }: Dataset,
    view: V,
  ): Promise<ViewResult<V['type']>> => {
    const path = await store.datasets.findPath(id)
    if (path === undefined) return { problem: error('dataset.content-missing', { name }) }
    const result = await readers.read(store.workspace, { id, path, dataset: id, name }, view)
    if (!result.problem && result.report) await store.datasets.setLoadReport(id, result.report)
    return result
  }
  return {
    async readReport(store, dataset) {
      const cachedReport = await store.datasets.readLoadReport(dataset.id)
      if (cachedReport) return { report: cachedReport }
      const result = await read(store, dataset, { type: 'report' })
      if (result.problem) return result
      const report = result.report ?? (await store.datasets.readLoadReport(dataset.id))
      return report ? { report } : { problem: error('dataset.not-found', { id: dataset.id }) }
    },
    async readProfile(store, dataset) {
      // A dataset's content never changes. The workspace is part of the key, so that the cache does not reveal whether
      // another workspace has the same dataset.
      const key = `${store.workspace}/${dataset.id}`
      const cachedProfile = profiles.get(key)
      if (cachedProfile) return { profile: cachedProfile }
      const result = await read(store, dataset, { type: 'profile' })
      if (result.problem) return result
      profiles.set(key, result.view)
      if (profiles.size > maxCachedProfiles) profiles.delete(profiles.keys().next().value!)
      return { profile: result.view }
    },
    async readSample(store, dataset, rowCount) {
      const result = await read(store, dataset, { type: 'sample', rows: rowCount })
      return result.problem ? result : { sample: result.view }
    },
    write: (store, dataset, format) =>
      writeTemporaryFile(temporaryFolder, (path) => read(store, dataset, { type: 'file', format, path })),
  }
}
