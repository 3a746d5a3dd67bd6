import { getMimeType } from 'hono/utils/mime'
import type { Dataset } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { toBlobName } from '../store/datasets/dataset-files.ts'
import type { Datasets } from '../store/datasets/datasets.ts'

const fileMetadataSchema = z.object({
  format: z.string().nullable(),
  rows: z.number().int().optional(),
  columns: z.number().int().optional(),
})

export const datasetWireSchema = z
  .object({
    id: z.string().openapi({ description: 'SHA-256 digest of the content. Equal files are the same dataset.' }),
    name: z.string(),
    filename: z.string().openapi({ description: 'Alias of `name`.' }),
    size: z.number().int().openapi({ description: 'Size in bytes.' }),
    size_bytes: z.number().int().openapi({ description: 'Alias of `size`.' }),
    content_type: z.string().openapi({ description: 'Media type, derived from the file extension.' }),
    storage_path: z.string().openapi({ description: 'Name of the file in the storage of the server.' }),
    storage_key: z.string().openapi({ description: 'Alias of `storage_path`.' }),
    storage_provider: z
      .enum(['local', 's3'])
      .openapi({ description: 'Whether the storage is on disk or an S3-compatible bucket.' }),
    file_metadata: fileMetadataSchema.openapi({
      description: 'The format, from the file extension. With `/info`, also the number of rows and columns.',
    }),
    metadata: fileMetadataSchema.openapi({ description: 'Alias of `file_metadata`.' }),
    created_at: z.string(),
  })
  .openapi('Dataset', {
    example: {
      id: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      name: 'orders.csv',
      filename: 'orders.csv',
      size: 5120,
      size_bytes: 5120,
      content_type: 'text/csv',
      storage_path: 'datasets/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      storage_key: 'datasets/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      storage_provider: 'local',
      file_metadata: { format: 'csv' },
      metadata: { format: 'csv' },
      created_at: '2026-11-20T10:00:00.000Z',
    },
  })

/** Response to an upload: the dataset, and whether its bytes had already been stored. */
export const uploadWireSchema = z
  .object({
    ...datasetWireSchema.shape,
    name: z.string().openapi({ description: 'Name of the dataset, from its first upload.' }),
    duplicate: z.boolean().openapi({ description: 'Whether the bytes were already stored.' }),
    given_name: z.string().openapi({ description: 'Name in this upload. For a duplicate, it is not stored.' }),
  })
  .openapi('Upload', {
    example: {
      id: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      name: 'orders.csv',
      filename: 'orders.csv',
      size: 5120,
      size_bytes: 5120,
      content_type: 'text/csv',
      storage_path: 'datasets/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      storage_key: 'datasets/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      storage_provider: 'local',
      file_metadata: { format: 'csv' },
      metadata: { format: 'csv' },
      created_at: '2026-11-20T10:00:00.000Z',
      duplicate: true,
      given_name: 'orders-copy.csv',
    },
  })

/** Types of which a browser renders nothing that runs code or looks like a page of the server. */
const inertTypePattern =
  /^(text\/(csv|plain|tab-separated-values)|application\/(json|x-ndjson|zip|gzip|vnd\.(apache|openxmlformats|ms-excel)[^;]*)|image\/(png|jpeg|gif|webp))(;|$)/

/**
 * Returns the media type for a download. Types that could act as a page on the server's origin, such as HTML and SVG,
 * are sent as bytes.
 */
export const toDownloadType = (mediaType: string): string =>
  inertTypePattern.test(mediaType) ? mediaType : 'application/octet-stream'

/** @param storage The datasets of the workspace, which state where the bytes are stored. */
export const datasetToWire = (
  { id, name, size, createdAt }: Dataset,
  { provider }: Pick<Datasets, 'provider'>,
): z.infer<typeof datasetWireSchema> => {
  const metadata = { format: /\.([a-z\d]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? null }
  return {
    id,
    name,
    filename: name,
    size,
    size_bytes: size,
    content_type: getContentType(name),
    storage_path: toBlobName(id),
    storage_key: toBlobName(id),
    storage_provider: provider,
    file_metadata: metadata,
    metadata,
    created_at: createdAt,
  }
}

/** Returns the media type of a dataset. */
export const getContentType = (name: string): string => getMimeType(name) ?? 'application/octet-stream'
