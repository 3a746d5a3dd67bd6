import { error, type Problem } from '@aw-flow/schema'
import { MalformedFormError, drain, readFormBoundary, readMultipartParts } from './read-multipart-parts.ts'
import type { ArrivedFile, DatasetFiles } from '../store/datasets/dataset-files.ts'

export type Upload =
  | { arrived: ArrivedFile; name: string; problem?: undefined }
  | { problem: Problem; arrived?: undefined; name?: undefined }

/**
 * Receives the single file of a multipart form as a stream. The file is written and hashed on arrival, never held in
 * memory. Client errors are returned as a problem; storage errors reject.
 */
export async function receiveUpload(request: Request, files: DatasetFiles): Promise<Upload> {
  const boundary = readFormBoundary(request.headers.get('content-type') ?? '')
  if (boundary === undefined || !request.body) return { problem: notMultipart }
  let upload: { arrived: ArrivedFile; name: string } | undefined
  try {
    for await (const { fileName, body } of readMultipartParts(readChunks(request.body), boundary)) {
      if (fileName === undefined) await drain(body)
      else if (!upload) upload = { arrived: await files.receive(body), name: toPlainName(fileName) }
      else {
        await upload.arrived.discard()
        return { problem: severalFiles }
      }
    }
  } catch (cause) {
    await upload?.arrived.discard()
    if (!(cause instanceof MalformedFormError)) throw cause
    return { problem: error('upload.broken-off', { reason: cause.message }) }
  }
  return upload ?? { problem: noFile }
}

/** Yields the chunks of a request body. Stops reading if the consumer stops. */
async function* readChunks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
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
function toPlainName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? ''
  const name = last.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 255)
  return name === '' || name === '.' || name === '..' ? 'upload' : name
}

const notMultipart = error('upload.not-multipart', {})
const noFile = error('upload.no-file', {})
const severalFiles = error('upload.several-files', {})
