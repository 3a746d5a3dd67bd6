import { chromium } from '@playwright/test'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AddressInfo } from 'node:net'
import { readWorkflow, type Column, type Config } from '@aw-flow/schema'
import { createServer } from 'vite'
import { browserFlags, findBrowser } from '../../../test/browser.mjs'
import type { ExampleOutcome } from '../../../test/nodes/run-example.ts'

/**
 * Takes a picture of the form of each node type, set as in its example, and writes the gallery that shows them:
 * `npx tsx --conditions=aw-source examples/docs/nodes/make-pictures.ts [TYPE …]`.
 */
const root = fileURLToPath(new URL('../../../', import.meta.url))
const here = 'examples/docs/nodes'
const wanted = process.argv.slice(2)
const outcomes = JSON.parse(readFileSync(`${root}examples/workflows/nodes/outcomes.json`, 'utf8')) as Record<
  string,
  ExampleOutcome
>

/** How the node is set in its example, and the columns that came in when that was run. */
function exampleOf(type: string): { config: Config; columns: Column[] } {
  const path = `${root}examples/workflows/nodes/${type}.json`
  const { workflow } = existsSync(path) ? readWorkflow(readFileSync(path, 'utf8')) : {}
  const node = workflow?.nodes.find((one) => one.type === type)
  const came = (workflow?.edges ?? [])
    .filter(({ target }) => target === node?.id)
    .flatMap(({ source, sourceHandle }) => {
      const output = outcomes[type]?.nodes[source]?.outputs?.[sourceHandle] as { columns?: string[] } | undefined
      return output?.columns ?? []
    })
  const columns = [...new Set(came)].map((column) => {
    const [, name = '', columnType = ''] = /^(.*) (\S+)$/.exec(column) ?? []
    return { name, type: columnType }
  })
  return { config: node?.data.config ?? {}, columns }
}

const server = await createServer({
  configFile: `${root}vite.config.ts`,
  root,
  appType: 'mpa',
  logLevel: 'warn',
  server: { port: 0 },
  // Not the pages of benchmarks, whose peers are installed for them alone.
  optimizeDeps: { entries: [`${here}/pictures.html`] },
})
await server.listen()
const { port } = server.httpServer!.address() as AddressInfo
const browser = await chromium.launch({ executablePath: findBrowser()!, args: browserFlags })
try {
  const page = await browser.newPage({
    viewport: { width: 368, height: 900 },
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
  })
  await page.goto(`http://localhost:${port}/${here}/pictures.html`)
  await page.waitForFunction(() => 'showForm' in window, undefined, { timeout: 120_000 })
  const types = await page.evaluate(() => window.listTypes())
  for (const { type, family } of types) {
    if (wanted.length > 0 && !wanted.includes(type)) continue
    const { config, columns } = exampleOf(type)
    await page.evaluate(([name, set, given]) => window.showForm(name, set, given), [type, config, columns] as const)
    await page
      .locator('.frame')
      .screenshot({ path: `${root}${here}/${type}.png`, animations: 'disabled', caret: 'hide' })
    addPicture(`packages/nodes/${family}/${type.replaceAll('_', '-')}.md`, type)
  }
  writeFileSync(`${root}${here}/README.md`, galleryOf(types))
} finally {
  await browser.close()
  await server.close()
}

/** A page shows its picture below its first lines. */
function addPicture(page: string, type: string): void {
  if (!existsSync(root + page)) return
  const text = readFileSync(root + page, 'utf8')
  const picture = `![The form of the node](../../../${here}/${type}.png)`
  if (!text.includes(picture)) writeFileSync(root + page, `${text.trimEnd()}\n\n${picture}\n`)
}

function galleryOf(types: readonly { type: string; family: string; title: string; description: string }[]): string {
  const families = [...new Set(types.map(({ family }) => family))]
  const parts = families.map((family) => {
    const own = types.filter((one) => one.family === family)
    const entries = own.map(
      ({ type, title, description }) =>
        `### ${title}\n\n${description} [Page](../../../packages/nodes/${family}/${type.replaceAll('_', '-')}.md), [example](../../workflows/nodes/${type}.json).\n\n![The form of ${title}](${type}.png)\n`,
    )
    return `## ${family}\n\n${entries.join('\n')}`
  })
  return `# The node types\n\nEach with the form in which it is set, as in its example. Made by \`npx tsx --conditions=aw-source ${here}/make-pictures.ts\`.\n\n${parts.join('\n')}`
}
