import { error, type Problem } from '@aw-flow/schema'
import { MalformedFormError, drain, readFormBoundary, readMultipartParts } from './read-multipart-parts.ts'
import type { UploadAllowance } from '../api/upload-allowance.ts'
import type { ReceivedFile, DatasetFiles } from '../store/datasets/dataset-files.ts'

export type Upload =
  | { receivedFile: ReceivedFile; name: string; problem?: undefined }
  | { problem: Problem; status: 400 | 413; receivedFile?: undefined; name?: undefined }

/** The file of a form is larger than allowed. */
class FileTooLargeError extends Error {}

/**
 * Receives the single file of a multipart form as a stream. The file is written and hashed on arrival, never held in
 * memory. Client errors are returned as a problem; storage errors reject.
 */
export async function receiveUpload(
  request: Request,
  files: Pick<DatasetFiles, 'receive'>,
  allowance?: UploadAllowance,
): Promise<Upload> {
  const boundary = readFormBoundary(request.headers.get('content-type') ?? '')
  if (boundary === undefined || !request.body) return { problem: notMultipartProblem, status: 400 }
  let upload: { receivedFile: ReceivedFile; name: string } | undefined
  try {
    for await (const { fileName, body } of readMultipartParts(readChunks(request.body), boundary)) {
      if (fileName === undefined) await drain(body)
      else if (!upload)
        upload = {
          receivedFile: await files.receive(limitBytes(body, allowance?.bytes ?? Infinity)),
          name: toPlainName(fileName),
        }
      else {
        await upload.receivedFile.discard()
        return { problem: severalFilesProblem, status: 400 }
      }
    }
  } catch (cause) {
    await upload?.receivedFile.discard()
    if (allowance && cause instanceof FileTooLargeError) return { problem: allowance.problem, status: 413 }
    if (!(cause instanceof MalformedFormError)) throw cause
    return { problem: error('upload.broken-off', { reason: cause.message }), status: 400 }
  }
  return upload ?? { problem: noFileProblem, status: 400 }
}

async function* limitBytes(chunks: AsyncIterable<Uint8Array>, max: number): AsyncGenerator<Uint8Array> {
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.byteLength
    if (size > max) throw new FileTooLargeError()
    yield chunk
  }
}

/** Yields the chunks of a request body. Stops reading if the consumer stops. */
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

/** Returns the file name without folders and control characters, at most 255 characters. */
export function toPlainName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? ''
  const name = last.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 255)
  return name === '' || name === '.' || name === '..' ? 'upload' : name
}

const notMultipartProblem = error('upload.not-multipart', {})
const noFileProblem = error('upload.no-file', {})
const severalFilesProblem = error('upload.several-files', {})
