import { z } from '../wire/zod.ts'
import { columnSchema } from './table.ts'

/** @internal */
export const datasetSchema = z.strictObject({
  /** The SHA-256 of the bytes, in lower-case hexadecimal. */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  /** The name of the file that was added first. */
  name: z.string(),
  /** The size, in bytes. */
  size: z.number().int(),
  /** When the file was added, in ISO 8601. */
  createdAt: z.string(),
})
/** An immutable file, identified by the SHA-256 of its bytes: equal bytes are the same dataset. @public */
export type Dataset = z.infer<typeof datasetSchema>

/** @internal */
export const datasetPreviewSchema = z.strictObject({
  /** The id of the dataset. */
  dataset: z.string(),
  /** The file name. */
  name: z.string().optional(),
  /** The detected format; `binary` if no reader supports the file. */
  format: z.string(),
  /** The detected columns, in order. */
  columns: z.array(columnSchema),
})
/** The preview of a dataset from its first bytes, which `describe` passes on to later nodes. @internal */
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>
