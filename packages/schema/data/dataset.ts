import { z } from '../wire/zod.ts'
import { columnSchema } from './table.ts'

/** An immutable file as it came, known by the SHA-256 of its bytes: the same bytes are the same dataset. */
export const datasetSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string(),
  size: z.number().int(),
  createdAt: z.string(),
})
export type Dataset = z.infer<typeof datasetSchema>

/** What a look at a dataset's first bytes says before anything runs: what `describe` hands on to the nodes behind. */
export const datasetPreviewSchema = z.strictObject({
  dataset: z.string(),
  /** The name of the file. */
  name: z.string().optional(),
  format: z.string(),
  columns: z.array(columnSchema),
})
export type DatasetPreview = z.infer<typeof datasetPreviewSchema>
