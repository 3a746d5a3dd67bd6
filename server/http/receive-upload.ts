import { error, type Problem } from '@aw-flow/schema'
import { BrokenForm, drain, formBoundary, multipartParts } from './multipart-parts.ts'
import type { ArrivedFile, DatasetFiles } from '../store/datasets/dataset-files.ts'

export type Upload =
  | { arrived: ArrivedFile; name: string; problem?: undefined }
  | { problem: Problem; arrived?: undefined; name?: undefined }

/**
 * Receives the single file of a multipart form as a stream: it is written and hashed on arrival, never held in memory.
 * Client errors are returned as a problem; storage errors reject.
 */
export async function receiveUpload(request: Request, files: DatasetFiles): Promise<Upload> {
  const boundary = formBoundary(request.headers.get('content-type') ?? '')
  if (boundary === undefined || !request.body) return { problem: notMultipart }
  let found: { arrived: ArrivedFile; name: string } | undefined
  try {
    for await (const { fileName, body } of multipartParts(piecesOf(request.body), boundary)) {
      if (fileName === undefined) await drain(body)
      else if (!found) found = { arrived: await files.receive(body), name: plainName(fileName) }
      else {
        await found.arrived.discard()
        return { problem: severalFiles }
      }
    }
  } catch (cause) {
    await found?.arrived.discard()
    if (!(cause instanceof BrokenForm)) throw cause
    return { problem: error('upload.broken-off', { reason: cause.message }) }
  }
  return found ?? { problem: noFile }
}

/** The pieces of a request body. Stops reading if the consumer stops. */
async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
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

/** The file name without folders and control characters, at most 255 characters. */
function plainName(sent: string): string {
  const last = sent.split(/[/\\]/).at(-1) ?? ''
  const name = last.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 255)
  return name === '' || name === '.' || name === '..' ? 'upload' : name
}

const notMultipart = error('upload.not-multipart', {})
const noFile = error('upload.no-file', {})
const severalFiles = error('upload.several-files', {})
