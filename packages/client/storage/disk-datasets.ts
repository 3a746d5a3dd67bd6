import { message } from '@aw-flow/messages'
import type { Dataset } from '@aw-flow/schema'
import { datasetPreviewSchema, datasetSchema } from '@aw-flow/schema/internal'
import { z } from 'zod'
import type { DiskAccess } from './disk-access.ts'
import { readEntries } from './transactions.ts'
import { newestFirst } from './newest-first.ts'
import { describeStorageItem } from './storage-problem.ts'
import type { StoredDataset, WorkflowStorage } from './storage.ts'

type DatasetStorage = Pick<
  WorkflowStorage,
  'listDatasets' | 'putDataset' | 'putPreview' | 'getDatasetBytes' | 'removeDataset'
>

/** Creates the storage of datasets and their previews. */
export function createDiskDatasets(disk: DiskAccess): DatasetStorage {
  const { database, channel, reportUnreadable, tryRead, tryWrite, writeAll } = disk
  return {
    listDatasets: () =>
      tryRead(describeStorageItem('datasets'), [], async () => {
        const [entries, previews] = await Promise.all([
          readEntries(database, 'datasets'),
          readEntries(database, 'previews'),
        ])
        const previewsById = new Map(
          previews.flatMap(({ value }) => {
            const parsed = datasetPreviewSchema.safeParse(value)
            return parsed.success ? [[parsed.data.dataset, parsed.data] as const] : []
          }),
        )
        const datasets = entries.flatMap(({ key, value, failure }): StoredDataset[] => {
          const parsed = datasetSchema.safeParse(value)
          if (!parsed.success) {
            reportUnreadable('dataset', key, failure ?? z.prettifyError(parsed.error))
            return []
          }
          const preview = previewsById.get(parsed.data.id)
          return [preview ? { dataset: parsed.data, preview } : { dataset: parsed.data }]
        })
        return datasets.sort(newestFirst(({ dataset }) => dataset.createdAt))
      }),

    putDataset: (dataset: Dataset, bytes: Blob) =>
      tryWrite(describeStorageItem('dataset', dataset.name), async () => {
        await writeAll(['datasets', 'files'], (transaction) =>
          Promise.all([
            transaction.objectStore('files').put(bytes, dataset.id),
            transaction.objectStore('datasets').put(dataset, dataset.id),
          ]),
        )
        channel.notify({ kind: 'datasets', id: dataset.id })
      }),

    putPreview: (preview) =>
      tryWrite(describeStorageItem('preview'), async () => {
        await database.put('previews', preview, preview.dataset)
        channel.notify({ kind: 'datasets', id: preview.dataset })
      }),

    getDatasetBytes: (id) =>
      tryRead(describeStorageItem('dataset', id.slice(0, 8)), undefined, async () => {
        const value = await database.get('files', id)
        if (value === undefined || value instanceof Blob) return value
        return reportUnreadable('file', id, message('storage.no-bytes', {}))
      }),

    removeDataset: (id) =>
      tryWrite(describeStorageItem('dataset-removal'), async () => {
        const stores = ['datasets', 'files', 'previews'] as const
        await writeAll(stores, (transaction) =>
          Promise.all(stores.map((store) => transaction.objectStore(store).delete(id))),
        )
        channel.notify({ kind: 'datasets', id })
      }),
  }
}
