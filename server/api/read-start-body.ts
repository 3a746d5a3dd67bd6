import type { Problem } from '@aw-flow/schema'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { AppEnvironment } from '../app-environment.ts'
import { readBody, type ReadBody } from '../http/read-json-body.ts'
import { receiveUpload } from '../http/receive-upload.ts'
import type { WorkspaceStore } from '../store/open-store.ts'
import { startShape, type StartBody } from './start-run.ts'
import { findUploadAllowance, type UploadLimits } from './upload-allowance.ts'

/** The body of a request that executes a workflow. @see readStartBody */
export const executeSchema = z.strictObject(startShape).openapi('Execute', {
  example: { input_data_id: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae' },
})

/** Removes what a misspelled name may have too much or too little. */
const simplifyName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]|s$/g, '')
const reservedNames = new Set([...Object.keys(startShape), 'input_file', 'workflow_id'].map(simplifyName))

/**
 * An object without a field of `startShape` is the trigger data itself. An empty one contains no data. One with a
 * similar name is refused, because it was meant to be such a field.
 */
const bareDataSchema = z
  .record(z.string(), z.unknown())
  .refine((body) => !Object.keys(body).some((name) => reservedNames.has(simplifyName(name))))
  .transform((body): StartBody => ({ trigger_data: body }))

type ReadStartBody =
  | ReadBody<StartBody>
  | { body?: undefined; rejection: { status: 400 | 413; problem: Problem; details?: undefined } }

/**
 * Reads the body of a request that executes a workflow, in the form of any source API: JSON with the fields of
 * `startShape`, a JSON object of trigger data, a form with one file, which is stored as a dataset, or nothing.
 */
export async function readStartBody(
  context: Context<AppEnvironment>,
  store: Pick<WorkspaceStore, 'datasets' | 'uploads'>,
  limits: UploadLimits,
): Promise<ReadStartBody> {
  if (isForm(context.req.header('content-type'))) {
    const received = await receiveUpload(context.req.raw, store.datasets, await findUploadAllowance(store, limits))
    if (received.problem) return { rejection: { status: received.status, problem: received.problem } }
    const { dataset } = await store.datasets.add(received.receivedFile, received.name)
    return { body: { input_data_id: dataset.id } }
  }
  const bare = await readBody(context, bareDataSchema, { optional: true })
  if (bare.body || bare.rejection.status !== 422) return bare
  const example = '{"input_data_id": "…"} or {"inputs": {"node id": "dataset id"}}'
  return readBody(context, executeSchema, { example })
}

/** Whether a body is a form, whose file has the limits of uploads. */
export const isForm = (contentType: string | undefined): boolean => /^multipart\//i.test(contentType ?? '')
