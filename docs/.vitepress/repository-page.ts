import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '')
export const repository = 'https://github.com/aw-flow/aw'

interface PackagePage {
  /** Name of the page below `/packages/`. */
  readonly page: string
  readonly title: string
  /** Path of its source in the repository. */
  readonly source: string
}

const readme = (name: string, folder = `packages/${name}`): PackagePage => ({
  page: name,
  title: name,
  source: `${folder}/README.md`,
})

/** Manuals of packages, which the site shows unchanged. */
export const packagePages: readonly PackagePage[] = [
  ...['embed', 'editor', 'canvas', 'client', 'engine', 'agents', 'nodes', 'schema', 'data', 'messages'].map((name) =>
    readme(name),
  ),
  ...['outside', 'sandbox', 'cli', 'create'].map((name) => readme(name)),
  readme('server', 'server'),
  readme('studio', 'examples/studio'),
  { page: 'runbook', title: 'runbook', source: 'server/deploy/runbook.md' },
  { page: 'write-a-node-type', title: 'write a node type', source: 'packages/nodes/walkthrough.md' },
]

/** Pages of the site by the path of their source in the repository. */
const pageOfSource = new Map(packagePages.map(({ page, source }) => [source, `/packages/${page}`]))

/** Reads a Markdown file of the repository. Its links point to pages of the site or, for other files, to the repository. */
export function readRepositoryPage(source: string): string {
  const text = readFileSync(join(repositoryRoot, source), 'utf8')
  return withSiteLinks(text, source)
}

function withSiteLinks(text: string, source: string): string {
  return text.replaceAll(
    /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/g,
    (link, image: string, label: string, to: string) => {
      if (/^(https?:|#|mailto:)/.test(to)) return link
      const [path = '', anchor] = to.split('#')
      const target = posix.normalize(posix.join(dirname(source), path))
      const suffix = anchor === undefined ? '' : `#${anchor}`
      if (image) return `![${label}](${relativeToPages(target)})`
      return `[${label}](${siteAddress(target) ?? `${repository}/tree/main/${target}`}${suffix})`
    },
  )
}

/** The path of a source's page in the site, or `undefined` if the site has no page for it. */
function siteAddress(target: string): string | undefined {
  const pagePath = pageOfSource.get(target) ?? pageOfSource.get(`${target}/README.md`)
  if (pagePath) return pagePath
  if (/^docs\/.*\.md$/.test(target) && existsSync(join(repositoryRoot, target)))
    return `/${target.slice('docs/'.length).replace(/(README|index)?\.md$/, '')}`
  const [, nodeType] = /^packages\/nodes\/pages\/[a-z-]+\/([a-z-]+)\.md$/.exec(target) ?? []
  return nodeType && `/nodes/${nodeType}`
}

/** Pages of the site are two folders below the root of the repository: `docs/packages/embed`. */
const relativeToPages = (target: string): string => relative('docs/packages', target).replaceAll('\\', '/')
