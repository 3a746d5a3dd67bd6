import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test, type Page } from '@playwright/test'
import type { WorkflowSession } from '@aw-flow/client'
import { mainJob } from '../main-job.ts'
import { EditorPage } from './support/editor-page.ts'

// These pages have no server: each is a file on disk, opened without a network.
test.use({ offline: true })

const root = resolve(import.meta.dirname, '../..')
const page = 'packages/embed/dist/aw-page.html'
let folder = ''
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aw-page-'))
})
test.afterEach(() => rm(folder, { recursive: true, force: true }))

/** Opens a file, and collects the requests that leave it and the errors. */
async function openFile(browserPage: Page, path: string): Promise<{ editor: EditorPage; findings: string[] }> {
  const findings: string[] = []
  browserPage.on('request', (request) => {
    if (!/^(?:blob|data):/.test(request.url()) && !request.url().startsWith(pathToFileURL(path).href))
      findings.push(`request: ${request.url()}`)
  })
  browserPage.on('pageerror', ({ message }) => findings.push(message))
  await browserPage.goto(pathToFileURL(path).href)
  const editor = new EditorPage(browserPage)
  await expect(editor.canvas).toBeVisible()
  return { editor, findings }
}

const listData = (editor: EditorPage): Promise<string[]> =>
  editor.editor.evaluate((element) =>
    (element as unknown as { session: WorkflowSession }).session.data.list.map(({ name }) => name),
  )

async function checkMainJob(editor: EditorPage): Promise<void> {
  expect(await editor.run()).toBe('Completed')
  await editor.select('Validate')
  await expect(editor.table).toHaveAttribute('aria-rowcount', '6')
  await editor.select('Table')
  const csv = (await editor.downloadCsv()).toString('utf8').trimEnd().split('\n')
  expect(csv[0]).toBe('id,index,name,value,category')
  expect(csv).toHaveLength(6)
}

test('an empty page from disk loads, prepares and validates a dropped file, and exports itself with the data', async ({
  page: browserPage,
}) => {
  const path = join(folder, 'empty.html')
  await writeFile(path, await readFile(join(root, page)))
  const { editor, findings } = await openFile(browserPage, path)
  await editor.editor.evaluate((element, workflow) => {
    ;(element as unknown as { session: WorkflowSession }).session.document.open(JSON.parse(workflow))
  }, JSON.stringify(mainJob()))
  await editor.dropData(join(root, 'test/fixtures/sample.csv'))
  await checkMainJob(editor)
  const download = browserPage.waitForEvent('download')
  await editor.canvas.evaluate((canvas) => (canvas as unknown as { run(id: string): void }).run('export-html'))
  const copy = join(folder, 'copy.html')
  await (await download).saveAs(copy)
  expect(findings).toEqual([])

  const other = await browserPage.context().newPage()
  const opened = await openFile(other, copy)
  await expect.poll(() => listData(opened.editor)).toEqual(['sample.csv'])
  await expect(other).toHaveTitle('Prepare a messy file')
  await checkMainJob(opened.editor)
  expect(opened.findings).toEqual([])
})

test('aw export writes a file with the data, whose edits stay in the browser', async ({ page: browserPage }) => {
  const [source, path] = [join(folder, 'job.json'), join(folder, 'job.html')]
  await writeFile(source, JSON.stringify({ ...mainJob(), name: 'A </script><script>alert(1)</script> job' }))
  await promisify(execFile)(process.execPath, [
    join(root, 'packages/cli/aw.mjs'),
    'export',
    source,
    '--to',
    'html',
    '--out',
    path,
    '--input',
    join(root, 'test/fixtures/sample.csv'),
  ])
  const { editor, findings } = await openFile(browserPage, path)
  await expect(browserPage).toHaveTitle('A </script><script>alert(1)</script> job')
  await expect.poll(() => listData(editor)).toEqual(['sample.csv'])
  await checkMainJob(editor)
  const name = editor.editor.getByRole('textbox', { name: 'Workflow name' })
  await name.fill('My own job')
  await name.press('Enter')
  await expect(editor.editor.getByText('Saved', { exact: true })).toBeVisible()
  await browserPage.reload()
  await expect(name).toHaveValue('My own job')
  expect(findings).toEqual([])
})
