import { z } from '../wire/zod.ts'
import { columnSchema } from './table.ts'

/** @internal */
export const datasetSchema = z.strictObject({
  /** The SHA-256 hash of the bytes, in lowercase hexadecimal. */
  id: z.string().regex(/^[0-9a-f]{64}$/),
  /** The file name under which it was first added. */
  name: z.string(),
  /** The file size in bytes. */
  size: z.number().int(),
  /** The time at which the file was added, in ISO 8601. */
  createdAt: z.string(),
})
/**
 * An immutable file, identified by the SHA-256 hash of its bytes. Files with equal bytes are the same dataset.
 *
 * @public
 */
export type Dataset = z.infer<typeof datasetSchema>

/** @internal */
export const datasetPreviewSchema = z.strictObject({
  /** The id of the dataset. */
  dataset: z.string(),
  /** The file name. */
  name: z.string().optional(),
  /** The detected format, or `binary` if no reader supports the file. */
  format: z.string(),
  /** The detected columns, in order. */
  columns: z.array(columnSchema),
})
/** A preview of a dataset based on its first bytes, which `describe` passes to downstream nodes. @internal */
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>
