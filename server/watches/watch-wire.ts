import { secretNamePattern } from '@aw-flow/engine'
import { defined } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import { renderResponse } from '../wire/render-response.ts'
import type { Watch, WatchDefinition, WatchFile } from './watch.ts'

/** Returns whether a path stays within its folder: it has no empty, hidden or parent segments. */
const isSafeRelativePath = (path: string): boolean =>
  path === '' ||
  path.split('/').every((segment) => segment !== '' && !segment.startsWith('.') && !segment.includes('\\'))

/** Returns whether a string is a bucket URL, which consists of an endpoint and a path without a trailing slash. */
function isBucketUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return false
  return url.search === '' && url.hash === '' && !text.endsWith('/')
}

const sourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('folder'),
    path: z
      .string()
      .max(1_000)
      .refine(isSafeRelativePath, 'Use a path in AW_FILES such as orders/new')
      .openapi({ description: 'A folder inside the AW_FILES folder on the server; empty for AW_FILES itself.' }),
    recursive: z.boolean().optional().openapi({ description: 'Whether subfolders are included.' }),
  }),
  z.strictObject({
    kind: z.literal('s3'),
    url: z
      .string()
      .max(2_000)
      .refine(isBucketUrl, 'Use a URL such as https://s3.eu-central-1.amazonaws.com/bucket')
      .openapi({ description: 'Endpoint and bucket.' }),
    prefix: z.string().max(1_000),
    region: z.string().min(1).max(100),
    secret: z
      .string()
      .regex(secretNamePattern)
      .openapi({ description: 'Name of a secret with the value KEY_ID:SECRET. It must be bound to the host.' }),
  }),
])

const fields = {
  name: z.string().trim().min(1).max(200),
  source: sourceSchema,
  pattern: z.string().min(1).max(200).openapi({ description: 'File name pattern with * and ?. Default: *.' }),
  interval_seconds: z.number().int().min(5).max(86_400).openapi({ description: 'Default: 30.' }),
  enabled: z.boolean(),
}

export const newWatchSchema = z
  .strictObject({
    ...fields,
    pattern: fields.pattern.optional(),
    interval_seconds: fields.interval_seconds.optional(),
    enabled: fields.enabled.optional(),
  })
  .openapi({ example: { name: 'Orders', source: { kind: 'folder', path: 'orders' }, pattern: '*.csv' } })

export const watchChangeSchema = z
  .strictObject({
    name: fields.name.optional(),
    source: sourceSchema.optional(),
    pattern: fields.pattern.optional(),
    interval_seconds: fields.interval_seconds.optional(),
    enabled: fields.enabled.optional(),
  })
  .openapi({ example: { enabled: false } })

export const toWatchDefinition = (body: z.infer<typeof newWatchSchema>): WatchDefinition => ({
  name: body.name,
  source: body.source,
  pattern: body.pattern ?? '*',
  intervalSeconds: body.interval_seconds ?? 30,
  enabled: body.enabled ?? true,
})

export const toWatchChange = (body: z.infer<typeof watchChangeSchema>): Partial<WatchDefinition> =>
  defined({
    name: body.name,
    source: body.source,
    pattern: body.pattern,
    intervalSeconds: body.interval_seconds,
    enabled: body.enabled,
  })

export const watchWireSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    event: z.string().openapi({ description: 'Event name for Event nodes that receive only files from this watch.' }),
    source: sourceSchema,
    pattern: z.string(),
    interval_seconds: z.number().int(),
    enabled: z.boolean(),
    checked_at: z.string().nullable(),
    problem: createNullableObjectSchema<Record<string, unknown>>(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .openapi('Watch')

export const watchToWire = (watch: Watch): z.infer<typeof watchWireSchema> => ({
  id: watch.id,
  name: watch.name,
  event: `file.created:${watch.name}`,
  source: watch.source,
  pattern: watch.pattern,
  interval_seconds: watch.intervalSeconds,
  enabled: watch.enabled,
  checked_at: watch.checkedAt ?? null,
  problem: watch.problem ? { ...renderResponse(watch.problem) } : null,
  created_at: watch.createdAt,
  updated_at: watch.updatedAt,
})

export const watchFileWireSchema = z
  .object({
    key: z.string(),
    found_at: z.string(),
    event_id: z.string().nullable(),
    problem: createNullableObjectSchema<Record<string, unknown>>(),
  })
  .openapi('WatchFile')

export const watchFileToWire = ({
  key,
  foundAt,
  eventId,
  problem,
}: WatchFile): z.infer<typeof watchFileWireSchema> => ({
  key,
  found_at: foundAt,
  event_id: eventId ?? null,
  problem: problem ? { ...renderResponse(problem) } : null,
})
