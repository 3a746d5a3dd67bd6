import type { Page } from '@playwright/test'
import { EditorPage } from './editor-page.ts'
import { clearKept, test as base } from './test.ts'

let opened: { file: string; page: Page } | undefined

/**
 * Tests of a file in one page, each with the editor as the ones before it have left it, for what is tried with an editor that is there: to
 * open one and its DuckDB takes four seconds of the processor. Where a test fails the worker ends, and its page with it.
 */
export const test = base.extend<{ editor: EditorPage }>({
  page: async ({ kept, policyProxy }, use, { file }) => {
    if (opened?.file !== file || opened.page.isClosed()) {
      await clearKept(kept, policyProxy.url)
      opened = { file, page: await kept.newPage() }
    }
    await use(opened.page)
  },
  editor: async ({ page }, use) => {
    const editor = new EditorPage(page)
    if (page.url() === 'about:blank') await editor.open()
    await use(editor)
  },
})
