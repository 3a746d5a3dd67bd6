import { z } from '@hono/zod-openapi'
import type { Page, PageRequest } from '../store/database/page.ts'

/** Query parameters shared by all list routes. `skip` is an alias of `offset`. */
export const listQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(50).openapi({ example: 20 }),
  offset: z.coerce.number().int().min(0).max(2_000_000_000).optional().openapi({ example: 0 }),
  skip: z.coerce.number().int().min(0).max(2_000_000_000).optional(),
})

/** Converts query parameters to a page request. */
export const toPageRequest = ({ limit, offset, skip }: z.infer<typeof listQuerySchema>): PageRequest => ({
  limit,
  offset: offset ?? skip ?? 0,
})

/** Creates the response schema for a list. */
export const createPageSchema = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.number().int(), limit: z.number().int(), offset: z.number().int() })

/** Converts a page of stored items to a list response. */
export const toListResponse = <T, W>({ items, total, limit, offset }: Page<T>, toWire: (item: T) => W) => ({
  items: items.map(toWire),
  total,
  limit,
  offset,
})

/** Query parameter that selects deleted items, which can be restored until they are purged. */
export const deletedSchema = z.enum(['true', 'false']).default('false').openapi({
  description: '`true`: returns deleted items that have not been purged instead of existing items.',
})
