import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../../examples/studio')

/** Values of `href` that a function with the base path has already created. */
const createdPaths = [
  'server-workflows/share-panel.ts link.url',
  'shell/render-list-panel.ts href',
  'activity/activity-page.ts path',
  'search/search-page.ts item.path',
]

/** Returns the links and navigations of a file that do not contain the path under which the server publishes the studio. */
function findLinksWithoutBasePath(file: string, code: string): string[] {
  const attributes = [...code.matchAll(/\s(?:href|src|action)=(?:["'](\/[^"']*)["']|\$\{([^}]*))/g)].map(
    ([, path, expression]) => path ?? expression ?? '',
  )
  const calls = [
    ...code.matchAll(
      /\b(?:navigate|replacePath|NavigationRequestEvent|fetch|location\.(?:assign|replace)|window\.open)\((['"`]\/[^,)]*)/g,
    ),
    ...code.matchAll(/\blocation\.(?:href|pathname) = (['"`]\/.*)/g),
    // Links of a page that was not found are completed where they are rendered.
    ...code.matchAll(/\bhref: (['"`]\/[^,}]*)(?!.*\blabel:)/g),
  ].map(([, path]) => path!)
  const hasBasePath = (expression: string): boolean =>
    /\btoPath\(|\bget\w*Path\(|\bbasePath\b|^#|^https?:/.test(expression) ||
    createdPaths.includes(`${file} ${expression}`)
  return [...attributes.filter((expression) => !hasBasePath(expression)), ...calls].map((link) => `${file}: ${link}`)
}

test('links of the studio contain the path under which a server publishes it', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
  const sources = files
    .filter((file) => file.endsWith('.ts') && !/\.(test|d)\.ts$|^(dist|node_modules)\//.test(file))
    .sort()
  expect(sources.length).toBeGreaterThan(100)
  const links = sources.flatMap((file) => findLinksWithoutBasePath(file, readFileSync(join(folder, file), 'utf8')))
  expect(links).toEqual([])
})

test.each([
  'html`<a href="/runs">`',
  'html`<a class="button" href=${\'/runs\'}>`',
  'html`<img src="/mark.svg" />`',
  "dispatchEvent(new NavigationRequestEvent('/runs'))",
  'router.navigate(`/runs/${id}`)',
  "location.assign('/')",
  "const item = { href: '/runs', title }",
])('finds the link without the path in %s', (code) => {
  expect(findLinksWithoutBasePath('page.ts', code)).toHaveLength(1)
})
