import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

const html = (body: string): string =>
  `<!doctype html><title>Embedded</title><link rel="icon" href="data:," /><style>aw-workflow-editor{display:block;height:90vh}</style><script type="module" src="/aw.js"></script>${body}`

/** Writes the two measured pages to a folder: one with an editor and one without. */
export async function writePages(folder: string): Promise<void> {
  await writeFile(join(folder, 'editor.html'), html('<aw-workflow-editor workflow="bench"></aw-workflow-editor>'))
  await writeFile(join(folder, 'empty.html'), html(''))
}

/** Repeatedly adds an editor, waits for its session, removes the editor, and waits until the session is closed. */
export const mountRepeatedly = (page: Page, times: number): Promise<void> =>
  page.evaluate(async (count) => {
    for (let turn = 0; turn < count; turn++) {
      const editor = document.createElement('aw-workflow-editor')
      document.body.append(editor)
      while (editor.session === undefined) await new Promise((done) => setTimeout(done, 10))
      // Every tenth time, wait until the engine is ready.
      if (turn % 10 === 0)
        while (editor.session?.engine.state !== 'ready') await new Promise((done) => setTimeout(done, 10))
      editor.remove()
      while (editor.session !== undefined) await new Promise((done) => setTimeout(done, 10))
    }
  }, times)
