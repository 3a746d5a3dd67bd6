import { error, failed, ok, ProblemError, type Result, type Workflow } from '@aw-flow/schema'
import { fillPage, type PageData } from '@aw-flow/schema/foreign'

interface Options {
  /** The URL of `aw-page.html`. */
  readonly pageUrl: string
  readonly workflow: Workflow
  /** The data that the workflow refers to. */
  readonly files: readonly { readonly name: string; readonly bytes: Blob }[]
}

/** Maximum total size of the data in an HTML file, in bytes. */
const maxDataBytes = 100_000_000

/** Writes a workflow and its data as one HTML file, which contains the editor and runs from disk. */
export async function exportPage({ pageUrl, workflow, files }: Options): Promise<Result<Blob>> {
  const missingPage = failed(error('export.page-missing', { url: pageUrl }))
  const size = files.reduce((sum, { bytes }) => sum + bytes.size, 0)
  if (size > maxDataBytes) return failed(error('export.data-too-large', { size, max: maxDataBytes }))
  const response = await fetch(pageUrl).catch(() => undefined)
  if (!response?.ok) return missingPage
  try {
    const data: PageData[] = []
    for (const { name, bytes } of files) data.push({ name, content: await compress(bytes) })
    const parts = fillPage(await response.text(), workflow, data)
    return parts ? ok(new Blob(parts, { type: 'text/html' })) : missingPage
  } catch (cause) {
    if (cause instanceof ProblemError) return failed(cause.problem)
    return missingPage
  }
}

async function compress(bytes: Blob): Promise<string> {
  const compressed = await new Response(bytes.stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer()
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result)))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('The data could not be read.')))
    reader.readAsDataURL(new Blob([compressed]))
  })
  return url.slice(url.indexOf(',') + 1)
}
