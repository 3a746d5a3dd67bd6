import { getMimeType } from 'hono/utils/mime'
import type { Dataset } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'

export const datasetWireSchema = z
  .object({
    id: z.string().openapi({ description: 'SHA-256 digest of the content. Equal files are the same dataset.' }),
    name: z.string(),
    filename: z.string().openapi({ description: 'Alias of `name`.' }),
    size: z.number().int().openapi({ description: 'Size in bytes.' }),
    size_bytes: z.number().int().openapi({ description: 'Alias of `size`.' }),
    content_type: z.string().openapi({ description: 'Media type, derived from the file extension.' }),
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
      created_at: '2026-11-20T10:00:00.000Z',
      duplicate: true,
      given_name: 'orders-copy.csv',
    },
  })

export const datasetToWire = ({ id, name, size, createdAt }: Dataset): z.infer<typeof datasetWireSchema> => ({
  id,
  name,
  filename: name,
  size,
  size_bytes: size,
  content_type: getMimeType(name) ?? 'application/octet-stream',
  created_at: createdAt,
})
