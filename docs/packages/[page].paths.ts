import { packagePages, readRepositoryPage } from '../.vitepress/repository-page.ts'

export default {
  watch: ['../../packages/*/README.md', '../../server/README.md'],
  paths: () => packagePages.map(({ page, source }) => ({ params: { page }, content: readRepositoryPage(source) })),
}
