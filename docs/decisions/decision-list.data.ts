import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from '../.vitepress/repository-page.ts'

interface Decision {
  readonly page: string
  readonly title: string
}

declare const data: readonly Decision[]
export { data }

const folder = join(repositoryRoot, 'docs/decisions')

export default {
  watch: ['./*.md'],
  load: (): readonly Decision[] =>
    readdirSync(folder)
      .filter((name) => /^\d+-.*\.md$/.test(name))
      .sort()
      .map((name) => {
        const [heading = ''] = readFileSync(join(folder, name), 'utf8').split('\n')
        return { page: name.replace('.md', ''), title: heading.replace(/^# /, '') }
      }),
}
