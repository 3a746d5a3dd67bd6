import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { serveUnderPolicy } from './serve-under-policy.ts'

const root = resolve(import.meta.dirname, '../../..')

const css = `body { margin: 0 } h1 { font: 600 16px system-ui; margin: 8px 16px }
aw-workflow-editor { height: calc(100vh - 40px) }`

export interface EmbeddedPage {
  readonly url: string
  /** Rejects if the policy has reported violations. */
  close(): Promise<void>
}

/** Serves a plain page with a heading and an editor, from the published files, under the policy. */
export async function serveEmbedded(editor = '<aw-workflow-editor></aw-workflow-editor>'): Promise<EmbeddedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'aw-embedded-'))
  await cp(join(root, 'packages/embed/dist'), join(folder, 'aw'), { recursive: true })
  await writeFile(join(folder, 'page.css'), css)
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>An editor in a page</title>
<link rel="stylesheet" href="page.css">
<script type="module" src="/aw/aw.js"></script><main><h1>Prepare a file</h1>${editor}</main></html>\n`,
  )
  const server = await serveUnderPolicy(folder)
  return {
    url: server.url,
    async close() {
      try {
        await server.close()
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}
