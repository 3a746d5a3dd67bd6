import { nodePages } from '../.vitepress/node-pages.ts'
import { readRepositoryPage } from '../.vitepress/repository-page.ts'

export default {
  watch: ['../../packages/nodes/pages/*/*.md'],
  paths: () => nodePages().map(({ type, source }) => ({ params: { type }, content: readRepositoryPage(source) })),
}
