import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from './repository-page.ts'

export interface NodePage {
  readonly family: string
  readonly type: string
  readonly title: string
  /** The first paragraph. */
  readonly summary: string
  readonly source: string
}

const folder = 'packages/nodes/pages'

/** The English pages of the built-in node types. */
export function nodePages(): readonly NodePage[] {
  return readdirSync(join(repositoryRoot, folder))
    .sort()
    .flatMap((family) =>
      readdirSync(join(repositoryRoot, folder, family))
        .filter((name) => /^[a-z-]+\.md$/.test(name))
        .sort()
        .map((name) => {
          const source = `${folder}/${family}/${name}`
          const [heading = '', summary = ''] = readFileSync(join(repositoryRoot, source), 'utf8').split(/\n\n+/)
          return { family, type: name.replace('.md', ''), title: heading.replace(/^# /, ''), summary, source }
        }),
    )
}
