import { error } from '@aw-flow/schema'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { UploadAllowance } from '../api/upload-allowance.ts'
import { Rejection } from './rejection.ts'
import type { ReceivedFile, DatasetFiles } from '../store/datasets/dataset-files.ts'

export interface ReceivedUpload {
  receivedFile: ReceivedFile
  name: string
  /** The other fields of the form. */
  fields: Record<string, string>
}

export interface ReceivedForm {
  upload?: Omit<ReceivedUpload, 'fields'>
  fields: Record<string, string>
}

/** Thrown if the file in a form exceeds the size limit. */
class FileTooLargeError extends Error {}

/**
 * Receives the file from a multipart form. The form must contain exactly one file. The file is hashed and written as it
 * arrives, without being held in memory.
 *
 * @throws {Rejection} if the request is not such a form, or the file is too large.
 */
export async function receiveUpload(
  request: Request,
  files: Pick<DatasetFiles, 'receive'>,
  allowance?: UploadAllowance,
): Promise<ReceivedUpload> {
  const { upload, fields } = await receiveForm(request, files, allowance)
  if (!upload) throw new Rejection(400, noFileProblem)
  return { ...upload, fields }
}

/** Receives a form whose file can be missing. See `receiveUpload`. */
export async function receiveForm(
  request: Request,
  files: Pick<DatasetFiles, 'receive'>,
  allowance?: UploadAllowance,
): Promise<ReceivedForm> {
  const form = createFormParser(request.headers.get('content-type') ?? '')
  if (!form || !request.body) throw new Rejection(400, notMultipartProblem)
  const abortController = new AbortController()
  /** Errors caused by the form itself. */
  const formErrors = new Set<unknown>()
  /** Error that prevented the upload of a valid form. */
  let failure: { cause: unknown } | undefined
  let hasSeveralFiles = false
  let file: Readable | undefined
  let upload: Promise<{ receivedFile: ReceivedFile; name: string }> | undefined
  const fields = new Map<string, string>()
  form.on('field', (name, value, _isNameTruncated, isTruncated) => {
    if (isTruncated) form.destroy(new Error(`The field "${name}" is too long.`))
    fields.set(name, value)
  })
  form.on('file', (_field, stream, rawFileName) => {
    // Handle errors here too, because the stream may not have a reader yet, or may no longer have one.
    stream.on('error', (cause) => formErrors.add(cause))
    // `undefined` for a binary part without a file name.
    const fileName = rawFileName as string | undefined
    if (fileName === undefined) return void stream.resume()
    if (upload) {
      hasSeveralFiles = true
      return abortController.abort()
    }
    file = stream
    const name = sanitizeFileName(fileName)
    upload = files
      .receive(limitBytes(stream, allowance?.bytes ?? Infinity))
      .then((receivedFile) => ({ receivedFile, name }))
    upload.catch((cause: unknown) => {
      // Errors that the form did not cause, such as an exceeded limit or a full disk, are reported as the failure.
      if (!formErrors.has(cause)) failure ??= { cause }
      abortController.abort()
    })
  })
  form.on('partsLimit', () => form.destroy(new Error('The form has too many parts.')))
  let reason: string | undefined
  try {
    await pipeline(readChunks(request.body), form, { signal: abortController.signal })
  } catch (cause) {
    reason = cause instanceof Error ? cause.message : String(cause)
    if (file && !file.readableEnded) file.destroy(new Error(reason))
  }
  const receivedUpload = await upload?.catch(() => undefined)
  const receivedFields = { fields: Object.fromEntries(fields) }
  if (receivedUpload && reason === undefined) return { upload: receivedUpload, ...receivedFields }
  await receivedUpload?.receivedFile.discard()
  if (allowance && failure?.cause instanceof FileTooLargeError) throw new Rejection(413, allowance.problem)
  if (failure) throw failure.cause
  if (hasSeveralFiles) throw new Rejection(400, severalFilesProblem)
  if (reason === undefined) return receivedFields
  throw new Rejection(400, error('upload.incomplete', { reason }))
}

/** Creates a parser for a multipart form. Returns `undefined` for other content types. */
export function createFormParser(
  contentType: string,
  limits: { parts?: number; fieldSize?: number } = { parts: 100, fieldSize: 64 * 1024 },
): BusboyInstance | undefined {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return undefined
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits: { headerSize: 16 * 1024, ...limits } })
  } catch {
    // The content type does not include a boundary.
    return undefined
  }
}

async function* limitBytes(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > maxBytes) throw new FileTooLargeError()
    yield chunk
  }
}

/** Yields the chunks of a request body. Cancels the request body if the consumer stops. */
export async function* readChunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

/**
 * Returns a file name without folders and control characters, limited to 255 characters. Characters that change the
 * text direction are removed, because they could make `gnp.exe` look like `exe.png`.
 */
export function sanitizeFileName(fileName: string): string {
  // Browsers encode double quotes as `%22`.
  const lastSegment = fileName.replaceAll('%22', '"').split(/[/\\]/).at(-1) ?? ''
  const name = lastSegment.replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').slice(0, 255)
  return name === '' || name === '.' || name === '..' ? 'upload' : name
}

const notMultipartProblem = error('upload.not-multipart', {})
const noFileProblem = error('upload.no-file', {})
const severalFilesProblem = error('upload.several-files', {})
