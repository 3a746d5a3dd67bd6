import { secretNamePattern } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import { jsonBody } from '../http/json-body.ts'
import { createNullableObjectSchema } from '../http/openapi-components.ts'
import { defineResource } from '../resources/resource.ts'
import { renderStoredProblem } from '../wire/render-response.ts'
import { parseWatchSource } from './watch.ts'

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

const newWatchSchema = z
  .strictObject(fields)
  .partial({ pattern: true, interval_seconds: true, enabled: true })
  .openapi({ example: { name: 'Orders', source: { kind: 'folder', path: 'orders' }, pattern: '*.csv' } })

const watchChangeSchema = z
  .strictObject(fields)
  .partial()
  .openapi({ example: { enabled: false } })

const watchSchema = z
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

/** Watched folders and S3 prefixes. Each new file becomes a dataset and publishes an event. */
export const watchResource = defineResource({
  table: 'watches',
  noun: 'watch',
  path: '/api/v1/watches',
  tags: ['watches'],
  exampleId: 'c7d1f2a4-3b58-4f0a-9c1e-5d2b7a9e4410',
  answer: watchSchema,
  computeFields: ({ name, source, problem }) => ({
    event: `file.created:${name}`,
    source: parseWatchSource(source),
    problem: renderStoredProblem(problem),
  }),
  orderBy: ['name'],
  limit: 100,
  problems: {
    notFound: (id) => error('watch.not-found', { id }),
    limit: (max) => error('watch.limit', { max }),
    nameTaken: (name) => error('watch.name-taken', { name }),
  },
  initialColumns: (now) => ({
    pattern: '*',
    interval_seconds: 30,
    enabled: true,
    is_listed: false,
    next_at: now,
    checked_at: null,
    problem: null,
  }),
  // If the source or pattern changes, no events are published for files that already exist.
  deriveColumns: ({ source, pattern }: z.infer<typeof watchChangeSchema>, now) => ({
    next_at: now,
    problem: null,
    ...(source === undefined && pattern === undefined ? {} : { is_listed: false }),
  }),
  hasFurtherRoutes: true,
  texts: { one: 'The watch.', notFound: 'Watch not found.' },
  list: {
    permission: 'view',
    summary: 'List the watched folders and S3 prefixes',
    listDescription: 'Watches, sorted by name.',
  },
  create: {
    permission: 'administer',
    startsRuns: true,
    summary: 'Watch a folder or an S3 prefix: each new file becomes a dataset and publishes a file.created event',
    body: jsonBody('NewWatch', newWatchSchema),
    errors: { 409: 'The name is taken, or the workspace has too many watches.' },
  },
  read: { permission: 'view', summary: 'Get a watch and the problem from its last check' },
  change: {
    permission: 'administer',
    startsRuns: true,
    summary: 'Change a watch, or turn it on or off',
    body: jsonBody('ChangeWatch', watchChangeSchema),
    errors: { 409: 'The name is taken.' },
  },
  remove: { permission: 'administer', summary: 'Delete a watch; its datasets are kept' },
})
