import { z } from '../wire/zod.ts'
import { columnSchema } from './table.ts'

/** An immutable file, identified by the SHA-256 of its bytes: equal bytes are the same dataset. @internal */
export const datasetSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string(),
  size: z.number().int(),
  createdAt: z.string(),
})
/** @public */
export type Dataset = z.infer<typeof datasetSchema>

/** The preview of a dataset from its first bytes, which `describe` passes on to later nodes. @internal */
export const datasetPreviewSchema = z.strictObject({
  dataset: z.string(),
  /** The file name. */
  name: z.string().optional(),
  format: z.string(),
  columns: z.array(columnSchema),
})
/** @internal */
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>
