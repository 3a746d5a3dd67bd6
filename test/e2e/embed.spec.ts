import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'

const example = resolve(import.meta.dirname, '../../examples/01-embed-in-a-page')

test('the embedding page is ten lines of plain HTML', async () => {
  const html = await readFile(resolve(example, 'index.html'), 'utf8')
  expect(html.trimEnd().split('\n')).toHaveLength(10)
  expect(html).not.toMatch(/<script(?![^>]*src=)|style=|<style|\son\w+=/)
})

test('a first load brings nothing of DuckDB, CodeMirror, Plot or cosmos.gl', async () => {
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

test('the packages, packed and installed elsewhere, run in that page under the policy', async () => {
  test.setTimeout(300_000)
  const { code, output } = await new Promise<{ code: number; output: string }>((done) => {
    execFile(process.execPath, [resolve(example, 'pack-and-run.mjs')], { timeout: 280_000 }, (cause, stdout, stderr) =>
      done({ code: cause ? 1 : 0, output: stdout + stderr }),
    )
  })
  expect(output).toContain('Embedding works')
  expect(code).toBe(0)
})
