import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { serveEmbedded } from './support/embedded-page.ts'

const example = resolve(import.meta.dirname, '../../examples/01-embed-in-a-page')

test('the embedding page is ten lines of plain HTML', async () => {
  const html = await readFile(resolve(example, 'index.html'), 'utf8')
  expect(html.trimEnd().split('\n')).toHaveLength(10)
  expect(html).not.toMatch(/<script(?![^>]*src=)|style=|<style|\son\w+=/)
})

test('the first load excludes DuckDB, CodeMirror, Plot and cosmos.gl', async () => {
  const dist = resolve(import.meta.dirname, '../../packages/embed/dist')
  const asked = new Set(['aw.js'])
  let bytes = 0
  for (const name of asked) {
    const text = await readFile(resolve(dist, name), 'utf8')
    bytes += gzipSync(text, { level: 9 }).length
    expect(text, name).not.toMatch(/duckdb_web_|observablehq|cosmos\.gl|cm-content/)
    for (const [, next] of text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([\w/-]+\.js)"/g)) asked.add(next!)
  }
  expect([...asked].filter((name) => /later|views|readers|worker/.test(name))).toEqual([])
  expect(bytes / 1000).toBeLessThan(250)
})

test('CodeMirror loads with the first code field, not before', async ({ page }) => {
  const site = await serveEmbedded()
  try {
    const fetched: string[] = []
    page.on('response', async (response) => {
      if (response.url().endsWith('.js') && (await response.text().catch(() => '')).includes('cm-content'))
        fetched.push(response.url())
    })
    await page.goto(site.url)
    const editor = page.locator('aw-workflow-editor')
    type Editor = HTMLElementTagNameMap['aw-workflow-editor']
    await editor.evaluate(async (element: Editor) => {
      const until = async (isSo: () => unknown): Promise<void> => {
        while (!isSo()) await new Promise((done) => setTimeout(done, 20))
      }
      await until(() => element.session?.engine.state === 'ready')
      const node = (id: string, type: string, x: number) => ({
        id,
        type,
        position: { x, y: 0 },
        data: { label: id, config: {} },
      })
      element.session!.document.open({
        version: 1,
        name: 'Code',
        nodes: [node('plain', 'table', 0), node('code', 'code', 320)],
        edges: [],
      })
      await element.updateComplete
      element.canvas!.select(['plain'])
    })
    await expect(editor.getByRole('textbox', { name: 'Node name' })).toHaveValue('plain')
    await page.waitForLoadState('networkidle')
    expect(fetched).toEqual([])
    await editor.evaluate((element: Editor) => element.canvas!.select(['code']))
    await expect(editor.locator('.cm-content')).toBeVisible()
    await expect.poll(() => fetched.length).toBe(1)
  } finally {
    await site.close()
  }
})

test('the packed packages, installed in another folder, run in that page under the policy', async () => {
  test.setTimeout(300_000)
  const { code, output } = await new Promise<{ code: number; output: string }>((done) => {
    execFile(process.execPath, [resolve(example, 'pack-and-run.mjs')], { timeout: 280_000 }, (cause, stdout, stderr) =>
      done({ code: cause ? 1 : 0, output: stdout + stderr }),
    )
  })
  expect(output).toContain('Embedding works')
  expect(code).toBe(0)
})
