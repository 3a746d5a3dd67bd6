import type { Page } from '@playwright/test'
import { EditorPage } from './editor-page.ts'
import { test as base } from './test.ts'

let opened: { file: string; page: Page } | undefined

/**
 * Tests of a file in one page, each with the editor as the ones before it have left it, for what is tried with an editor that is there: to
 * open one and its DuckDB takes four seconds of the processor. Where a test fails the worker ends, and its page with it.
 */
export const test = base.extend<{ editor: EditorPage }>({
  page: async ({ browser, baseURL, viewport, serviceWorkers }, use, { file }) => {
    if (opened?.file !== file) {
      await opened?.page.context().close()
      opened = { file, page: await browser.newPage({ ...(baseURL ? { baseURL } : {}), viewport, serviceWorkers }) }
    }
    await use(opened.page)
  },
  editor: async ({ page }, use) => {
    const editor = new EditorPage(page)
    if (page.url() === 'about:blank') await editor.open()
    await use(editor)
  },
})
