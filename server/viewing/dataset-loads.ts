import { error, failed, ok, type Dataset, type LoadReport, type Result, type TableProfile } from '@aw-flow/schema'
import type { TableFormat } from '@aw-flow/schema/internal'
import type { Readable } from 'node:stream'
import type { WorkspaceStore } from '../store/open-store.ts'
import type { Sample, TableView, View } from './table-reader.ts'
import type { TableReaders } from './table-readers.ts'
import { writeTemporaryFile } from './write-temporary-file.ts'

/** The store of the workspace that a dataset belongs to. */
export type DatasetViewStore = Pick<WorkspaceStore, 'workspace' | 'datasets'>

/** Previews datasets. Each dataset is loaded by the loading agent, as in a Load node with default settings. */
export type DatasetViews = ReturnType<typeof createDatasetViews>

export interface DatasetViewsOptions {
  readers: TableReaders
  /** Folder for temporary files for downloads. */
  temporaryFolder: string
}

/** Maximum number of cached profiles. */
const maxCachedProfiles = 100

export function createDatasetViews({ readers, temporaryFolder }: DatasetViewsOptions) {
  const profiles = new Map<string, TableProfile>()
  const read = async <V extends View>(
    store: DatasetViewStore,
    { id, name }: Dataset,
    view: V,
  ): Promise<Result<TableView<V['type']>>> => {
    const path = await store.datasets.findPath(id)
    if (path === undefined) return failed(error('dataset.content-missing', { name }))
    const result = await readers.read(store.workspace, { id, path, dataset: id, name }, view)
    if (result.ok && result.value.report) await store.datasets.setLoadReport(id, result.value.report)
    return result
  }
  return {
    /** Returns the load report, which is cached in the store, or a problem if the file is not supported. */
    async readReport(store: DatasetViewStore, dataset: Dataset): Promise<Result<LoadReport>> {
      const cachedReport = await store.datasets.readLoadReport(dataset.id)
      if (cachedReport) return ok(cachedReport)
      const result = await read(store, dataset, { type: 'report' })
      if (!result.ok) return result
      const report = result.value.report ?? (await store.datasets.readLoadReport(dataset.id))
      return report ? ok(report) : failed(error('dataset.not-found', { id: dataset.id }))
    },
    /** Returns the column profile. The most recently computed profiles are cached. */
    async readProfile(store: DatasetViewStore, dataset: Dataset): Promise<Result<TableProfile>> {
      // A dataset's content never changes. The workspace is part of the key, so that the cache does not reveal whether
      // another workspace has the same dataset.
      const key = `${store.workspace}/${dataset.id}`
      const cachedProfile = profiles.get(key)
      if (cachedProfile) return ok(cachedProfile)
      const result = await read(store, dataset, { type: 'profile' })
      if (!result.ok) return result
      const { view: profile } = result.value
      profiles.set(key, profile)
      if (profiles.size > maxCachedProfiles) profiles.delete(profiles.keys().next().value!)
      return ok(profile)
    },
    /** Returns the first rows of the table. */
    async readSample(store: DatasetViewStore, dataset: Dataset, rowCount: number): Promise<Result<Sample>> {
      const result = await read(store, dataset, { type: 'sample', rows: rowCount })
      return result.ok ? ok(result.value.view) : result
    },
    /**
     * Writes the entire table to a temporary file and returns a stream of that file. The file is removed when the stream
     * is closed.
     */
    write: (store: DatasetViewStore, dataset: Dataset, format: TableFormat): Promise<Result<Readable>> =>
      writeTemporaryFile(temporaryFolder, (path) => read(store, dataset, { type: 'file', format, path })),
  }
}
