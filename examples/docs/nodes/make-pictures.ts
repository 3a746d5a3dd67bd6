import { chromium } from '@playwright/test'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AddressInfo } from 'node:net'
import { readWorkflow, type Column, type Config } from '@aw-flow/schema'
import { createServer } from 'vite'
import { browserFlags, findBrowser } from '../../../test/browser.mjs'
import type { ExampleOutcome } from '../../../test/nodes/run-example.ts'

/**
 * Takes a screenshot of the settings form of each node type, filled in as in its example, and writes the gallery:
 * `npx tsx --conditions=aw-source examples/docs/nodes/make-pictures.ts [TYPE …]`.
 */
const root = fileURLToPath(new URL('../../../', import.meta.url))
const picturesFolder = 'examples/docs/nodes'
const requestedTypes = process.argv.slice(2)
const outcomes = JSON.parse(readFileSync(`${root}examples/workflows/nodes/outcomes.json`, 'utf8')) as Record<
  string,
  ExampleOutcome
>

/** Returns the settings of the node in its example, and the input columns of the example run. */
function readExample(type: string, family: string): { config: Config; columns: Column[] } {
  const path = `${root}examples/workflows/nodes/${family}/${type}.json`
  const { workflow } = existsSync(path) ? readWorkflow(readFileSync(path, 'utf8')) : {}
  const node = workflow?.nodes.find((candidate) => candidate.type === type)
  const inputColumns = (workflow?.edges ?? [])
    .filter(({ target }) => target === node?.id)
    .flatMap(({ source, sourceHandle }) => {
      const output = outcomes[`${family}/${type}`]?.nodes[source]?.outputs?.[sourceHandle] as
        | { columns?: string[] }
        | undefined
      return output?.columns ?? []
    })
  const columns = [...new Set(inputColumns)].map((column) => {
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
  // Excludes the pages of benchmarks, whose dependencies are not installed here.
  optimizeDeps: { entries: [`${picturesFolder}/pictures.html`] },
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
  await page.goto(`http://localhost:${port}/${picturesFolder}/pictures.html`, { timeout: 300_000 })
  await page.waitForFunction(() => 'showForm' in window, undefined, { timeout: 120_000 })
  const types = await page.evaluate(() => window.listTypes())
  for (const { type, family } of types) {
    if (requestedTypes.length > 0 && !requestedTypes.includes(type)) continue
    const { config, columns } = readExample(type, family)
    await page.evaluate(([name, settings, inputColumns]) => window.showForm(name, settings, inputColumns), [
      type,
      config,
      columns,
    ] as const)
    await page
      .locator('.frame')
      .screenshot({ path: `${root}${picturesFolder}/${family}/${type}.png`, animations: 'disabled', caret: 'hide' })
    addPicture(`packages/nodes/pages/${family}/${type.replaceAll('_', '-')}.md`, `${family}/${type}.png`)
  }
  writeFileSync(`${root}${picturesFolder}/README.md`, formatGallery(types))
} finally {
  await browser.close()
  await server.close()
}

/** Appends the picture to a page if it is missing. */
function addPicture(page: string, file: string): void {
  if (!existsSync(root + page)) return
  const text = readFileSync(root + page, 'utf8')
  const picture = `![The form of the node](../../../../${picturesFolder}/${file})`
  if (!text.includes(picture)) writeFileSync(root + page, `${text.trimEnd()}\n\n${picture}\n`)
}

function formatGallery(types: readonly { type: string; family: string; title: string; description: string }[]): string {
  const families = [...new Set(types.map(({ family }) => family))]
  const sections = families.map((family) => {
    const familyTypes = types.filter((type) => type.family === family)
    const entries = familyTypes.map(
      ({ type, title, description }) =>
        `### ${title}\n\n${description} [Page](../../../packages/nodes/pages/${family}/${type.replaceAll('_', '-')}.md), [example](../../workflows/nodes/${family}/${type}.json).\n\n![The form of ${title}](${family}/${type}.png)\n`,
    )
    return `## ${family}\n\n${entries.join('\n')}`
  })
  return `# Node types\n\nThe settings of each node type, as in its example workflow. Written by \`npx tsx --conditions=aw-source ${picturesFolder}/make-pictures.ts\`.\n\n${sections.join('\n')}`
}
