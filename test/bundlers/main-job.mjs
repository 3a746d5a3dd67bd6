import { chromium } from '@playwright/test'
import { browserFlags, installBrowser } from '../browser.mjs'

const csv =
  'id,name,value,category\n1,Alpha,10.5,A\n2,Beta,20.25,B\n3,Gamma,,A\n4,Delta,30,C\n5,"Epsilon, the last",25.5,B\n'

/**
 * Runs the main job in the page of a server: drops a CSV file, loads it, and runs code over its
 * rows, which requires the worker, DuckDB and the worker of code nodes.
 *
 * @param {{ url: string, reports: string[] }} server - Its page contains the editor; `reports` are policy violations.
 * @param {RegExp} [expected] - Console messages that are not failures.
 * @returns Failures: errors and warnings of the console, exceptions, missing files, policy violations, wrong results.
 */
export async function doMainJob(server, expected) {
  const browser = await chromium.launch({ executablePath: installBrowser(), args: browserFlags })
  const failures = []
  try {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    tab.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type()) || /report[- ]only/i.test(message.text())) return
      if (expected?.test(message.text())) return
      failures.push(`console ${message.type()}: ${message.text()}`)
    })
    tab.on('pageerror', (exception) => failures.push(`exception: ${exception.message}`))
    tab.on('response', (response) => {
      if (response.status() >= 400) failures.push(`${response.status()} for ${response.url()}`)
    })
    await tab.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }))
    await tab.goto(server.url)
    await runWorkflow(tab, failures)
    await tab.waitForTimeout(300)
  } catch (cause) {
    failures.push(cause.message)
  } finally {
    await browser.close()
  }
  return [...failures, ...server.reports.map((report) => `policy: ${report}`)]
}

async function runWorkflow(tab, failures) {
  const editor = tab.locator('aw-workflow-editor')
  const surface = editor.locator('aw-canvas canvas').first()
  await surface.waitFor({ timeout: 30_000 })
  await editor.evaluate(async (element) => {
    const end = performance.now() + 60_000
    while (element.session?.engine.state !== 'ready') {
      const problem = element.session?.engine.problem
      if (problem || performance.now() > end) throw new Error(`The engine did not start: ${JSON.stringify(problem)}`)
      await new Promise((done) => setTimeout(done, 50))
    }
    const node = (id, type, x, config) => ({ id, type, position: { x, y: 0 }, data: { label: id, config } })
    element.session.document.open({
      version: 1,
      name: 'Main job',
      nodes: [
        node('load', 'loading', 0, {}),
        node('code', 'code', 320, { over: 'rows', code: 'return { ...row, double: row.value * 2 }' }),
        node('table', 'table', 640, {}),
      ],
      edges: [
        { id: 'a', source: 'load', sourceHandle: 'table', target: 'code', targetHandle: 'input' },
        { id: 'b', source: 'code', sourceHandle: 'table', target: 'table', targetHandle: 'table' },
      ],
    })
  })
  const file = await tab.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'messy.csv', { type: 'text/csv' }))
    return transfer
  }, csv)
  for (const type of ['dragenter', 'dragover', 'drop']) await surface.dispatchEvent(type, { dataTransfer: file })
  await editor.locator('aw-inspector').getByText('messy.csv').first().waitFor({ state: 'attached', timeout: 30_000 })
  await editor.locator('aw-run-bar').getByRole('button', { name: 'Run', exact: true }).click()
  await editor.evaluate((element) => element.canvas.select(['table']))
  const table = editor.locator('aw-data-table')
  await table.getByText('Epsilon, the last').waitFor({ timeout: 60_000 })
  for (const expected of ['id', 'category', 'Alpha', '20.25', '40.5', '5 rows']) {
    if ((await table.getByText(expected).count()) === 0) failures.push(`the result lacks "${expected}"`)
  }
}
