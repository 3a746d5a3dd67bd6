import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import {
  toRejection,
  findContentTypeRejection,
  omitUnset,
  parseJsonBody,
  validateBody,
  type BodyResult,
} from '../http/read-json-body.ts'
import { receiveForm } from '../http/receive-upload.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { startShape, type StartBody } from './start-body.ts'
import { addWithinQuota, findUploadAllowance, type UploadLimits } from './upload-allowance.ts'
import { requireValue } from '../http/rejection.ts'
import { parseJson, type Json } from '@aw-flow/schema'
import { readBodyText } from '../http/read-body-text.ts'

/** Request body for executing a workflow whose ID is in the path. @see parseStartBody */
export const executeSchema = z.strictObject(startShape).openapi('Execute', {
  example: { input_data_id: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae' },
})

/** Request body for starting a run, including the ID of the workflow. */
export const startBodySchema = z
  .strictObject({
    workflow_id: z.string(),
    ...startShape,
    metadata: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: 'Arbitrary client data. Responses about the run include it.' }),
  })
  .openapi('StartRun', { example: { workflow_id: '5d0b2f66-0d0a-4b5b-8f3c-6f1c8a1f9e11', trigger_type: 'manual' } })

const executeExample = '{"input_data_id": "…"} or {"trigger_data": {"order": 7}}'

/**
 * Normalizes a name to detect misspellings: converts it to lowercase, removes everything except letters, and removes a
 * trailing "s".
 */
const simplifyName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]|s$/g, '')
const reservedNames = new Set([...Object.keys(startShape), 'input_file', 'workflow_id'].map(simplifyName))

/**
 * An object without any fields of `startShape` is the trigger data itself; an empty object means no data. An object
 * with a similarly named field is rejected, because the field name is probably misspelled.
 */
const bareDataSchema = z
  .record(z.string(), z.unknown())
  .refine((body) => !Object.keys(body).some((name) => reservedNames.has(simplifyName(name))))
  .transform((body): StartBody => ({ trigger_data: body }))

/** Body of a start request, either parsed or as text. A body of kind `start` includes the workflow ID. */
export type RawStartBody =
  | { kind: 'parsed'; body: StartBody }
  | { kind: 'start' | 'execute'; text: string; maxDepth: number }

/**
 * Receives the body of a request that executes a workflow: JSON (not parsed yet), or a form with one file, which is
 * stored as a dataset, and the fields of the JSON. The body can be empty.
 *
 * @throws {Rejection} if the body cannot be read.
 */
export async function receiveStartBody(
  context: Context<AppEnvironment>,
  store: Pick<WorkspaceStore, 'datasets' | 'uploads' | 'quotas'>,
  limits: UploadLimits,
): Promise<RawStartBody> {
  if (isForm(context.req.header('content-type'))) {
    const allowance = await findUploadAllowance(store, limits)
    const { upload, fields } = await receiveForm(context.req.raw, store.datasets, allowance)
    const json = omitUnset(readFormFields(fields), executeSchema)
    const { body, rejection } = validateBody(json, executeSchema, executeExample)
    if (rejection) {
      await upload?.receivedFile.discard()
      throw toRejection(rejection)
    }
    if (!upload) return { kind: 'parsed', body }
    const { dataset } = requireValue(await addWithinQuota(store, limits, upload.receivedFile, upload.name), 413)
    return { kind: 'parsed', body: { ...body, input_data_id: dataset.id } }
  }
  const text = await readBodyText(context)
  if (text.trim() === '') return { kind: 'parsed', body: {} }
  return receiveJson(context, 'execute', text)
}

/** Reads the fields of a form: objects, lists and numbers as JSON, others as text. */
const readFormFields = (fields: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(
    Object.entries(fields).map(([name, text]) => {
      const parsed = /^\s*(?:[[{\d-]|true|false|null)/.test(text) && !textFields.has(name) ? parseJson(text) : undefined
      return [name, parsed?.ok ? parsed.value : text]
    }),
  )
const textFields = new Set(['input_data_id', 'triggered_by'])

/**
 * Returns the JSON text for `parseStartBody`.
 *
 * @throws {Rejection} if the request's content type is not JSON.
 */
export function receiveJson(context: Context<AppEnvironment>, kind: 'start' | 'execute', text: string): RawStartBody {
  const rejection = findContentTypeRejection(context)
  if (rejection) throw toRejection(rejection)
  return { kind, text, maxDepth: context.get('maxBodyDepth') }
}

/** A parsed start request. */
export type ParsedStartBody = StartBody & { workflow_id?: string; metadata?: Record<string, unknown> | undefined }

/**
 * Parses the body of a start request: JSON with the fields of `startShape` or, if the workflow is in the path, an
 * object of trigger data.
 */
export function parseStartBody(rawBody: RawStartBody): BodyResult<ParsedStartBody> {
  if (rawBody.kind === 'parsed') return { body: rawBody.body }
  const { json, rejection } = parseJsonBody(rawBody.text, rawBody.maxDepth)
  if (rejection) return { rejection }
  if (rawBody.kind === 'start')
    return validateBody<ParsedStartBody>(omitUnset(json, startBodySchema), startBodySchema, '{"workflow_id": "…"}')
  if (json === null) return { body: {} }
  const bareResult = validateBody(json, bareDataSchema)
  if (bareResult.body) return bareResult
  // A file is sent in a form; in JSON, the field can only be unset.
  const { input_file: inputFile, ...fields } = json as Record<string, Json>
  return validateBody(omitUnset(inputFile === null ? fields : json, executeSchema), executeSchema, executeExample)
}

/** Returns whether the body is a form. Its file is subject to the upload limits. */
export const isForm = (contentType: string | undefined): boolean => /^multipart\//i.test(contentType ?? '')
