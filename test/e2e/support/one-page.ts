import type { Page } from '@playwright/test'
import { EditorPage } from './editor-page.ts'
import { clearContext, test as base } from './test.ts'

let opened: { file: string; page: Page } | undefined

/**
 * Runs all tests of a file in one page; each starts with the editor in the state that the previous tests have left:
 * opening an editor with its DuckDB takes four seconds of CPU time. If a test fails, the worker ends with its page.
 */
export const test = base.extend<{ editor: EditorPage }>({
  page: async ({ kept, policyProxy }, use, { file }) => {
    if (opened?.file !== file || opened.page.isClosed()) {
      await clearContext(kept, policyProxy.url)
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
